import { FIELDS, tiersOf } from './word-query.ts';
import type { ResolvedWord, WordPostings } from './word-ranges.ts';

/** Words are packed as they are looked up when they are whole: not the last one, which may go on. */
export const PACKED_MODE = 'whole';

const KINDS = tiersOf(PACKED_MODE).map(({ kind }) => kind);
const SUMS = KINDS.length * FIELDS.length;
/** A word with more numbers is looked up anew each time: few have, and they would need most of the room. */
const MOST_NUMBERS = 4_096;
/** Numbers of a block: one array that grows would leave several times its size behind. */
const BLOCK_BITS = 16;
const BLOCK = 2 ** BLOCK_BITS;
/** 16 MB; the words of an archive of 100,000 articles take some 5. */
const MOST_BLOCKS = 64;
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
  /** Where the counts of a word begin, and its numbers in each segment: number of the block and place in it. */
  readonly #starts: Uint32Array;
  /** All numbers of a word stand in one of them. */
  readonly #blocks: Uint32Array[] = [];
  /** Place behind the last number; in the last block, but for the beginning. */
  #end = 0;

  /** `segments`: how many; `most`: words it has room for. */
  constructor(segments: number, most: number) {
    this.#segments = segments;
    this.#starts = new Uint32Array(most * (segments + 1));
  }

  has(name: string): boolean {
    return this.#words.has(name);
  }

  /** A word that is not in there yet; `found`: in each segment. Does nothing where that is too long, or no room left. */
  add(name: string, found: readonly ResolvedWord[]): void {
    const needed = found.reduce((sum, own) => sum + sizeOf(own), SUMS);
    const word = this.#words.size;
    let start = word * (this.#segments + 1);
    if (needed > MOST_NUMBERS || start === this.#starts.length) return;
    if (this.#end + needed > this.#blocks.length * BLOCK) {
      if (this.#blocks.length === MOST_BLOCKS) return;
      this.#end = this.#blocks.length * BLOCK;
      this.#blocks.push(new Uint32Array(BLOCK));
    }
    this.#starts[start++] = this.#end;
    for (let at = 0; at < SUMS; at++) this.#push([found.reduce((sum, { counts }) => sum + counts[at]!, 0)]);
    for (const { ranges, rangeEnds, lists, listEnds } of found) {
      this.#starts[start++] = this.#end;
      this.#push([ranges.length, lists.length]);
      if (ranges.length + lists.length === 0) continue;
      for (const numbers of [ranges, rangeEnds, lists, listEnds]) this.#push(numbers);
    }
    this.#words.set(name, word);
  }

  /** By tier, articles that have a key of it, by field, summed over all segments; null: it is not known. */
  counts(name: string): number[][] | null {
    const word = this.#words.get(name);
    if (word === undefined) return null;
    const start = this.#starts[word * (this.#segments + 1)]!;
    const numbers = this.#blocks[start >>> BLOCK_BITS]!;
    const first = start & (BLOCK - 1);
    return KINDS.map((_, tier) => read(numbers, first + tier * FIELDS.length, FIELDS.length));
  }

  /** null: it is not known. `segment`: its place. */
  get(name: string, segment: number): WordPostings | null {
    const word = this.#words.get(name);
    if (word === undefined) return null;
    const start = this.#starts[word * (this.#segments + 1) + 1 + segment]!;
    const numbers = this.#blocks[start >>> BLOCK_BITS]!;
    const at = start & (BLOCK - 1);
    const rangesLength = numbers[at]!;
    const listsLength = numbers[at + 1]!;
    if (rangesLength + listsLength === 0) return NOWHERE;
    const rangeEnds = at + 2 + rangesLength;
    const lists = rangeEnds + SUMS;
    return {
      kinds: KINDS,
      ranges: read(numbers, at + 2, rangesLength),
      rangeEnds: read(numbers, rangeEnds, SUMS),
      lists: read(numbers, lists, listsLength),
      listEnds: read(numbers, lists + listsLength, FIELDS.length),
      prefixKeys: 0,
    };
  }

  #push(numbers: readonly number[]): void {
    const block = this.#blocks.at(-1)!;
    const first = (this.#blocks.length - 1) * BLOCK;
    for (const number of numbers) block[this.#end++ - first] = number;
  }
}

function read(from: Uint32Array, first: number, length: number): number[] {
  const numbers = new Array<number>(length);
  for (let at = 0; at < length; at++) numbers[at] = from[first + at]!;
  return numbers;
}

function sizeOf({ ranges, lists }: WordPostings): number {
  const length = ranges.length + lists.length;
  return length === 0 ? 2 : 2 + length + SUMS + FIELDS.length;
}
