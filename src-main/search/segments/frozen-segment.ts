import type { FrequentPairs } from './frequent-pairs.ts';
import { KeyList } from './key-list.ts';
import { KnownWords } from './known-words.ts';
import { findNearKeys } from './near-keys.ts';
import { partPostingsOf, type PartPostings } from './part-postings.ts';
import { decodeSegment, type Section } from './segment-file.ts';
import { FIELDS, TEXT, type VocabularyWord } from './word-query.ts';

/** Documents with how often each has something; at most 255 times. */
export type Postings = { documents: Uint16Array; counts: Uint8Array };

/** Postings of one field: `offsets` by key, or by place in `keys` where only some keys have any. */
export type FieldPostings = Postings & { keys: Uint32Array | null; offsets: Uint32Array };

/** Keys by a stem they share or have as a part: members[offsets[n] … offsets[n + 1]) of the n-th stem. */
export type KeyGroup = { stems: KeyList; offsets: Uint32Array; members: Uint32Array };

/** A finished segment: typed arrays over one block of memory, shared by all threads. */
export class FrozenSegment {
  readonly keys: KeyList;
  /** Article numbers by document; those of a merged segment ascend only within what came of one. */
  readonly ordinals: Uint32Array;
  /** Changes with what is indexed of an article, by document. */
  readonly identities: Uint32Array;
  /** Articles the archive had when it last taught the rules its words, before this was made; 0: never. */
  readonly learned: number;
  /** First letter of the stems of its language, by document. */
  readonly languages: Uint8Array;
  /** Its articles are of several languages. */
  readonly mixed: boolean;
  /** By key, the letter of the language of all articles that have it, or 1: several (sole-languages.ts). */
  readonly sole: Uint8Array;
  /** Different words, by field and document: one field after the other, as they are scanned. */
  readonly lengths: readonly Uint16Array[];
  readonly fields: readonly FieldPostings[];
  /** All words of all texts as ranks of keys (freeze-segment.ts). */
  readonly words: Uint16Array;
  readonly wordOffsets: Uint32Array;
  readonly ranks: Uint16Array;
  readonly pairs: FrequentPairs;
  /** Words in all documents, by field. */
  readonly totals: readonly number[];
  readonly forms: KeyGroup;
  readonly parts: KeyGroup;
  readonly partPostings: PartPostings;
  /** Words that were looked up in it. */
  readonly known = new KnownWords();

  /** Views of one block of memory. */
  readonly sections: Record<string, Section>;

  private constructor(sections: Record<string, Section>) {
    this.sections = sections;
    const u8 = (name: string) => sections[name] as Uint8Array;
    const u16 = (name: string) => sections[name] as Uint16Array;
    const u32 = (name: string) => sections[name] as Uint32Array;
    const list = (name: string) =>
      new KeyList({
        units: u16(`${name}Units`),
        shared: u8(`${name}Shared`),
        sizes: u8(`${name}Sizes`),
        blocks: u32(`${name}Blocks`),
        heads: sections[`${name}Heads`] as Float64Array,
      });
    const group = (name: string) => ({
      stems: list(name),
      offsets: u32(`${name}Offsets`),
      members: u32(`${name}Members`),
    });
    this.keys = list('key');
    this.ordinals = u32('ordinals');
    this.identities = u32('identities');
    this.learned = u32('learned')[0] ?? 0;
    this.languages = u8('languages');
    this.mixed = this.languages.some((language) => language !== this.languages[0]);
    this.sole = u8('sole');
    this.lengths = FIELDS.map((_, field) => u16('lengths').subarray(field * this.size, (field + 1) * this.size));
    this.words = u16('words');
    this.wordOffsets = u32('wordOffsets');
    this.ranks = u16('ranks');
    this.pairs = { pairs: u16('pairs'), pairOffsets: u32('pairOffsets'), pairDocuments: u16('pairDocuments') };
    this.fields = FIELDS.map((name, field) => ({
      keys: field === TEXT ? null : u32(`${name}Keys`),
      offsets: u32(`${name}Offsets`),
      documents: u16(`${name}Documents`),
      counts: u8(`${name}Counts`),
    }));
    this.forms = group('form');
    this.parts = group('part');
    this.partPostings = partPostingsOf(sections);
    this.totals = this.lengths.map((own) => own.reduce((total, length) => total + length, 0));
  }

  /** null: the bytes are damaged, or of another archive, format or version of the term rules. */
  static decode(buffer: ArrayBufferLike, archiveId: string): FrozenSegment | null {
    const sections = decodeSegment(buffer, archiveId);
    return sections ? new FrozenSegment(sections) : null;
  }

  /** In another thread than the one that decoded it. */
  static of(sections: Record<string, Section>): FrozenSegment {
    return new FrozenSegment(sections);
  }

  /** First letters of the stems of all its articles' languages. */
  get kinds(): Set<string> {
    return new Set([...new Set(this.languages)].map((code) => String.fromCharCode(code)));
  }

  get size(): number {
    return this.ordinals.length;
  }

  /** Of all its arrays. */
  get bytes(): number {
    return Object.values(this.sections).reduce((sum, { byteLength }) => sum + byteLength, 0);
  }

  /** [first, behind the last] posting of some keys that follow each other, in a field. */
  postingRange(field: number, first: number, end: number): [number, number] {
    const { keys, offsets } = this.fields[field]!;
    if (!keys) return [offsets[first] ?? 0, offsets[end] ?? 0];
    return [offsets[lowerBound(keys, first)] ?? 0, offsets[lowerBound(keys, end)] ?? 0];
  }

  *vocabularyNear(key: string, distance: number): Generator<VocabularyWord & { distance: number }> {
    for (const near of findNearKeys(this.keys, key, distance)) {
      yield { ...this.#describe(near.index), distance: near.distance };
    }
  }

  #describe(key: number): VocabularyWord {
    let count = 0;
    let document: number | null = null;
    for (const field of FIELDS.keys()) {
      const [first, end] = this.postingRange(field, key, key + 1);
      count = Math.max(count, end - first);
      if (end > first) document ??= this.ordinals[this.fields[field]?.documents[first] ?? 0] ?? null;
    }
    return { key: this.keys.at(key), count, document };
  }
}

/** Index of the first of ascending numbers that is not less than this one. */
export function lowerBound(sorted: Uint32Array | Uint16Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
