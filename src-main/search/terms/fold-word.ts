import { visibleWord } from './word-spans.ts';

/** Longest key; longer words (encoded data) are told apart by their beginning only. */
export const KEY_LENGTH = 60;

const ASCII = /^[\0-\x7f]*$/;
const LETTERS: Record<string, string> = {
  ß: 'ss',
  æ: 'a',
  œ: 'o',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
  ς: 'σ',
};
const SPECIAL = new RegExp(`[${Object.keys(LETTERS).join('')}]`, 'gu');
// "neue", "Steuer" and "Quelle" have no umlaut; ae and oe have none so seldom that both are read as one.
const DIGRAPH = /[ao]e|(?<![aeq])ue/g;

/** A word in lower case, in the compatibility form, without invisible characters; umlauts stay. */
export function lowerWord(word: string): string {
  const visible = visibleWord(word);
  return ASCII.test(visible) ? visible.toLowerCase() : visible.normalize('NFKC').toLowerCase();
}

/**
 * The key a word is found by: ä = ae = a, ß = ss, no accents, lower case. The key of a word's beginning is the
 * beginning of its key, so that a word can be found while it is being typed.
 */
export function foldLower(lower: string): string {
  const plain = ASCII.test(lower)
    ? lower
    : lower
        .replace(SPECIAL, (letter) => LETTERS[letter] ?? letter)
        .normalize('NFKD')
        .replace(/[\u0300-\u036F]+/g, '')
        .normalize('NFC');
  const key = plain.includes('e') ? plain.replace(DIGRAPH, (pair) => pair[0] ?? '') : plain;
  return key.length > KEY_LENGTH ? key.slice(0, KEY_LENGTH) : key;
}

/** {@link foldLower} of a word as written. */
export function foldWord(word: string): string {
  return foldLower(lowerWord(word));
}
