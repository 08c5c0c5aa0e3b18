import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { stemGerman } from './stem-german.ts';

const VOCABULARY = '../shared/cases/snowball-german/words-and-stems.tsv';

describe('stemGerman', () => {
  it.each([
    ['lieferungen', 'liefer'],
    ['schlüssel', 'schlussel'],
    ['schluessel', 'schlussel'],
    ['quelle', 'quell'],
    ['systemen', 'system'],
    ['e', 'e'],
    ['', ''],
  ])('stems %s to %s', (word, stem) => {
    expect(stemGerman(word)).toBe(stem);
  });

  it.skipIf(!existsSync(VOCABULARY))('agrees with every word of the published vocabulary', () => {
    const lines = readFileSync(VOCABULARY, 'utf8').split('\n').filter(Boolean);
    expect(lines.length).toBeGreaterThan(30_000);
    const wrong = lines
      .map((line) => line.split('\t'))
      .filter(([word = '', stem]) => stemGerman(word) !== stem)
      .map(([word = '', stem = '']) => `${word}: ${stemGerman(word)}, not ${stem}`);
    expect(wrong).toEqual([]);
  });
});
