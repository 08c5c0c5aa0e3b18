import type { JointKeys } from './joint-keys.ts';

/** A front-coded list of strings as typed arrays; see {@link KeyList}. */
export type KeyListData = {
  /** Code units of each string behind what it shares with the one before. */
  units: Uint16Array;
  /** Units shared with the string before; the first of a block is there in full all the same. */
  shared: Uint8Array;
  /** Units of each string, all in all. */
  sizes: Uint8Array;
  /** Where the units of each block begin. */
  blocks: Uint32Array;
  /** The beginning of each block's first string as a number of the same order. */
  heads: Float64Array;
};

/** Strings of a block; the first is stored in full. */
export const BLOCK = 16;

/** Sorted, different strings of at most 255 code units, looked up without ever making them strings. */
export class KeyList {
  readonly length: number;
  readonly data: KeyListData;
  readonly #beginnings = new Map<number, boolean>();
  #joint: { keys: JointKeys; place: number } | null = null;

  constructor(data: KeyListData) {
    this.data = data;
    this.length = data.sizes.length;
  }

  /** `keys` must be sorted by code units. */
  static encode(keys: readonly string[]): KeyListData {
    const shared = new Uint8Array(keys.length);
    const sizes = new Uint8Array(keys.length);
    const blocks = new Uint32Array(Math.ceil(keys.length / BLOCK));
    const units: number[] = [];
    let before = '';
    for (const [at, key] of keys.entries()) {
      let same = 0;
      while (same < key.length && key[same] === before[same]) same++;
      const isFirst = at % BLOCK === 0;
      if (isFirst) blocks[at / BLOCK] = units.length;
      shared[at] = same;
      sizes[at] = key.length;
      for (let unit = isFirst ? 0 : same; unit < key.length; unit++) units.push(key.charCodeAt(unit));
      before = key;
    }
    const data = { units: Uint16Array.from(units), shared, sizes, blocks };
    return { ...data, heads: packHeads(data) };
  }

  /** Units of the string at this index. */
  size(index: number): number {
    return this.data.sizes[index] ?? 0;
  }

  at(index: number): string {
    let text = '';
    this.walk(index - (index % BLOCK), (current, units) => {
      if (current < index) return true;
      text = String.fromCharCode(...units.subarray(0, this.size(index)));
      return false;
    });
    return text;
  }

  /** To be looked up with other lists at once; `place`: this one's among them. */
  join(keys: JointKeys, place: number): void {
    this.#joint = { keys, place };
  }

  /** What this and other lists are looked up in, if there is. */
  get joint(): { keys: JointKeys; place: number } | null {
    return this.#joint;
  }

  /** Index of a string, or -1. */
  indexOf(key: string): number {
    if (this.#joint) return this.#joint.keys.find(key)[this.#joint.place]!;
    const at = this.#seek(key);
    return at < 0 ? -1 : at;
  }

  /** [first, behind the last] of the strings with this beginning. */
  prefixRange(prefix: string): [number, number] {
    // No key contains the last code unit: behind it there is no longer key of this beginning.
    return [this.lowerBound(prefix), this.lowerBound(`${prefix}\uFFFF`)];
  }

  /** Index of the first string that is not before this one. */
  lowerBound(key: string): number {
    const at = this.#seek(key);
    return at < 0 ? ~at : at;
  }

  /** Whether any string begins with this code unit. */
  hasBeginning(unit: number): boolean {
    let known = this.#beginnings.get(unit);
    if (known === undefined) {
      const at = this.lowerBound(String.fromCharCode(unit));
      known = at < this.length && this.at(at).charCodeAt(0) === unit;
      this.#beginnings.set(unit, known);
    }
    return known;
  }

  /** Index of a string; where it is missing, the inverted bits of the index it would have. */
  #seek(key: string): number {
    const block = this.#blockOf(key);
    if (block < 0) return ~0;
    const { units, shared, sizes, blocks } = this.data;
    const end = Math.min((block + 1) * BLOCK, this.length);
    let place = blocks[block]!;
    /** Units the string before has in common with the key, which stands behind it. */
    let common = 0;
    for (let index = block * BLOCK; index < end; index++) {
      const stored = index % BLOCK === 0 ? 0 : shared[index]!;
      const size = sizes[index]!;
      const first = place - stored;
      place += size - stored;
      // Shares more with the one before than the key does: before the key as well; less: behind it.
      if (stored > common) continue;
      if (stored < common) return ~index;
      const most = Math.min(size, key.length);
      while (common < most && units[first + common] === key.charCodeAt(common)) common++;
      if (common === key.length) return size === common ? index : ~index;
      if (common < size && units[first + common]! > key.charCodeAt(common)) return ~index;
    }
    return ~end;
  }

