import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findPair, pairsOf } from './find-pair.ts';

describe('findPair', () => {
  const rank = fc.oneof(fc.integer({ min: 0, max: 2 }), fc.constantFrom(0x7fff, 0x8000, 0xffff));

  it('finds the first place where two words stand side by side, wherever it begins and ends', () => {
    const texts = fc.record({
      words: fc.array(rank, { maxLength: 60 }),
      first: rank,
      second: rank,
      from: fc.nat(60),
      end: fc.nat(60),
    });
    fc.assert(
      fc.property(texts, ({ words: list, first, second, from, end }) => {
        const words = Uint16Array.from(list);
        const to = Math.min(end, words.length);
        let expected = -1;
        for (let at = to - 2; at >= from; at--) if (words[at] === first && words[at + 1] === second) expected = at;
        expect(findPair(words, pairsOf(words), first, second, from, to)).toBe(expected);
      }),
      { numRuns: 500 },
    );
  });

  it('looks at every word of a long text', () => {
    for (let place = 0; place < 40; place++) {
      const words = new Uint16Array(42).fill(7);
      words[place] = 1;
      words[place + 1] = 2;
      expect(findPair(words, pairsOf(words), 1, 2, 0, 42)).toBe(place);
      expect(findPair(words, pairsOf(words), 1, 2, 0, place + 1)).toBe(-1);
    }
  });
});
