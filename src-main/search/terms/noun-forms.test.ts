import { describe, expect, it } from 'vitest';
import { loadTermRules } from './word-lists.ts';

const rules = loadTermRules();

describe('forms of a word', () => {
  it.each([
    ['Firma', 'Firmen'],
    ['Zentrum', 'Zentren'],
    ['Problem', 'Problemen'],
    ['Konzern', 'Konzerns'],
    ['Zins', 'Zinsen'],
    ['Kurs', 'Kurse'],
    ['Ärztin', 'Ärztinnen'],
    ['kommentieren', 'kommentierte'],
    ['reagiert', 'reagierend'],
    ['finanzierten', 'finanzieren'],
  ])('%s and %s find each other', (one, other) => {
    expect(rules.ofQueryWord(one).stems).toContain(rules.ofWord(other, 'de').stems[0]);
    expect(rules.ofWord(one, 'de').stems.some((stem) => rules.ofQueryWord(other).stems.includes(stem))).toBe(true);
  });

  it.each([
    ['vier', 'vierte'],
    ['warum', 'waren'],
    ['Regierung', 'regieren'],
  ])('%s and %s do not', (one, other) => {
    const stems = rules.ofQueryWord(one).stems;
    expect(rules.ofWord(other, 'de').stems.some((stem) => stems.includes(stem))).toBe(false);
  });

  it.each([
    ['Firmenchef', 'Firma'],
    ['Länderspiel', 'Land'],
    ['Städtebau', 'Stadt'],
    ['Gesundheitsproblemen', 'Problem'],
    ['Aktienkurs', 'Kurse'],
  ])('%s has the part %s', (compound, part) => {
    const stems = rules.ofQueryWord(part).stems;
    expect(rules.ofWord(compound, 'de').parts.some((stem) => stems.includes(stem))).toBe(true);
  });
});
