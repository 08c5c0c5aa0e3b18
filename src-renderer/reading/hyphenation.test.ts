import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { drawText } from './drawn-text.ts';
import { findBreaksBy, inLongWords, loadHyphenation, noBreaks, patternName, SOFT_HYPHEN } from './hyphenation.ts';

const shown = (text: string, breaks: readonly number[]) =>
  drawText(text, breaks, 0, text.length).replaceAll(SOFT_HYPHEN, '-');

describe('hyphenation', () => {
  it('breaks German compounds where a German would', async () => {
    const findBreaks = await loadHyphenation('de');
    const text = 'Marschflugkörper mit Reichweite';
    expect(shown(text, findBreaks(text))).toBe('Marsch-flug-kör-per mit Reich-wei-te'.replace('wei-te', 'weite'));
  });

  it('breaks English by its own patterns', async () => {
    const findBreaks = await loadHyphenation('en-US');
    const text = 'a hyphenation of associates';
    expect(shown(text, findBreaks(text))).toContain('hy-phen');
  });

  it('has no patterns for other languages and then breaks nothing', async () => {
    expect(patternName('fr')).toBeNull();
    expect(patternName(null)).toBeNull();
    expect(await loadHyphenation('fr')).toBe(noBreaks);
  });

  it('breaks in headings only words that may be wider than their line', async () => {
    const findBreaks = await loadHyphenation('de');
    const text = 'Bundesregierung prüft Bezirksschornsteinfegermeisterinnungen';
    const heading = shown(text, inLongWords(text, findBreaks(text)));
    expect(heading).toMatch(/^Bundesregierung prüft Be-zirks-schorn/);
    expect(inLongWords('Marschflugkörper', findBreaks('Marschflugkörper'))).toEqual([]);
  });

  it('leaves addresses, acronyms and words with soft hyphens of their own alone', async () => {
    const findBreaks = await loadHyphenation('de');
    for (const text of [
      'https://example.org/nachrichten/marschflugkoerper',
      'redaktion.nachrichten@example.org',
      'BUNDESREGIERUNG',
      `Marschflug${SOFT_HYPHEN}koerper`,
    ])
      expect(findBreaks(text)).toEqual([]);
  });

  it('gives rising offsets inside words, whatever the hyphenator answers', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.string({ maxLength: 8 }), (text, junk) => {
        const findBreaks = findBreaksBy((word) => Array.from(word).join(SOFT_HYPHEN) + (junk.length > 4 ? junk : ''));
        const breaks = findBreaks(text);
        breaks.forEach((point, index) => {
          expect(point).toBeGreaterThan(index === 0 ? 0 : breaks[index - 1]!);
          expect(point).toBeLessThan(text.length);
        });
      }),
    );
  });
});
