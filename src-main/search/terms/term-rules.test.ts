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
  const finds = (typed: string, written: string, own = '') => {
    const query = loadTermRules(own).ofQueryWord(typed);
    const stem = rules.ofWord(written, 'de').stems.find((one) => query.stems.includes(one));
    return stem === undefined ? null : query.names?.has(stem) ? 'name' : 'form';
  };

  it.each([
    ...[['Zelensky', 'Selenskyj'] as const, ['Selenskyj', 'Zelenskyy'] as const, ['selenski', 'Selenskyjs'] as const],
    ...[['Lavrov', 'Lawrow'] as const, ['Lawrow', 'Lavrov'] as const, ['Lawrows', 'Lavrovs'] as const],
  ])('%s finds %s', (typed, written) => {
    expect(finds(typed, written)).toBe('name');
  });

  it('that the user wrote down are known, too, and join those that are', () => {
    expect(finds('Tschechow', 'Čechov')).toBeNull();
    expect(finds('Tschechow', 'Čechov', 'Tschechow, Chekhov Čechov # Anton')).toBe('name');
    expect(finds('Selenskij', 'Zelensquy', 'Selenskyj Zelensquy')).toBe('name');
    expect(finds('Müller', 'Miller', '# nothing\n\n')).toBeNull();
  });
});

describe('languages', () => {
  it.each([
    ['fr', 'étudiantes', 'étudiante'],
    ['es', 'canciones', 'canción'],
    ['ru', 'выборов', 'выборы'],
    ['nl-BE', 'verkiezingen', 'verkiezing'],
    ['en-GB', 'sanctions', 'sanction'],
  ])('%s: %s is found by %s once such articles are there', (language, written, typed) => {
    const [stem = ''] = rules.ofWord(written, language).stems;
    const own = loadTermRules();
    if (!language.startsWith('en')) expect(own.ofQueryWord(typed).stems).not.toContain(stem);
    own.meet([rules.kindOf(language)]);
    expect(own.ofQueryWord(typed).stems).toContain(stem);
    expect(rules.ofQueryWord(typed).stems).toContain(stem);
  });

  it('without a stemmer have one form a word', () => {
    expect(rules.ofWord('wyborów', 'pl').stems).toEqual(['xwyborow']);
    expect(rules.ofWord('Delikt', 'del').stems).toEqual(['xdelikt']);
  });
});

describe('words asked for most', () => {
  it('are kept as they are looked up, until the rules learn something', () => {
    const kept = loadTermRules();
    const fresh = loadTermRules();
    for (const word of ['pflogs', 'kriege']) expect(kept.keepQueryWord(word)).toEqual(fresh.ofQueryWord(word));
    expect(kept.ofQueryWord('kriege')).toBe(kept.keepQueryWord('kriege'));
    for (const rules of [kept, fresh]) rules.learn({ articles: 10, words: ['pflog'] });
    expect(kept.ofQueryWord('pflogs')).toEqual(fresh.ofQueryWord('pflogs'));
    for (const rules of [kept, fresh]) rules.meet(['f']);
    expect(kept.ofQueryWord('kriege')).toEqual(fresh.ofQueryWord('kriege'));
    expect(kept.ofQueryWord('kriege').stems).not.toEqual(loadTermRules().ofQueryWord('kriege').stems);
  });
});
