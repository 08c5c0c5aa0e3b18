import { grown } from './grown-array.ts';
import { FIELDS, tiersOf } from './word-query.ts';
import type { ResolvedWord, WordPostings } from './word-ranges.ts';

/** Words are packed as they are looked up when they are whole: not the last one, which may go on. */
export const PACKED_MODE = 'whole';

const KINDS = tiersOf(PACKED_MODE).map(({ kind }) => kind);
const SUMS = KINDS.length * FIELDS.length;
/** A word with more numbers in a segment is looked up anew each time: few are, and they would need most of the room. */
const MOST_NUMBERS = 1_000;
/** Of a word that a segment has not. */
const NOWHERE: WordPostings = {
  ...{ kinds: KINDS, ranges: [], rangeEnds: new Array<number>(SUMS).fill(0) },
  ...{ lists: [], listEnds: FIELDS.map(() => 0), prefixKeys: 0 },
};

/**
 * Where words stand in some segments, looked up before anybody asks. What is known of a word are numbers that follow each
 * other: how many articles have it, and where its postings are in one segment after the other. As objects the same would
 * need ten times the memory, and each of them would have to be fetched by itself.
 */
export class PackedWords {
  readonly #segments: number;
  /** By name the number of the word. */
  readonly #words = new Map<string, number>();
  /** Where the counts of a word begin, and its numbers in each segment. */
  #starts = new Uint32Array(1_024);
  #numbers = new Uint32Array(16_384);
  #length = 0;

  /** `segments`: how many. */
  constructor(segments: number) {
    this.#segments = segments;
  }

  get size(): number {
    return this.#words.size;
  }

  has(name: string): boolean {
    return this.#words.has(name);
  }

  /** `found`: in each segment. Does nothing where that is too long. */
  add(name: string, found: readonly ResolvedWord[]): void {
    const needed = found.reduce((sum, own) => sum + sizeOf(own), SUMS);
    if (needed > MOST_NUMBERS * this.#segments) return;
    const word = this.#words.size;
    let start = word * (this.#segments + 1);
    const last = start + this.#segments;
    if (last >= this.#starts.length) this.#starts = grown(this.#starts, Math.max(last + 1, this.#starts.length * 2));
    if (this.#length + needed > this.#numbers.length)
      this.#numbers = grown(this.#numbers, Math.max(this.#length + needed, this.#numbers.length * 2));
    this.#starts[start++] = this.#length;
    for (let at = 0; at < SUMS; at++) this.#push([found.reduce((sum, { counts }) => sum + counts[at]!, 0)]);
    for (const { ranges, rangeEnds, lists, listEnds } of found) {
      this.#starts[start++] = this.#length;
      this.#push([ranges.length, lists.length]);
      if (ranges.length + lists.length === 0) continue;
      for (const numbers of [ranges, rangeEnds, lists, listEnds]) this.#push(numbers);
    }
    this.#words.set(name, word);
  }

  /** No word is added any more: gives back room that is not needed. */
  finish(): void {
    this.#starts = this.#starts.slice(0, this.#words.size * (this.#segments + 1));
    this.#numbers = this.#numbers.slice(0, this.#length);
  }

  /** By tier, articles that have a key of it, by field, summed over all segments; null: it is not known. */
  counts(name: string): number[][] | null {
    const word = this.#words.get(name);
    if (word === undefined) return null;
    const start = this.#starts[word * (this.#segments + 1)]!;
    return KINDS.map((_, tier) => this.#read(start + tier * FIELDS.length, FIELDS.length));
  }

  /** null: it is not known. `segment`: its place. */
  get(name: string, segment: number): WordPostings | null {
    const word = this.#words.get(name);
    if (word === undefined) return null;
    const start = this.#starts[word * (this.#segments + 1) + 1 + segment]!;
    const rangesLength = this.#numbers[start]!;
    const listsLength = this.#numbers[start + 1]!;
    if (rangesLength + listsLength === 0) return NOWHERE;
    const rangeEnds = start + 2 + rangesLength;
    const lists = rangeEnds + SUMS;
    return {
      kinds: KINDS,
      ranges: this.#read(start + 2, rangesLength),
      rangeEnds: this.#read(rangeEnds, SUMS),
      lists: this.#read(lists, listsLength),
      listEnds: this.#read(lists + listsLength, FIELDS.length),
      prefixKeys: 0,
    };
  }

  #push(numbers: readonly number[]): void {
    for (const number of numbers) this.#numbers[this.#length++] = number;
  }

  #read(first: number, length: number): number[] {
    const numbers = new Array<number>(length);
    for (let at = 0; at < length; at++) numbers[at] = this.#numbers[first + at]!;
    return numbers;
  }
}

function sizeOf({ ranges, lists }: WordPostings): number {
  const length = ranges.length + lists.length;
  return length === 0 ? 2 : 2 + length + SUMS + FIELDS.length;
}
