import approximateMatches from 'approx-string-match';
import { foldQuote, unfold } from '../notes/fold-quote.ts';

/** Share of characters in which a quotation may differ and still be this place's. */
const TOLERANCE = 0.3;
const MOST_ERRORS = 200;
const LETTER = /[\p{L}\p{N}]/u;

/** Where words stand that are nearly these; `score` 1 is the very words, `start` and `end` are at word borders. */
export type NearPlace = { start: number; end: number; score: number };

/**
 * The place of a text that is nearest to a quotation, by edit distance (Myers' bit-parallel search), blind to quotation
 * marks and white space; null: none is near.
 */
export const nearQuote = (text: string, quote: string): NearPlace | null => {
  const folded = foldQuote(text);
  const words = foldQuote(quote).text.trim();
  const most = Math.min(MOST_ERRORS, Math.floor(words.length * TOLERANCE));
  const [best] = approximateMatches(folded.text, words, most).sort(
    (one, other) => one.errors - other.errors || other.end - other.start - (one.end - one.start),
  );
  if (best === undefined || best.end <= best.start) return null;
  const { start, end } = unfold(folded, best.start, best.end);
  return { ...wholeWords(text, start, end), score: 1 - best.errors / words.length };
};

const isLetter = (text: string, at: number): boolean => LETTER.test(text[at] ?? '');

/** Half a word at an end would look like a difference. */
const wholeWords = (text: string, start: number, end: number): { start: number; end: number } => {
  let [from, to] = [start, end];
  while (from < to && !isLetter(text, from)) from += 1;
  while (from > 0 && isLetter(text, from - 1) && isLetter(text, from)) from -= 1;
  while (to < text.length && isLetter(text, to - 1) && isLetter(text, to)) to += 1;
  return { start: from, end: to };
};
