import { grown } from './grown-array.ts';
import { BLOCK, KeyList, packHeads, type KeyListData } from './key-list.ts';
import { findNearKeys, type NearKey } from './near-keys.ts';
import { RecentAnswers } from '../recent-answers.ts';

/** All strings of several lists as one; `places[starts[n] … starts[n + 1])`: where the n-th stands, see {@link listOf}. */
export type JointData = KeyListData & { starts: Uint32Array; places: Uint32Array };

/** A place: number of the list and, in so many bits, the index in it. */
const INDEX_BITS = 20;
export const MOST_INDEXES = 2 ** INDEX_BITS;
const MOST_LISTS = 2 ** (32 - INDEX_BITS);
/** Strings taken between two breaths. */
const BREATH = 2_048;
/** Looked up before and kept: all lists are asked for the same string. */
const KEPT = { found: 32, near: 16 };

/** Says of a string where it stands in each of several lists: one look instead of one a list. */
export class JointKeys {
  readonly data: JointData;
  readonly #list: KeyList;
  readonly #nowhere: readonly number[];
  readonly #found = new RecentAnswers<readonly number[]>(KEPT.found);
  readonly #near = new RecentAnswers<readonly (readonly NearKey[])[]>(KEPT.near);

  /** `lists`: how many it was made of. */
  constructor(data: JointData, lists: number) {
    this.data = data;
    this.#list = new KeyList(data);
    this.#nowhere = new Array<number>(lists).fill(-1);
  }

  /** By list, the index of the string in it, or -1. */
  find(key: string): readonly number[] {
    return this.#found.get(key) ?? this.#found.keep(key, this.#indexesOf(this.#list.indexOf(key)));
  }

  /** By list, what {@link findNearKeys} finds in it. */
  near(key: string, limit: number, check?: () => void): readonly (readonly NearKey[])[] {
    const name = `${limit} ${key}`;
    const known = this.#near.get(name);
    if (known) return known;
    const { starts, places } = this.data;
    const near: NearKey[][] = Array.from(this.#nowhere, () => []);
    for (const { index, distance } of findNearKeys(this.#list, key, limit, check)) {
      for (let at = starts[index]!; at < starts[index + 1]!; at++)
        near[listOf(places[at]!)]!.push({ index: indexOf(places[at]!), distance });
    }
    return this.#near.keep(name, near);
  }

  #indexesOf(index: number): readonly number[] {
    if (index < 0) return this.#nowhere;
    const { starts, places } = this.data;
    const indexes = this.#nowhere.slice();
    for (let at = starts[index]!; at < starts[index + 1]!; at++) indexes[listOf(places[at]!)] = indexOf(places[at]!);
    return indexes;
  }
}

/** Number of the list a place is in. */
export function listOf(place: number): number {
  return place >>> INDEX_BITS;
}

/** Index in the list a place is in. */
export function indexOf(place: number): number {
  return place & (MOST_INDEXES - 1);
}

/**
 * Merges sorted lists, resting now and then where it yields; returns null where there are too many or too long ones. What
 * it makes lies in memory that threads share. `kept`: by list and index, 0 of strings that are left out; null: none.
 */
export function* joinKeys(
  lists: readonly KeyList[],
  kept: readonly (Uint8Array | null)[] = [],
): Generator<void, JointData | null> {
  if (lists.length > MOST_LISTS || lists.some(({ length }) => length > MOST_INDEXES)) return null;
  const all = lists.reduce((sum, { length }) => sum + length, 0);
  const places = new Uint32Array(new SharedArrayBuffer(all * 4));
  const starts = new Growing(Uint32Array);
  const units = new Growing(Uint16Array);
  const shared = new Growing(Uint8Array);
  const sizes = new Growing(Uint8Array);
  const blocks = new Growing(Uint32Array);
  const heap = new CursorHeap(lists.map((list, at) => new Cursor(list, at)).filter(({ list }) => list.length > 0));
  const before = new Uint16Array(256);
  let length = 0;
  let count = 0;
  for (let taken = 0; taken < all; taken++) {
    if (taken % BREATH === 0) yield;
    const { units: own, size, number, index } = heap.first;
    if (kept[number]?.[index] === 0) {
      heap.advance();
      continue;
    }
    let same = 0;
    const most = Math.min(size, length);
    while (same < most && own[same] === before[same]) same++;
    if (count === 0 || same < size || size !== length) {
      const isFirst = sizes.length % BLOCK === 0;
      if (isFirst) blocks.push(units.length);
      for (let at = isFirst ? 0 : same; at < size; at++) units.push(own[at]!);
      for (let at = same; at < size; at++) before[at] = own[at]!;
      length = size;
      shared.push(same);
      sizes.push(size);
      starts.push(count);
    }
    places[count++] = (number * MOST_INDEXES + index) >>> 0;
    heap.advance();
  }
  starts.push(count);
  const list = { units: units.share(), shared: shared.share(), sizes: sizes.share(), blocks: blocks.share() };
  return { ...list, heads: packHeads(list), starts: starts.share(), places: places.subarray(0, count) };
}

/** One string of a list after the other. */
class Cursor {
  readonly list: KeyList;
  readonly number: number;
  readonly units = new Uint16Array(256);
  size = 0;
  index = -1;
  #place = 0;

