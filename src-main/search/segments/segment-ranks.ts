import { KeyList, type KeyListData } from './key-list.ts';

/**
 * In the list of a text's words each of the more frequent keys has its own number; the rest share these, and what
 * matches by them has to be looked at again.
 */
export const FIRST_SHARED = 61_440;
export const SHARED = 4_096;

/**
 * Of each key, its place among the more frequent ones, or one that rare ones share: always the same for the same key.
 * `offsets` of the texts' postings, by key; of keys in `shared` none gets a place of its own.
 */
export function ranksOf(offsets: Uint32Array, keys: KeyListData, shared: Uint8Array | null): Uint16Array {
  const count = offsets.length - 1;
  const frequency = (key: number) => offsets[key + 1]! - offsets[key]!;
  // Sorted by counting: there are few different frequencies.
  const starts = new Uint32Array(0x1_0000);
  for (let key = 0; key < count; key++) if (shared?.[key] !== 1) starts[frequency(key)]!++;
  let before = 0;
  for (let at = starts.length - 1; at >= 0; at--) {
    const own = starts[at]!;
    starts[at] = before;
    before += own;
  }
  const ranks = new Uint16Array(count);
  new KeyList(keys).walk(0, (key, units, size) => {
    const rank = shared?.[key] === 1 ? FIRST_SHARED : starts[frequency(key)]!++;
    ranks[key] = rank < FIRST_SHARED ? rank : FIRST_SHARED + (hashOf(units, size) % SHARED);
    return true;
  });
  return ranks;
}

/** FNV-1a */
function hashOf(units: Uint16Array, size: number): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < size; at++) hash = Math.imul(hash ^ units[at]!, 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}
