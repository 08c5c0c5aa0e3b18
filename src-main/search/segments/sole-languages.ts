import type { FlatPostings } from './field-words.ts';

/** In a table of languages: articles of more than one have the key. */
const SEVERAL = 1;

/**
 * Adds a field to a table that has, by key, the letter of the language of all articles that have it, 0: none has it, or
 * that they are of several. `languages`: by document. Nearly all keys have one language only.
 */
export function addLanguages(postings: FlatPostings, languages: ArrayLike<number>, sole: Uint8Array): void {
  const { offsets, documents } = postings;
  for (let key = 0; key < sole.length; key++) {
    const end = offsets[key + 1]!;
    for (let posting = offsets[key]!; posting < end; posting++) {
      const language = languages[documents[posting]!]!;
      if (sole[key] === 0) sole[key] = language;
      else if (sole[key] !== language) {
        sole[key] = SEVERAL;
        break;
      }
    }
  }
}
