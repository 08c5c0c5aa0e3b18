import { describe, expect, it } from 'vitest';
import { nearQuote } from './near-quote.ts';
import { findQuotations } from './quotations.ts';

const quotes = (draft: string): string[] => findQuotations(draft).map(({ quote }) => quote);

describe('the quotations of a draft', () => {
  it.each([
    ['German', 'Er sagte: „Wir fahren bald.“ Dann ging er.'],
    ['English', 'He said: “Wir fahren bald.” Then he left.'],
    ['straight', 'Er sagte: "Wir fahren bald." Dann ging er.'],
    ['French, turned', 'Er sagte: »Wir fahren bald.« Dann ging er.'],
    ['French', 'Il dit : « Wir fahren bald. » Puis il partit.'],
    ['German, closed as people type', 'Er sagte: „Wir fahren bald." Dann ging er.'],
  ])('are found in %s marks', (_, draft) => {
    expect(quotes(draft)).toEqual(['Wir fahren bald.']);
  });

  it('carry the line they begin on, and may go over lines', () => {
    expect(findQuotations('eins\n\n„zwei\ndrei“ und „vier fünf“\n„sechs sieben“')).toEqual([
      { quote: 'zwei\ndrei', line: 3 },
      { quote: 'vier fünf', line: 4 },
      { quote: 'sechs sieben', line: 5 },
    ]);
  });

  it('end with their paragraph, so that a forgotten mark swallows no other', () => {
    expect(quotes('Er sagte: „Wir fahren bald.\n\nSie sagte: „Nein, nie.“')).toEqual(['Nein, nie.']);
  });

  it('are no single words in marks', () => {
    expect(quotes('Der „Gipfel“ von "Budapest"')).toEqual([]);
  });
});

describe('the nearest place', () => {
  const text = 'Der Sprecher sagte: „Wir fahren, sobald die Rinne frei ist“, und ging.';

  it('is found with a word changed, in whole words', () => {
    const place = nearQuote(text, 'Wir fahren, sobald die Straße frei ist')!;
    expect(text.slice(place.start, place.end)).toBe('Wir fahren, sobald die Rinne frei ist');
    expect(place.score).toBeGreaterThan(0.7);
  });

  it('is perfect for the very words and absent for others', () => {
    expect(nearQuote(text, 'sobald die Rinne frei')).toMatchObject({ score: 1 });
    expect(nearQuote(text, 'Nie hat das jemand so gesagt')).toBeNull();
  });
});
