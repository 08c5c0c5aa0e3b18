import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sortStrings } from './sort-strings.ts';

const anyString = fc.oneof(
  fc.string({ unit: fc.constantFrom('\0', 'a', 'b', 'ä', 'Ͽ', 'Ѐ', '中', '\uFFFF'), maxLength: 8 }),
  fc.string({ unit: 'binary', maxLength: 7 }),
  // Long alike: told apart late, or not at all.
  fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 9, maxLength: 14 }).map((end) => `regierungs${end}`),
);

it('sorts strings as an array sorts them', () => {
  fc.assert(
    fc.property(fc.array(anyString, { maxLength: 120 }), (strings) => {
      expect(Array.from(sortStrings(strings), (index) => strings[index])).toEqual([...strings].sort());
    }),
    { numRuns: 500 },
  );
});
