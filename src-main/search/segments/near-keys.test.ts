import fc from 'fast-check';
import { expect, it } from 'vitest';
import { KeyList } from './key-list.ts';
import { findNearKeys } from './near-keys.ts';

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'ß', '7'), minLength: 1, maxLength: 12 });

it('finds exactly the keys within the distance, with their distance', () => {
  fc.assert(
    fc.property(fc.uniqueArray(word, { maxLength: 300 }), word, fc.nat(2), (given, wanted, limit) => {
      const sorted = [...given].sort((a, b) => (a < b ? -1 : 1));
      const near = findNearKeys(new KeyList(KeyList.encode(sorted)), wanted, limit);
      const expected = sorted
        .map((key, index) => ({ index, distance: distanceOf(key, wanted) }))
        .filter(({ distance }) => distance <= limit);
      expect(near).toEqual(expected);
    }),
    { numRuns: 500 },
  );
});

/** Wagner and Fischer, the whole matrix. */
function distanceOf(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let row = 1; row <= a.length; row++) {
    const own = [row];
    for (let column = 1; column <= b.length; column++) {
      const changed = above[column - 1]! + (a[row - 1] === b[column - 1] ? 0 : 1);
      own.push(Math.min(changed, above[column]! + 1, own[column - 1]! + 1));
    }
    above = own;
  }
  return above[b.length]!;
}
