/** Words in step with {@link findPair}: the same numbers, two by two. */
export function pairsOf(words: Uint16Array): Int32Array {
  return new Int32Array(words.buffer, words.byteOffset, words.length >> 1);
}

/**
 * Where two words first stand side by side from place `from` on and before place `end`, or -1. `pairs`: {@link pairsOf}
 * the words. Eight words are compared between two jumps: going through texts word by word takes more than twice as long.
 */
export function findPair(
  words: Uint16Array,
  pairs: Int32Array,
  first: number,
  second: number,
  from: number,
  end: number,
): number {
  const last = end - 1;
  const both = first | (second << 16);
  let at = from;
  if (at % 2 === 1) {
    if (at < last && words[at] === first && words[at + 1] === second) return at;
    at++;
  }
  if (at >= last) return -1;
  let pair = at >> 1;
  let before = pairs[pair]!;
  if (before === both) return at;
  pair++;
  for (const most = (end >> 1) - 3; pair < most; pair += 4) {
    const a = pairs[pair]!;
    const b = pairs[pair + 1]!;
    const c = pairs[pair + 2]!;
    const d = pairs[pair + 3]!;
    if (a === both || b === both || c === both || d === both) break;
    if (((before >>> 16) | (a << 16)) === both || ((a >>> 16) | (b << 16)) === both) break;
    if (((b >>> 16) | (c << 16)) === both || ((c >>> 16) | (d << 16)) === both) break;
    before = d;
  }
  for (at = pair * 2 - 1; at < last; at++) if (words[at] === first && words[at + 1] === second) return at;
  return -1;
}
