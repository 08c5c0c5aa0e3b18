import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { stepInText } from './text-steps.ts';

const text = 'Das Gespräch 👩‍👩‍👧 dauerte.\n\nLang.';

describe('steps of the reading cursor', () => {
  it('go by what a reader sees as one character', () => {
    const family = text.indexOf('👩');
    expect(stepInText(text, family, 'character', 'forward', 'de')).toBe(family + '👩‍👩‍👧'.length);
  });

  it('go to the end of the next word and to the beginning of the last', () => {
    expect(stepInText(text, 0, 'word', 'forward', 'de')).toBe(3);
    expect(stepInText(text, 3, 'word', 'forward', 'de')).toBe(12);
    expect(stepInText(text, 12, 'word', 'backward', 'de')).toBe(4);
  });

  it('cross the gap between blocks in one step', () => {
    const stop = text.indexOf('\n');
    expect(stepInText(text, stop, 'character', 'forward', 'de')).toBe(stop + 2);
    expect(stepInText(text, stop + 2, 'character', 'backward', 'de')).toBe(stop);
  });

  it('take a language tag that is none', () => {
    expect(stepInText(text, 0, 'word', 'forward', 'not a tag')).toBe(3);
  });

  it('always get on, and end at the ends', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'ä', ' ', '\n', '💬', '.'), minLength: 1, maxLength: 80 }),
        fc.constantFrom('character' as const, 'word' as const),
        (sample, step) => {
          let offset = 0;
          while (offset < sample.length) {
            const next = stepInText(sample, offset, step, 'forward', 'de');
            expect(next).toBeGreaterThan(offset);
            offset = next;
          }
          while (offset > 0) {
            const next = stepInText(sample, offset, step, 'backward', 'de');
            expect(next).toBeLessThan(offset);
            offset = next;
          }
        },
      ),
    );
  });
});
