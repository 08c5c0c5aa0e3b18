import { describe, expect, it } from 'vitest';
import { loadTermRules } from './word-lists.ts';

const rules = loadTermRules();
const share = (typed: string, written: string) => {
  const { stems } = rules.ofQueryWord(typed);
  return rules.ofWord(written, 'de').stems.some((stem) => stems.includes(stem));
};

describe('forms of a word', () => {
  it.each([
    ['Firma', 'Firmen'],
    ['Zentrum', 'Zentren'],
    ['Problem', 'Problemen'],
    ['Konzern', 'Konzerns'],
    ['Zins', 'Zinsen'],
    ['Kurs', 'Kurse'],
    ['Ärztin', 'Ärztinnen'],
    ['Kamera', 'Kameras'],
    ['Auto', 'Autos'],
    ['App', 'Apps'],
    ['Obama', 'Obamas'],
    ['kommentieren', 'kommentierte'],
    ['reagiert', 'reagierend'],
    ['finanzierten', 'finanzieren'],
  ])('%s and %s find each other', (one, other) => {
    expect(share(one, other)).toBe(true);
    expect(share(other, one)).toBe(true);
  });

  it.each([
    ['vier', 'vierte'],
    ['warum', 'waren'],
    ['etwa', 'etwas'],
    ['Mai', 'Mais'],
    ['Regierung', 'regieren'],
  ])('%s and %s do not', (one, other) => {
    expect(share(one, other)).toBe(false);
  });

  it.each([
    ['Firmenchef', 'Firma'],
    ['Länderspiel', 'Land'],
    ['Städtebau', 'Stadt'],
    ['Gesundheitsproblemen', 'Problem'],
    ['Aktienkurs', 'Kurse'],
    ['Überwachungskameras', 'Kamera'],
    ['Hauptkamera', 'Kameras'],
    ['Sonderkommission', 'Kommission'],
    ['Hauptbahnhof', 'Bahnhof'],
  ])('%s has the part %s', (compound, part) => {
    const stems = rules.ofQueryWord(part).stems;
    expect(rules.ofWord(compound, 'de').parts.some((stem) => stems.includes(stem))).toBe(true);
  });
});
