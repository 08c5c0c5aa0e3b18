import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KeyList } from './key-list.ts';

const key = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'b', 'z', '0', '9', '!', 'ß', 'A', '\ud83d'), minLength: 1, maxLength: 14 }),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }).filter((text) => !text.includes('\uFFFF')),
);
const compare = (a: string, b: string) => (a < b ? -1 : 1);

describe('KeyList', () => {
  it('finds every string, and the place of every other, as a sorted array does', () => {
    fc.assert(
      fc.property(fc.uniqueArray(key, { maxLength: 200 }), fc.array(key, { maxLength: 40 }), (given, others) => {
        const sorted = [...given].sort(compare);
        const list = new KeyList(KeyList.encode(sorted));
        for (const [index, text] of sorted.entries()) {
          expect(list.at(index)).toBe(text);
          expect(list.indexOf(text)).toBe(index);
        }
        for (const text of [...others, '', ...sorted.map((own) => own.slice(0, 3))]) {
          expect(list.indexOf(text)).toBe(sorted.indexOf(text));
          expect(list.lowerBound(text)).toBe(sorted.filter((own) => own < text).length);
          const [first, end] = list.prefixRange(text);
          expect(sorted.slice(first, end)).toEqual(sorted.filter((own) => own.startsWith(text)));
        }
      }),
      { numRuns: 300 },
    );
  });
});