  constructor(list: KeyList, number: number) {
    this.list = list;
    this.number = number;
    this.next();
  }

  /** False: there was none. */
  next(): boolean {
    const { units, shared, sizes } = this.list.data;
    const index = ++this.index;
    if (index >= sizes.length) return false;
    this.size = sizes[index]!;
    for (let at = index % BLOCK === 0 ? 0 : shared[index]!; at < this.size; at++)
      this.units[at] = units[this.#place++]!;
    return true;
  }

  /** Of equal strings the one of the list that comes first. */
  isBefore(other: Cursor): boolean {
    const most = Math.min(this.size, other.size);
    for (let at = 0; at < most; at++) {
      const difference = this.units[at]! - other.units[at]!;
      if (difference !== 0) return difference < 0;
    }
    return this.size === other.size ? this.number < other.number : this.size < other.size;
  }
}

/** Cursors of which the one with the first string is known. */
class CursorHeap {
  readonly #cursors: Cursor[];

  constructor(cursors: Cursor[]) {
    this.#cursors = cursors.sort((a, b) => (a.isBefore(b) ? -1 : 1));
  }

  get first(): Cursor {
    return this.#cursors[0]!;
  }

  advance(): void {
    const cursors = this.#cursors;
    let own = cursors[0]!;
    if (!own.next()) {
      const last = cursors.pop()!;
      if (cursors.length === 0) return;
      own = last;
    }
    let at = 0;
    for (;;) {
      let child = at * 2 + 1;
      if (child >= cursors.length) break;
      if (child + 1 < cursors.length && cursors[child + 1]!.isBefore(cursors[child]!)) child++;
      if (!cursors[child]!.isBefore(own)) break;
      cursors[at] = cursors[child]!;
      at = child;
    }
    cursors[at] = own;
  }
}

type Numbers = Uint8Array | Uint16Array | Uint32Array;

/** Numbers of one type that become more. */
class Growing<T extends Numbers> {
  readonly #make: new (buffer: ArrayBufferLike) => T;
  readonly #bytes: number;
  #numbers: T;
  length = 0;

  constructor(make: (new (buffer: ArrayBufferLike) => T) & { BYTES_PER_ELEMENT: number }) {
    this.#make = make;
    this.#bytes = make.BYTES_PER_ELEMENT;
    this.#numbers = new make(new ArrayBuffer(1_024 * this.#bytes));
  }

  push(number: number): void {
    if (this.length === this.#numbers.length) this.#numbers = grown(this.#numbers, this.length * 2);
    this.#numbers[this.length++] = number;
  }

  /** What there is, in memory that threads share. */
  share(): T {
    const shared = new this.#make(new SharedArrayBuffer(this.length * this.#bytes));
    shared.set(this.#numbers.subarray(0, this.length));
    return shared;
  }
}
