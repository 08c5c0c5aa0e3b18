import type { TermRules } from '../terms/term-rules.ts';
import { GroupedMiniSearch, type IndexedDocument } from './grouped-mini-search.ts';
import { KeyList } from './key-list.ts';
import { encodeSegment, type Section } from './segment-file.ts';
import { FIELDS, TEXT } from './word-query.ts';

/** Most articles a segment can have, so that they are numbered in 16 bits. */
export const SEGMENT_SIZE = 8_000;
/**
 * In the list of a text's words each of the more frequent keys has its own number; the rest share these, and what
 * matches by them has to be looked at again.
 */
export const FIRST_SHARED = 61_440;
export const SHARED = 4_096;

/** Builds a segment with MiniSearch and freezes it into typed arrays. */
export class SegmentBuilder {
  readonly #index: GroupedMiniSearch;
  readonly #numbers = new Map<string, number>();
  /** Words of all texts one after the other, as numbers of keys in the order they were met. */
  #words = new Uint32Array(1 << 16);
  #wordCount = 0;
  readonly #ends: number[] = [];

  constructor(rules: TermRules) {
    this.#index = new GroupedMiniSearch(rules, (key, field) => {
      if (field === 'text') this.#addWord(key);
    });
  }

  /** Articles must come with ascending numbers. */
  add(document: IndexedDocument): void {
    this.#index.add(document);
    this.#ends.push(this.#wordCount);
  }

  /** The segment as bytes for a file; `identities`: one number an article that changes with what is indexed of it. */
  freeze(archiveId: string, identities: Uint32Array): Uint8Array {
    const { postings, documents, lengths } = this.#index.contents();
    const entries = [...postings].sort(([a], [b]) => (a < b ? -1 : 1));
    const keys = entries.map(([key]) => key);
    const shorts = [...documents.keys()];
    const places = new Map(shorts.map((short, place) => [short, place]));
    const sections: Record<string, Section> = {
      ordinals: Uint32Array.from(documents.values()),
      identities,
      lengths: Uint16Array.from(
        shorts.flatMap((short) => FIELDS.map((_, field) => Math.min(lengths.get(short)?.[field] ?? 0, 0xffff))),
      ),
      ...keyListSections('key', keys),
    };
    for (const field of FIELDS.keys()) {
      const lists = entries.map(([, fields]) => fields.get(field));
      Object.assign(sections, field === TEXT ? denseSections(lists, places) : sparseSections(field, lists, places));
    }
    const indexes = new Map(keys.map((key, index) => [key, index]));
    Object.assign(sections, groupSections('form', this.#index.groups.forms, indexes));
    Object.assign(sections, groupSections('part', this.#index.groups.parts, indexes));
    Object.assign(sections, this.#wordSections(keys, sections['textOffsets'] as Uint32Array));
    return encodeSegment(archiveId, sections);
  }

  #addWord(key: string): void {
    let number = this.#numbers.get(key);
    if (number === undefined) this.#numbers.set(key, (number = this.#numbers.size));
    if (this.#wordCount === this.#words.length) {
      const larger = new Uint32Array(this.#words.length * 2);
      larger.set(this.#words);
      this.#words = larger;
    }
    this.#words[this.#wordCount++] = number;
  }

  #wordSections(keys: string[], offsets: Uint32Array): Record<string, Section> {
    const frequency = (index: number) => (offsets[index + 1] ?? 0) - (offsets[index] ?? 0);
    const ranked = Uint32Array.from(keys.keys()).sort((a, b) => frequency(b) - frequency(a) || a - b);
    const ranks = new Uint16Array(keys.length);
    for (const [rank, index] of ranked.entries())
      ranks[index] = rank < FIRST_SHARED ? rank : FIRST_SHARED + (index % SHARED);
    const rankOfNumber = new Uint16Array(this.#numbers.size);
    for (const [index, key] of keys.entries()) {
      const number = this.#numbers.get(key);
      if (number !== undefined) rankOfNumber[number] = ranks[index] ?? 0;
    }
    const words = new Uint16Array(this.#wordCount);
    for (let at = 0; at < words.length; at++) words[at] = rankOfNumber[this.#words[at] ?? 0] ?? 0;
    return { ranks, words, wordOffsets: Uint32Array.from([0, ...this.#ends]) };
  }
}

function keyListSections(name: string, keys: string[]): Record<string, Section> {
  const { units, shared, sizes, blocks } = KeyList.encode(keys);
  return { [`${name}Units`]: units, [`${name}Shared`]: shared, [`${name}Sizes`]: sizes, [`${name}Blocks`]: blocks };
}

type Lists = (Map<number, number> | undefined)[];

/** Nearly every key stands in some text: one offset a key. */
function denseSections(lists: Lists, places: Map<number, number>): Record<string, Section> {
  const { offsets, documents, counts } = flatten(lists, places);
  return { textOffsets: offsets, textDocuments: documents, textCounts: counts };
}

/** Few keys stand in the short fields: only those are listed. */
function sparseSections(field: number, lists: Lists, places: Map<number, number>): Record<string, Section> {
  const name = FIELDS[field] ?? '';
  const keys: number[] = [];
  for (const [key, list] of lists.entries()) if (list) keys.push(key);
  const { offsets, documents, counts } = flatten(
    keys.map((key) => lists[key]),
    places,
  );
  return {
    [`${name}Keys`]: Uint32Array.from(keys),
    [`${name}Offsets`]: offsets,
    [`${name}Documents`]: documents,
    [`${name}Counts`]: counts,
  };
}

function flatten(lists: Lists, places: Map<number, number>) {
  const offsets = new Uint32Array(lists.length + 1);
  let total = 0;
  for (const list of lists) total += list?.size ?? 0;
  const documents = new Uint16Array(total);
  const counts = new Uint8Array(total);
  let at = 0;
  for (const [index, list] of lists.entries()) {
    for (const [short, count] of list ?? []) {
      const place = places.get(short);
      if (place === undefined) continue;
      documents[at] = place;
      counts[at++] = Math.min(count, 0xff);
    }
    offsets[index + 1] = at;
  }
  return { offsets, documents, counts };
}

function groupSections(
  name: string,
  groups: Map<string, Set<string>>,
  indexes: Map<string, number>,
): Record<string, Section> {
  const stems = [...groups.keys()].sort();
  const offsets = new Uint32Array(stems.length + 1);
  const members: number[] = [];
  for (const [at, stem] of stems.entries()) {
    const own = [...(groups.get(stem) ?? [])].map((key) => indexes.get(key)).filter((index) => index !== undefined);
    for (const index of own.sort((a, b) => a - b)) members.push(index);
    offsets[at + 1] = members.length;
  }
  return {
    ...keyListSections(name, stems),
    [`${name}Offsets`]: offsets,
    [`${name}Members`]: Uint32Array.from(members),
  };
}
