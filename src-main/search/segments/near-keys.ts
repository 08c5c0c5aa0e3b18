import type { KeyList } from './key-list.ts';

const LONGEST = 62;

/**
 * Keys that differ from one by at most `limit` letters (Levenshtein), with their distance. Walks the sorted list with
 * one row of the matrix a letter: rows of a shared beginning are kept, and keys behind a dead beginning are skipped.
 */
export function findNearKeys(keys: KeyList, wanted: string, limit: number): { index: number; distance: number }[] {
  const length = wanted.length;
  const width = length + 1;
  const rows = new Uint8Array(width * (LONGEST + 2));
  for (let column = 0; column <= length; column++) rows[column] = column;
  const letters = Uint16Array.from({ length }, (_, at) => wanted.charCodeAt(at));
  const found: { index: number; distance: number }[] = [];
  /** Rows up to this one belong to the current key's beginning. */
  let valid = 0;
  /** Keys that share more than this with a dead one are dead as well. */
  let dead = -1;
  keys.walk(0, (index, units, size, same) => {
    // The first key of a block does not say what it shares with the one before: compared anew, so nothing is skipped.
    if (dead >= 0 && same > dead) return true;
    dead = -1;
    valid = Math.min(valid, same);
    for (let row = valid; row < size; row++) {
      if (row >= length + limit || row >= LONGEST) {
        dead = row;
        break;
      }
      if (fillRow(rows, row, width, letters, units[row] ?? 0) > limit) {
        dead = row;
        break;
      }
      valid = row + 1;
    }
    const distance = rows[size * width + length] ?? limit + 1;
    if (dead < 0 && distance <= limit) found.push({ index, distance });
    return true;
  });
  return found;
}

/** Fills the row behind `row`; returns its smallest value. */
function fillRow(rows: Uint8Array, row: number, width: number, letters: Uint16Array, unit: number): number {
  const above = row * width;
  const below = above + width;
  rows[below] = row + 1;
  let best = row + 1;
  for (let column = 1; column < width; column++) {
    const changed = (rows[above + column - 1] ?? 0) + (letters[column - 1] === unit ? 0 : 1);
    const removed = (rows[above + column] ?? 0) + 1;
    const added = (rows[below + column - 1] ?? 0) + 1;
    const cost = changed < removed ? (changed < added ? changed : added) : removed < added ? removed : added;
    rows[below + column] = cost;
    if (cost < best) best = cost;
  }
  return best;
}
