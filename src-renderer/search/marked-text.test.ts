import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { excerptParts, markWords, splitByMarks } from './marked-text.ts';

describe('marked text', () => {
  it('gives back every character once, whatever the marks', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.tuple(fc.integer({ min: -3, max: 30 }), fc.nat(30))), (text, marks) => {
        const parts = splitByMarks(text, marks);
        expect(parts.map((part) => part.text).join('')).toBe(text);
        for (const part of parts) expect(part.text).not.toBe('');
      }),
    );
  });

  it('cuts an excerpt so that the first mark can be seen', () => {
    const text = 'Demnach soll das Gespräch in der ungarischen Hauptstadt Budapest stattfinden.';
    const start = text.indexOf('Budapest');
    const parts = excerptParts({ text, marks: [[start, start + 8]] });
    expect(parts[0]).toEqual({ text: '… ', marked: false });
    expect(parts.find(({ marked }) => marked)?.text).toBe('Budapest');
    expect(
      parts
        .slice(0, 2)
        .map((part) => part.text)
        .join('').length,
    ).toBeLessThan(30);
  });

  it('leaves an excerpt whose mark is near alone', () => {
    expect(excerptParts({ text: 'In Budapest also', marks: [[3, 11]] })[0]).toEqual({ text: 'In ', marked: false });
  });

  it('marks whole words of a title, also parts of a hyphenated one', () => {
    const marked = markWords('Die Tomahawk-Lieferung', ['lieferung']).filter((part) => part.marked);
    expect(marked).toEqual([{ text: 'Tomahawk-Lieferung', marked: true }]);
    expect(markWords('Lieferungen', ['lieferung']).some((part) => part.marked)).toBe(false);
  });
});
