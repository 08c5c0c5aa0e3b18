import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { detectLanguage } from './detect-language.ts';

const NEWS = '../shared/corpus/german-news.tsv';

describe('detectLanguage', () => {
  it.each([
    ['de', 'Die Regierung will die Lieferung von Waffen an die Ukraine noch in diesem Jahr verdoppeln.'],
    ['en', 'The government wants to double the delivery of weapons to Ukraine before the end of this year.'],
    ['fr', 'Le gouvernement veut doubler la livraison d’armes à l’Ukraine avant la fin de cette année.'],
    ['ru', 'Правительство хочет удвоить поставки оружия на Украину ещё до конца этого года.'],
  ])('tells %s', (language, text) => {
    expect(detectLanguage(text)).toBe(language);
  });

  it('leaves short texts undecided', () => {
    expect(detectLanguage('Neue Waffen')).toBeNull();
    expect(detectLanguage('')).toBeNull();
  });

  it.skipIf(!existsSync(NEWS))('takes 99.5 of a hundred German news for German by their first 200 characters', () => {
    const lines = readFileSync(NEWS, 'utf8').split('\n').slice(1).filter(Boolean);
    const right = lines.filter((line) => detectLanguage((line.split('\t')[2] ?? '').slice(0, 200)) === 'de');
    expect(right.length / lines.length).toBeGreaterThan(0.995);
  });
});
