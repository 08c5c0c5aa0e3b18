import { foldQuote, unfold } from './fold-quote.ts';

/** A word that a line break cut in two, as text copied from a PDF has it. */
const CUT_WORD = /(\p{L})[-\u00ad\u2010]\s*\n\s*(?=\p{Ll})/gu;

/**
 * Every place of a quotation in a text, in order, not overlapping; positions in UTF-16 code units. Blind to quotation
 * marks, white space and soft hyphens, as people paste; letters and their case must agree.
 */
export function findQuote(text: string, quote: string): { start: number; end: number }[] {
  const folded = foldQuote(text);
  const found = occurrences(folded.text, foldQuote(quote).text.trim());
  const places = found.length > 0 ? found : occurrences(folded.text, foldQuote(rejoin(quote)).text.trim());
  return places.map(({ start, end }) => unfold(folded, start, end));
}

const rejoin = (quote: string): string => quote.normalize('NFC').replace(CUT_WORD, '$1');

/** All places of `words` in `text`, in order, not overlapping; none for no words. At most `limit`. */
export function occurrences(text: string, words: string, limit = Infinity): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  if (words === '') return found;
  for (let start = text.indexOf(words); start !== -1 && found.length < limit;) {
    found.push({ start, end: start + words.length });
    start = text.indexOf(words, start + words.length);
  }
  return found;
}
