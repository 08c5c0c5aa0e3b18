/** Code units that are compared as one number, and the bits of each; what does not fit counts as the highest. */
const PACKED = 5;
const BITS = 10;

/**
 * Indices of strings in the order of their code units. Most are told apart by their beginnings as numbers, which is
 * several times as fast as comparing strings.
 */
export function sortStrings(strings: readonly string[]): Uint32Array {
  const heads = Float64Array.from(strings, packHead);
  return Uint32Array.from(strings.keys()).sort((a, b) => {
    const difference = heads[a]! - heads[b]!;
    if (difference !== 0) return difference;
    return strings[a]! < strings[b]! ? -1 : strings[a]! > strings[b]! ? 1 : a - b;
  });
}

function packHead(text: string): number {
  const highest = 2 ** BITS - 1;
  let packed = 0;
  let open = true;
  for (let at = 0; at < PACKED; at++) {
    // The end of a string is before any unit.
    const unit = open && at < text.length ? Math.min(text.charCodeAt(at) + 1, highest) : 0;
    // Behind one that shares its number nothing is told any more.
    if (unit === highest) open = false;
    packed = packed * 2 ** BITS + unit;
  }
  return packed;
}
