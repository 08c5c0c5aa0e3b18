import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldWord } from './fold-word.ts';
import { loadTermRules } from './word-lists.ts';
import { cutWords, findWords } from './word-spans.ts';

const rules = loadTermRules();
const stem = (word: string) => rules.ofWord(word, 'de').stems[0] ?? '';
const parts = (word: string) => rules.ofWord(word, 'de').parts;

describe('words', () => {
  it('are cut at hyphens, blanks and signs, and keep what is invisible', () => {
    expect(cutWords('US-Präsident „Trump“ (2.500 km), Waf\u00ADfen, E\u0301tude')).toEqual([
      'US',
      'Präsident',
      'Trump',
      '2.500',
      'km',
      'Waf\u00ADfen',
      'E\u0301tude',
    ]);
  });

  it('go on after a hyphen at the end of a line, but not before "und"', () => {
    expect(cutWords('Marsch-\nflugkörper, Nord-\nund Süd')).toEqual(['Marsch-\nflugkörper', 'Nord', 'und', 'Süd']);
    expect(foldWord('Marsch-\nflugkörper')).toBe('marschflugkorper');
    expect(foldWord('2.500')).toBe('2500');
  });

  it('are spans of the text as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const spans = findWords(text);
        expect(spans.map(({ start, end }) => text.slice(start, end))).toEqual(cutWords(text));
      }),
    );
  });
});

describe('keys', () => {
  it('are the same for all ways to write an umlaut', () => {
    for (const word of ['Schlueter', 'Schluter', 'SCHLÜTER', 'Schlu\u0308ter']) {
      expect(foldWord(word)).toBe(foldWord('Schlüter'));
    }
    expect(foldWord('Straße')).toBe(foldWord('Strasse'));
    expect(foldWord('ﬁnden')).toBe('finden');
    expect(foldWord('neue')).not.toBe(foldWord('neu'));
  });

  it('of a beginning is the beginning of the key', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-zäöüßéqø]{1,12}$/), fc.nat(12), (word, length) => {
        expect(foldWord(word).startsWith(foldWord(word.slice(0, length)))).toBe(true);
      }),
    );
  });
});

describe('compounds', () => {
  it.each([
    ['Waffenlieferung', ['Waffe', 'Lieferung']],
    ['Waffenlieferungen', ['Waffe', 'Lieferung']],
    ['Gipfeltreffen', ['Gipfel', 'Treffen']],
    ['Marschflugkörpern', ['Marsch', 'Flug', 'Körper', 'Marschflug', 'Flugkörper']],
    ['Bundesstaat', ['Bund', 'Staat']],
    ['Schulleiter', ['Schule', 'Leiter']],
  ])('%s has the parts %s', (word, expected) => {
    expect([...parts(word)].sort()).toEqual(expected.map(stem).sort());
  });

  it.each(['Sporthalle', 'Wallboxen'])('%s has only full words as parts', (word) => {
    for (const part of parts(word)) expect(part.length).toBeGreaterThan(3);
  });

  it.each(['Minister', 'Beziehungen', 'Hamburger', 'Regierung', 'Lieferungen', 'Präsidenten'])(
    '%s is whole',
    (word) => {
      expect(parts(word)).toEqual([]);
    },
  );
});

describe('names', () => {
  it('in several transcriptions share a stem', () => {
    const name = rules.ofQueryWord('Zelensky').stems.at(-1) ?? '';
    expect(name[0]).toBe('n');
    for (const word of ['Selenskyj', 'Selenskyjs', 'Zelenskyy', 'selenski'])
      expect(rules.ofWord(word, 'de').stems).toContain(name);
  });
});
