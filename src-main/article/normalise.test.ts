import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyBlocks, anyInlines, anyText } from './generated-trees.ts';
import { normaliseBlocks, normaliseInlines, normaliseText } from './normalise.ts';

describe('normalise', () => {
  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(normaliseText(normaliseText(text))).toBe(normaliseText(text));
      }),
    );
    fc.assert(
      fc.property(anyInlines, (inlines) => {
        const once = normaliseInlines(inlines);
        expect(normaliseInlines(once)).toEqual(once);
      }),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(anyBlocks, (blocks) => {
        const once = normaliseBlocks(blocks);
        expect(normaliseBlocks(once)).toEqual(once);
      }),
      { numRuns: 500 },
    );
  });

  it('composes, ends lines with LF, replaces lone surrogates and drops controls', () => {
    expect(normaliseText('u\u0308\r\na\rb\uD800c\u0000\u001F\td\n')).toBe('ü\na\nb\uFFFDc\td\n');
  });

  it('merges equal neighbours, also across a text that vanishes', () => {
    const strong = { type: 'strong' as const };
    const emphasis = { type: 'emphasis' as const };
    expect(
      normaliseInlines([
        { type: 'text', text: 'a', marks: [emphasis, strong] },
        { type: 'text', text: '\u0000', marks: [] },
        { type: 'text', text: 'b', marks: [strong, emphasis, strong] },
      ]),
    ).toEqual([{ type: 'text', text: 'ab', marks: [strong, emphasis] }]);
  });

  it('keeps the words of a link that may not be followed, without the link', () => {
    const href = 'javascript:alert(1)';
    expect(normaliseInlines([{ type: 'text', text: 'hier', marks: [{ type: 'link', href }] }])).toEqual([
      { type: 'text', text: 'hier', marks: [] },
    ]);
  });
});
