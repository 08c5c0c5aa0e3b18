import { BLOCK, type KeyList } from './key-list.ts';

const LONGEST = 62;
const FAR = 100;

/**
 * Keys that differ from one by at most `limit` letters (Levenshtein), with their distance. Walks the sorted list with
 * one row of the matrix a letter: rows of a shared beginning are kept, and keys behind a dead beginning are skipped
 * without being read.
 */
export function findNearKeys(keys: KeyList, wanted: string, limit: number): { index: number; distance: number }[] {
  const { units, shared, sizes } = keys.data;
  const length = wanted.length;
  const width = length + 1;
  const rows = new Uint8Array(width * (LONGEST + 2));
  for (let column = 0; column <= length; column++) rows[column] = column;
  const letters = Uint16Array.from({ length }, (_, at) => wanted.charCodeAt(at));
  const deepest = Math.min(length + limit, LONGEST);
  const found: { index: number; distance: number }[] = [];
  /** Rows up to this one belong to the current key's beginning. */
  let valid = 0;
  /** Keys that share more than this with a dead one are dead as well. */
  let dead = LONGEST;
  let place = 0;
  for (let index = 0; index < sizes.length; index++) {
    const same = shared[index]!;
    const size = sizes[index]!;
    // The first of a block is stored in full.
    const stored = index % BLOCK === 0 ? 0 : same;
    const first = place - stored;
    place += size - stored;
    if (same > dead) continue;
    dead = LONGEST;
    if (same < valid) valid = same;
    for (let row = valid; row < size; row++) {
      // Too long to be near, or nothing near begins like this.
      if (row >= deepest || fillRow(rows, row, width, limit, letters, units[first + row]!) > limit) {
        dead = row;
        break;
      }
      valid = row + 1;
    }
    if (dead < LONGEST || size < length - limit) continue;
    const distance = rows[size * width + length]!;
    if (distance <= limit) found.push({ index, distance });
  }
  return found;
}

/** Fills the row behind `row`, only where the distance can be within `limit`; returns its smallest value. */
function fillRow(
  rows: Uint8Array,
  row: number,
  width: number,
  limit: number,
  letters: Uint16Array,
  unit: number,
): number {
  const above = row * width;
  const below = above + width;
  const first = Math.max(1, row + 1 - limit);
  const last = Math.min(width - 1, row + 1 + limit);
  // What lies outside counts as far away.
  rows[below + first - 1] = first === 1 ? row + 1 : FAR;
  let best = rows[below + first - 1]!;
  for (let column = first; column <= last; column++) {
    const changed = rows[above + column - 1]! + (letters[column - 1] === unit ? 0 : 1);
    const removed = rows[above + column]! + 1;
    const added = rows[below + column - 1]! + 1;
    const cost = changed < removed ? (changed < added ? changed : added) : removed < added ? removed : added;
    rows[below + column] = cost;
    if (cost < best) best = cost;
  }
  if (last < width - 1) rows[below + last + 1] = FAR;
  return best;
}
