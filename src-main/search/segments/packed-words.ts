import { grown } from './grown-array.ts';
import { FIELDS, type TierKind } from './word-query.ts';
import { NO_POSTINGS, type WordPostings } from './word-ranges.ts';

/** A word with more numbers in a segment is looked up anew each time: few are, and they would need most of the room. */
const MOST_NUMBERS = 1_000;

/**
 * Where words stand in some segments, looked up before anybody asks. What is known of a word is one run of numbers for
 * each segment, one segment after the other: as objects the same would need ten times the memory, and each of them would
 * have to be fetched by itself. Holds words of one mode whose last tier is not "prefix".
 */
export class PackedWords {
  readonly #kinds: readonly TierKind[];
  readonly #segments: number;
  /** By name ({@link nameOf}) the number of the word. */
  readonly #words = new Map<string, number>();
  /** Where the numbers of a word in a segment begin. */
  #starts = new Uint32Array(1_024);
  #numbers = new Uint32Array(16_384);
  #length = 0;

  /** `kinds`: tiers of the mode; `segments`: how many. */
  constructor(kinds: readonly TierKind[], segments: number) {
    this.#kinds = kinds;
    this.#segments = segments;
  }

  get size(): number {
    return this.#words.size;
  }

  has(name: string): boolean {
    return this.#words.has(name);
  }

  /** `postings`: of each segment. False: it is too long, and left out. */
  add(name: string, postings: readonly WordPostings[]): boolean {
    const needed = postings.reduce((sum, own) => sum + this.#sizeOf(own), 0);
    if (needed > MOST_NUMBERS * this.#segments) return false;
    const word = this.#words.size;
    const starts = (word + 1) * this.#segments;
    if (starts > this.#starts.length) this.#starts = grown(this.#starts, Math.max(starts, this.#starts.length * 2));
    if (this.#length + needed > this.#numbers.length) this.#numbers = grown(this.#numbers, this.#numbers.length * 2);
    for (const [at, { ranges, rangeEnds, lists, listEnds, counts }] of postings.entries()) {
      this.#starts[word * this.#segments + at] = this.#length;
      this.#push([ranges.length, lists.length]);
      if (ranges.length + lists.length === 0) continue;
      for (const numbers of [ranges, rangeEnds, lists, listEnds, counts]) this.#push(numbers);
    }
    this.#words.set(name, word);
    return true;
  }

  /** null: it is not known. `segment`: its place. */
  get(name: string, segment: number): WordPostings | null {
    const word = this.#words.get(name);
    if (word === undefined) return null;
    const start = this.#starts[word * this.#segments + segment]!;
    const kinds = this.#kinds;
    const rangesLength = this.#numbers[start]!;
    const listsLength = this.#numbers[start + 1]!;
    if (rangesLength + listsLength === 0) return { ...NO_POSTINGS, kinds };
    const sums = kinds.length * FIELDS.length;
    const rangeEnds = start + 2 + rangesLength;
    const lists = rangeEnds + sums;
    const listEnds = lists + listsLength;
    const counts = listEnds + FIELDS.length;
    return {
      kinds,
      ranges: this.#read(start + 2, rangesLength),
      rangeEnds: this.#read(rangeEnds, sums),
      lists: this.#read(lists, listsLength),
      listEnds: this.#read(listEnds, FIELDS.length),
      counts: this.#read(counts, sums),
      prefixKeys: 0,
    };
  }

  #sizeOf({ ranges, lists }: WordPostings): number {
    if (ranges.length + lists.length === 0) return 2;
    return 2 + ranges.length + lists.length + (2 * this.#kinds.length + 1) * FIELDS.length;
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
