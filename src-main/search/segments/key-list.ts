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
};

/** Strings of a block; the first is stored in full. */
export const BLOCK = 16;

/** Sorted, different strings of at most 255 code units, looked up without ever making them strings. */
export class KeyList {
  readonly length: number;
  readonly data: KeyListData;

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
    return { units: Uint16Array.from(units), shared, sizes, blocks };
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

  /** Index of a string, or -1. */
  indexOf(key: string): number {
    const index = this.lowerBound(key);
    return index < this.length && this.size(index) === key.length && this.at(index) === key ? index : -1;
  }

  /** [first, behind the last] of the strings with this beginning. */
  prefixRange(prefix: string): [number, number] {
    // No key contains the last code unit: behind it there is no longer key of this beginning.
    return [this.lowerBound(prefix), this.lowerBound(`${prefix}\uFFFF`)];
  }

  /** Index of the first string that is not before this one. */
  lowerBound(key: string): number {
    const { blocks } = this.data;
    let low = 0;
    let high = blocks.length;
    // First block whose head is not before the key; the string may still stand in the block before it.
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#compareHead(middle, key) < 0) low = middle + 1;
      else high = middle;
    }
    if (low === 0) return 0;
    let found = Math.min(low * BLOCK, this.length);
    const last = found;
    this.walk((low - 1) * BLOCK, (index, units, size) => {
      if (index >= last) return false;
      if (compareUnits(units, 0, size, key) < 0) return true;
      found = index;
      return false;
    });
    return found;
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

function compareUnits(units: Uint16Array, start: number, size: number, key: string): number {
  const common = Math.min(size, key.length);
  for (let unit = 0; unit < common; unit++) {
    const difference = (units[start + unit] ?? 0) - key.charCodeAt(unit);
    if (difference !== 0) return difference;
  }
  return size - key.length;
}
