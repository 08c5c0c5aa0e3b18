import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { markExcerpt, markStretches, type MarkedText, markWords } from './marked-text.ts';

const written = ({ stretches, rest }: MarkedText): string =>
  stretches.map(({ before, marked }) => before + marked).join('') + rest;

describe('marked text', () => {
  it('gives back every character once, whatever the marks', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.tuple(fc.integer({ min: -3, max: 30 }), fc.nat(30))), (text, marks) => {
        const marked = markStretches(text, marks);
        expect(written(marked)).toBe(text);
        for (const stretch of marked.stretches) expect(stretch.marked).not.toBe('');
      }),
    );
  });

  it('cuts an excerpt so that the first mark can be seen', () => {
    const text = 'Demnach soll das Gespräch in der ungarischen Hauptstadt Budapest stattfinden.';
    const start = text.indexOf('Budapest');
    expect(markExcerpt({ text, marks: [[start, start + 8]] })).toEqual({
      stretches: [{ before: '… Hauptstadt ', marked: 'Budapest' }],
      rest: ' stattfinden.',
    });
  });

  it('leaves an excerpt whose mark is near alone', () => {
    expect(markExcerpt({ text: 'In Budapest also', marks: [[3, 11]] })).toEqual({
      stretches: [{ before: 'In ', marked: 'Budapest' }],
      rest: ' also',
    });
  });

  it('marks whole words of a title, also parts of a hyphenated one', () => {
    expect(markWords('Die Tomahawk-Lieferung', ['lieferung']).stretches).toEqual([
      { before: 'Die ', marked: 'Tomahawk-Lieferung' },
    ]);
    expect(markWords('Lieferungen', ['lieferung'])).toEqual({ stretches: [], rest: 'Lieferungen' });
  });
});
