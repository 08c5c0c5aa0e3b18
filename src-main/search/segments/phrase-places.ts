/** Of each word of a text, bit n says that it may be the n-th word of a phrase; at most 32 are told apart. */
type Bits = readonly number[];

/** Whether the words of a phrase stand side by side, in their order. */
export function hasAdjacent(bits: Bits, words: number): boolean {
  const count = Math.min(words, 32);
  for (let at = 0; at + count <= bits.length; at++) {
    let slot = 0;
    while (slot < count && (bits[at + slot]! & (1 << slot)) !== 0) slot++;
    if (slot === count) return true;
  }
  return false;
}

/** Whether all words stand in one stretch with at most `distance` others between, in any order. */
export function hasNear(bits: Bits, words: number, distance: number): boolean {
  const count = Math.min(words, 32);
  const last = new Int32Array(count).fill(-1);
  for (const [at, own] of bits.entries()) {
    if (own === 0) continue;
    for (let slot = 0; slot < count; slot++) if ((own & (1 << slot)) !== 0) last[slot] = at;
    const oldest = Math.min(...last);
    if (oldest >= 0 && at - oldest < distance + count) return true;
  }
  return false;
}
