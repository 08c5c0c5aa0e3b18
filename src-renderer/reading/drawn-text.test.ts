import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { drawText, toDrawnOffset, toTextOffset, withoutSoftHyphens } from './drawn-text.ts';

const letters = fc.string({ unit: fc.constantFrom('a', 'ß', '\u00AD', ' ', '-', '💬'), maxLength: 30 });
const broken = letters.chain((text) =>
  fc.record({
    text: fc.constant(text),
    breaks: fc
      .uniqueArray(fc.integer({ min: 1, max: Math.max(1, text.length - 1) }))
      // Never beside a soft hyphen of the text's own, as the hyphenation promises.
      .map((points) => points.filter((at) => text[at] !== '\u00AD' && text[at - 1] !== '\u00AD' && at < text.length))
      .map((points) => points.sort((a, b) => a - b)),
  }),
);

describe('drawn text', () => {
  it('puts soft hyphens at the breaks inside the part that is drawn', () => {
    expect(drawText('Reichweite', [5, 8], 0, 10)).toBe('Reich\u00ADwei\u00ADte');
    expect(drawText('Reichweite', [5, 8], 5, 8)).toBe('wei');
    expect(drawText('Reichweite', [5, 8], 3, 7)).toBe('ch\u00ADwe');
  });

  it('maps every offset of the text there and back', () => {
    fc.assert(
      fc.property(broken, ({ text, breaks }) => {
        const drawn = drawText(text, breaks, 0, text.length);
        for (let offset = 0; offset <= text.length; offset++)
          expect(toTextOffset(drawn, text, toDrawnOffset(drawn, text, offset))).toBe(offset);
      }),
    );
  });

  it('never gives an offset outside the text, nor goes backwards', () => {
    fc.assert(
      fc.property(broken, ({ text, breaks }) => {
        const drawn = drawText(text, breaks, 0, text.length);
        let last = 0;
        for (let position = 0; position <= drawn.length; position++) {
          const offset = toTextOffset(drawn, text, position);
          expect(offset).toBeGreaterThanOrEqual(last);
          last = offset;
        }
        expect(last).toBe(text.length);
      }),
    );
  });

  it('copies without soft hyphens', () => {
    expect(withoutSoftHyphens('Reich\u00ADwei\u00ADte')).toBe('Reichweite');
  });
});
