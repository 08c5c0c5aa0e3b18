/** A word of a text: [start, end) in UTF-16 code units of that text. */
export type WordSpan = { start: number; end: number };

// Invisible inside a word: soft hyphen, zero-width space and joiners, word joiner, byte order mark.
export const INVISIBLE = '\\u00AD\\u200B-\\u200D\\u2060\\uFEFF';
// A word cut at the end of a line; "Nord-⏎und Süddeutschland" are two.
const LINE_BREAK = '[-\\u2010\\u00AD]\\n(?!(?:und|oder|bzw|bis|sowie|and|or)(?![\\p{L}]))(?=\\p{Ll})';
export const UNSPACED = '[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}]';
/** What {@link findWords} takes for a word, as the source of an expression with the flag u. */
export const WORD_PATTERN = `\\d{1,3}(?:[.,]\\d{3})+(?![.,]?\\d)|${UNSPACED}\\p{M}*|[\\p{L}\\p{N}](?:${LINE_BREAK}|[\\p{L}\\p{N}\\p{M}${INVISIBLE}])*`;
const WORD = new RegExp(WORD_PATTERN, 'gu');
const HIDDEN = new RegExp(`[-\\u2010\\u00AD]\\n|[${INVISIBLE}]|(?<=^\\d[\\d.,]*)[.,](?=\\d)`, 'gu');
const HAS_HIDDEN = new RegExp(`[-\\u2010.,\\n${INVISIBLE}]`, 'u');

/**
 * The words of a text as it is written: runs of letters and digits. Parts around a hyphen are words of their own; soft
 * hyphens and hyphenation at line ends do not divide; "2.500" is one word.
 */
export function findWords(text: string): WordSpan[] {
  const spans: WordSpan[] = [];
  for (const found of text.matchAll(WORD)) spans.push({ start: found.index, end: found.index + found[0].length });
  return spans;
}

/** The same words as strings, as {@link findWords} cuts them. */
export function cutWords(text: string): string[] {
  return text.match(WORD) ?? [];
}

/** A word without what is invisible in it, and without the dots of "2.500". */
export function visibleWord(word: string): string {
  return HAS_HIDDEN.test(word) ? word.replace(HIDDEN, '') : word;
}
