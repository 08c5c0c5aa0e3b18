import { describe, expect, it } from 'vitest';
import { findQuote } from './find-quote.ts';

const text =
  'Putin warnte vor einer "völlig neuen Eskalation" der\nBezie\u00adhungen – so der Kreml … am Freitag. Kreml.';
const found = (quote: string): string[] => findQuote(text, quote).map(({ start, end }) => text.slice(start, end));

describe('a quotation is found', () => {
  it.each<[string, string, string[]]>([
    ['word for word', 'Putin warnte', ['Putin warnte']],
    ['in other quotation marks', '„völlig neuen Eskalation“ der', ['völlig neuen Eskalation" der']],
    ['pasted with marks around it', '»warnte vor einer«', ['warnte vor einer']],
    ['across line breaks and soft hyphens', 'Eskalation der Beziehungen', ['Eskalation" der\nBezie\u00adhungen']],
    [
      'with another dash and three stops',
      'Beziehungen - so der Kreml ... am',
      ['Bezie\u00adhungen – so der Kreml … am'],
    ],
    ['as a PDF cuts it', 'Eska-\nlation', ['Eskalation']],
    ['everywhere it stands', 'Kreml', ['Kreml', 'Kreml']],
    ['not in another case', 'putin', []],
    ['not when it is empty', ' „“ ', []],
  ])('%s', (_title, quote, places) => {
    expect(found(quote)).toEqual(places);
  });
});
