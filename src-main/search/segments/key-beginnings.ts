import { storedBefore, type KeyList } from './key-list.ts';

/** So many units deep the beginnings of keys are known. */
export const DEPTH = 4;
/** In place of a unit: a key ends here. No key contains it. */
export const END = 0xffff;

/**
 * The different beginnings of a list's keys, by depth: which key is the first to have each, its last unit, and where those
 * that are one unit longer begin, one depth below. Behind the last of a depth stands what is behind all keys.
 */
export type KeyBeginnings = {
  starts: readonly Uint32Array[];
  letters: readonly Uint16Array[];
  children: readonly Uint32Array[];
};

const kept = new WeakMap<KeyList, KeyBeginnings>();

/** Made once a list. */
export function beginningsOf(keys: KeyList): KeyBeginnings {
  let known = kept.get(keys);
  if (!known) kept.set(keys, (known = findBeginnings(keys)));
  return known;
}

function findBeginnings({ data }: KeyList): KeyBeginnings {
  const { units, shared, sizes } = data;
  const counts = new Uint32Array(DEPTH + 1);
  for (const same of shared) for (let depth = same; depth < DEPTH; depth++) counts[depth]!++;
  const depths = Array.from({ length: DEPTH }, (_, depth) => counts[depth]!);
  const starts = depths.map((count) => new Uint32Array(count + 1).fill(shared.length));
  const letters = depths.map((count) => new Uint16Array(count));
  const children = depths.map((count, depth) => new Uint32Array(count + 1).fill(counts[depth + 1]!));
  counts.fill(0);
  let place = 0;
  for (let index = 0; index < shared.length; index++) {
    const stored = storedBefore(data, index);
    const size = sizes[index]!;
    // A shorter beginning comes first: the one below it has not been counted yet.
    for (let depth = shared[index]!; depth < DEPTH; depth++) {
      const at = counts[depth]!++;
      starts[depth]![at] = index;
      children[depth]![at] = counts[depth + 1]!;
      letters[depth]![at] = depth < size ? units[place - stored + depth]! : END;
    }
    place += size - stored;
  }
  return { starts, letters, children };
}
