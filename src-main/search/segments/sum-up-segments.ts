import { FIELDS, type Statistics, type VocabularyWord } from './word-query.ts';

/** What scores refer to, of some segments together. `totals`: words of all articles, by field. */
export function sumUp(segments: readonly { size: number; totals: readonly number[] }[]): Statistics {
  let documents = 0;
  const words = FIELDS.map(() => 0);
  for (const segment of segments) {
    documents += segment.size;
    for (const [field, total] of segment.totals.entries()) words[field]! += total;
  }
  return { documents, averages: words.map((total) => total / Math.max(documents, 1) || 1) };
}

/** The same word of several segments becomes one. */
export function joinVocabulary<T extends VocabularyWord>(lists: Iterable<T>[]): Iterable<T> {
  const words = new Map<string, T>();
  for (const list of lists) {
    for (const word of list) {
      const known = words.get(word.key);
      if (known) known.count += word.count;
      else words.set(word.key, word);
    }
  }
  return words.values();
}