  /** The last block whose first string is not behind the key; -1: none. */
  #blockOf(key: string): number {
    const { blocks, heads } = this.data;
    const wanted = packKey(key);
    let low = 0;
    let high = blocks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const head = heads[middle]!;
      if (head < wanted || (head === wanted && this.#compareHead(middle, key) <= 0)) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /**
   * Goes through the strings from the first of a block on; `visit` gets the units and their count, and what stayed the
   * same since the string before; false ends the walk.
   */
  walk(from: number, visit: (index: number, units: Uint16Array, size: number, same: number) => boolean): void {
    const { units, shared, sizes, blocks } = this.data;
    const current = new Uint16Array(256);
    let place = blocks[from / BLOCK] ?? 0;
    for (let index = from; index < this.length; index++) {
      const same = shared[index] ?? 0;
      const size = sizes[index] ?? 0;
      for (let unit = index % BLOCK === 0 ? 0 : same; unit < size; unit++) current[unit] = units[place++]!;
      if (!visit(index, current, size, same)) return;
    }
  }

  #compareHead(block: number, key: string): number {
    const { units, sizes, blocks } = this.data;
    return compareUnits(units, blocks[block] ?? 0, sizes[block * BLOCK] ?? 0, key);
  }
}

/** Units of a key that are not stored with it but with keys before it; the first of a block is stored in full. */
export function storedBefore({ shared }: KeyListData, index: number): number {
  return index % BLOCK === 0 ? 0 : shared[index]!;
}

/** Where the units of a key begin that are stored with it. */
export function placeOf(data: KeyListData, index: number): number {
  const begin = index - (index % BLOCK);
  let place = data.blocks[begin / BLOCK]!;
  for (let at = begin; at < index; at++) place += data.sizes[at]! - storedBefore(data, at);
  return place;
}

/** Of each block, what {@link KeyListData.heads} says. */
export function packHeads({ units, sizes, blocks }: Omit<KeyListData, 'heads'>): Float64Array {
  const heads = new Float64Array(blocks.length);
  for (let block = 0; block < blocks.length; block++) {
    const start = blocks[block]!;
    heads[block] = pack(units, start, start + sizes[block * BLOCK]!);
  }
  return heads;
}

const PACKED = 8;
const head = new Uint16Array(PACKED);

/** The beginning of a string as a number of the same order; equal numbers have to be looked at. */
function packKey(key: string): number {
  const length = Math.min(key.length, PACKED);
  for (let at = 0; at < length; at++) head[at] = key.charCodeAt(at);
  return pack(head, 0, length);
}

/** 6 bits a unit: letters and digits have their own numbers; behind one of the rarer units, which share some, is nothing. */
function pack(units: Uint16Array, start: number, end: number): number {
  let packed = 0;
  let open = true;
  for (let at = start; at < start + PACKED; at++) {
    const code: number = open && at < end ? codeOf(units[at]!) : 0;
    open = code > 1 && code !== 12 && code < 39;
    packed = packed * 64 + code;
  }
  return packed;
}

function codeOf(unit: number): number {
  if (unit < 0x30) return 1;
  if (unit < 0x3a) return unit - 0x2e;
  if (unit < 0x61) return 12;
  return unit < 0x7b ? unit - 0x54 : 39;
}

function compareUnits(units: Uint16Array, start: number, size: number, key: string): number {
  const common = Math.min(size, key.length);
  for (let unit = 0; unit < common; unit++) {
    const difference = (units[start + unit] ?? 0) - key.charCodeAt(unit);
    if (difference !== 0) return difference;
  }
  return size - key.length;
}
