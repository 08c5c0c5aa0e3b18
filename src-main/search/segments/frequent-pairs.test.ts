import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { documentsOfPair, PAIRED, pairFrequent } from './frequent-pairs.ts';

describe('pairs of frequent words', () => {
  const rank = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constantFrom(PAIRED - 1, PAIRED, PAIRED + 1, 0xffff));

  it('are known with all documents in which they stand side by side, and never across two documents', () => {
    fc.assert(
      fc.property(fc.array(fc.array(rank, { maxLength: 20 }), { maxLength: 8 }), rank, rank, (texts, first, second) => {
        const offsets = [0];
        for (const text of texts) offsets.push(offsets.at(-1)! + text.length);
        const pairs = pairFrequent(Uint16Array.from(texts.flat()), Uint32Array.from(offsets));
        const expected = texts.flatMap((text, document) =>
          text.some((word, at) => word === first && text[at + 1] === second) ? [document] : [],
        );
        const found = documentsOfPair(pairs, first, second);
        if (first >= PAIRED || second >= PAIRED) expect(found).toBeNull();
        else expect([...found!]).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });
});
