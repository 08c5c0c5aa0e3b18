import type { TermRules } from '../terms/term-rules.ts';
import { FieldWords, type FlatPostings } from './field-words.ts';
import type { IndexedDocument } from './grouped-mini-search.ts';
import { KeyList } from './key-list.ts';
import { encodeSegment, type Section } from './segment-file.ts';
import { SegmentWords, type KeyGroups } from './segment-words.ts';
import { sortStrings } from './sort-strings.ts';
import { addLanguages } from './sole-languages.ts';
import { FIELDS, TEXT } from './word-query.ts';

/** Most articles a segment can have, so that they are numbered in 16 bits. */
export const SEGMENT_SIZE = 8_000;
/**
 * In the list of a text's words each of the more frequent keys has its own number; the rest share these, and what
 * matches by them has to be looked at again.
 */
export const FIRST_SHARED = 61_440;
export const SHARED = 4_096;

/**
 * Builds a segment as typed arrays, with what MiniSearch would hold of the same articles: the same keys, counts and
 * lengths, hence the same scores. Words are kept in their order and become postings when all are there, without a Map
 * for each key and without a step for each posting of a growing index.
 */
export class SegmentBuilder {
  readonly #rules: TermRules;
  readonly #words: SegmentWords;
  readonly #languages: number[] = [];
  readonly #fields: FieldWords[];
  readonly #ordinals: number[] = [];

  constructor(rules: TermRules) {
    this.#rules = rules;
    this.#words = new SegmentWords(rules);
    this.#fields = FIELDS.map(() => new FieldWords(this.#words));
  }

  /** Articles must come with ascending numbers. */
  add(document: IndexedDocument): void {
    this.#ordinals.push(document.id);
    this.#languages.push(this.#rules.kindOf(document.language).charCodeAt(0));
    for (const [field, name] of FIELDS.entries()) this.#fields[field]!.add(document[name], document.language);
  }

  /** The segment as bytes for a file; `identities`: one number an article that changes with what is indexed of it. */
  freeze(archiveId: string, identities: Uint32Array): Uint8Array {
    const order = sortStrings(this.#words.keys);
    const keys = Array.from(order, (number) => this.#words.keys[number]!);
    // Place among the sorted keys, by number.
    const places = new Uint32Array(order.length);
    for (let place = 0; place < order.length; place++) places[order[place]!] = place;
    const { forms, parts } = this.#words.groups(places);
    const sections: Record<string, Section> = {
      ordinals: Uint32Array.from(this.#ordinals),
      identities,
      languages: Uint8Array.from(this.#languages),
      learned: Uint32Array.of(this.#rules.archiveWords?.articles ?? 0),
      lengths: this.#lengths(),
      ...keyListSections('key', keys),
      ...groupSections('form', forms),
      ...groupSections('part', parts),
    };
    const sole = new Uint8Array(keys.length);
    sections['sole'] = sole;
    for (const [field, words] of this.#fields.entries()) {
      const postings = words.postings(places);
      addLanguages(postings, this.#languages, sole);
      Object.assign(sections, field === TEXT ? denseSections(postings) : sparseSections(field, postings));
      if (field === TEXT) Object.assign(sections, wordSections(words, postings.offsets, places));
    }
    return encodeSegment(archiveId, sections);
  }

  #lengths(): Uint16Array {
    const lengths = new Uint16Array(this.#ordinals.length * FIELDS.length);
    for (const [field, words] of this.#fields.entries()) {
      for (const [document, length] of words.lengths.view().entries()) {
        lengths[document * FIELDS.length + field] = Math.min(length, 0xffff);
      }
    }
    return lengths;
  }
}

function wordSections(words: FieldWords, offsets: Uint32Array, places: Uint32Array): Record<string, Section> {
  const ranks = ranksOf(offsets);
  const rankOfNumber = new Uint16Array(places.length);
  for (const [number, place] of places.entries()) rankOfNumber[number] = ranks[place]!;
  return { ranks, words: words.ranked(rankOfNumber), wordOffsets: words.bounds.slice() };
}

/** Of each key, its place among the more frequent ones, or one that rare ones share. */
function ranksOf(offsets: Uint32Array): Uint16Array {
  const count = offsets.length - 1;
  const frequency = (key: number) => offsets[key + 1]! - offsets[key]!;
  // Sorted by counting: there are few different frequencies.
  const starts = new Uint32Array(0x1_0000);
  for (let key = 0; key < count; key++) starts[frequency(key)]!++;
  let before = 0;
  for (let at = starts.length - 1; at >= 0; at--) {
    const own = starts[at]!;
    starts[at] = before;
    before += own;
  }
  const ranks = new Uint16Array(count);
  for (let key = 0; key < count; key++) {
    const rank = starts[frequency(key)]!++;
    ranks[key] = rank < FIRST_SHARED ? rank : FIRST_SHARED + (key % SHARED);
  }
  return ranks;
}

function keyListSections(name: string, keys: string[]): Record<string, Section> {
  const { units, shared, sizes, blocks, heads } = KeyList.encode(keys);
  return {
    ...{ [`${name}Units`]: units, [`${name}Shared`]: shared, [`${name}Sizes`]: sizes },
    ...{ [`${name}Blocks`]: blocks, [`${name}Heads`]: heads },
  };
}

/** Nearly every key stands in some text: one offset a key. */
function denseSections({ offsets, documents, counts }: FlatPostings): Record<string, Section> {
  return { textOffsets: offsets, textDocuments: documents, textCounts: counts };
}

/** Few keys stand in the short fields: only those are listed. */
function sparseSections(field: number, { offsets, documents, counts }: FlatPostings): Record<string, Section> {
  const name = FIELDS[field] ?? '';
  const keys: number[] = [];
  const starts = [0];
  for (let key = 0; key + 1 < offsets.length; key++) {
    if (offsets[key] === offsets[key + 1]) continue;
    keys.push(key);
    starts.push(offsets[key + 1]!);
  }
  return {
    [`${name}Keys`]: Uint32Array.from(keys),
    [`${name}Offsets`]: Uint32Array.from(starts),
    [`${name}Documents`]: documents,
    [`${name}Counts`]: counts,
  };
}

function groupSections(name: string, { names, offsets, members }: KeyGroups): Record<string, Section> {
  return { ...keyListSections(name, names), [`${name}Offsets`]: offsets, [`${name}Members`]: members };
}
