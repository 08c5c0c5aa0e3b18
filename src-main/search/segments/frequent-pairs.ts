import { lowerBound } from './frozen-segment.ts';

/** So many of the most frequent words are told apart, by their ranks. */
export const PAIRED = 128;

/**
 * Of each two frequent words, the documents in whose texts they stand side by side, ascending: documents[offsets[n] …
 * offsets[n + 1]) of the n-th such pair, which is first * {@link PAIRED} + second. Both words of such a pair stand in
 * most texts, so that looking through those for it takes longer than any other search.
 */
export type FrequentPairs = { pairs: Uint16Array; pairOffsets: Uint32Array; pairDocuments: Uint16Array };

/** `words` by rank, those of a document from wordOffsets[n] to before wordOffsets[n + 1]. */
export function pairFrequent(words: Uint16Array, wordOffsets: Uint32Array): FrequentPairs {
  const ends = new Uint32Array(PAIRED * PAIRED + 1);
  eachPair(words, wordOffsets, (pair) => ends[pair + 1]!++);
  const pairs: number[] = [];
  const pairOffsets = [0];
  for (let pair = 0; pair < PAIRED * PAIRED; pair++) {
    if (ends[pair + 1] === 0) continue;
    pairs.push(pair);
    pairOffsets.push(pairOffsets.at(-1)! + ends[pair + 1]!);
  }
  for (let pair = 1; pair < ends.length; pair++) ends[pair]! += ends[pair - 1]!;
  const pairDocuments = new Uint16Array(ends[PAIRED * PAIRED]!);
  eachPair(words, wordOffsets, (pair, document) => {
    pairDocuments[ends[pair]!++] = document;
  });
  return { pairs: Uint16Array.from(pairs), pairOffsets: Uint32Array.from(pairOffsets), pairDocuments };
}

/** Documents in which two words stand side by side; null: they are not both frequent, it is not known. */
export function documentsOfPair(
  { pairs, pairOffsets, pairDocuments }: FrequentPairs,
  first: number,
  second: number,
): Uint16Array | null {
  if (first >= PAIRED || second >= PAIRED) return null;
  const pair = first * PAIRED + second;
  const at = lowerBound(pairs, pair);
  return pairs[at] === pair
    ? pairDocuments.subarray(pairOffsets[at], pairOffsets[at + 1])
    : pairDocuments.subarray(0, 0);
}

/** Calls `visit` with each pair once a document. */
function eachPair(words: Uint16Array, wordOffsets: Uint32Array, visit: (pair: number, document: number) => void): void {
  // From 1 on: 0 is a pair that was never met.
  const met = new Uint32Array(PAIRED * PAIRED);
  for (let document = 1; document < wordOffsets.length; document++) {
    let before = PAIRED;
    for (let at = wordOffsets[document - 1]!; at < wordOffsets[document]!; at++) {
      const word = words[at]!;
      if (word < PAIRED && before < PAIRED) {
        const pair = before * PAIRED + word;
        if (met[pair] !== document) {
          met[pair] = document;
          visit(pair, document - 1);
        }
      }
      before = word;
    }
  }
}
