import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scanWords, WordPlaces } from './scan-words.ts';
import { findWords } from './word-spans.ts';

// One for all, as indexing has it: what is left of longer texts must not be read.
const places = new WordPlaces();
const scan = (text: string) => {
  scanWords(text, places);
  return Array.from({ length: places.count }, (_, at) => ({ start: places.starts[at], end: places.ends[at] }));
};

const pieces = [
  ...['a', 'Ä', 'é', 'e\u0301', 'und', 'oder', 'x', '1', '12', '123', '500', '٣', 'Ⅷ', '²', '\u0301', "'", '’'],
  ...['.', ',', '-', '\u2010', '-\n', '\u2010\n', '\u00AD', '\u00AD\n', '\u200B', '\u200D', '\u2060', '\uFEFF'],
  ...[' ', '\n', '„', '(', '_', '東', 'あ', 'カ', 'ไ', 'ท', 'ี', '한', '😀', '𝐀', '𐐀', '𠀀', '\uD801', '\uDC00'],
];

describe('scanWords', () => {
  it('cuts any text as the expression does', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 14 }), (parts) => {
        const text = parts.join('');
        expect(scan(text)).toEqual(findWords(text));
      }),
      { numRuns: 3_000 },
    );
  });

  it('cuts any string of any code units as the expression does', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (text) => {
        expect(scan(text)).toEqual(findWords(text));
      }),
    );
    fc.assert(
      fc.property(fc.uint16Array({ maxLength: 12 }), (units) => {
        const text = String.fromCharCode(...units);
        expect(scan(text)).toEqual(findWords(text));
      }),
    );
  });

  it('has room for any number of words', () => {
    expect(scan('wort '.repeat(5_000))).toHaveLength(5_000);
  });
});
