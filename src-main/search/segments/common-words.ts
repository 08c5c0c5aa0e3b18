import type { TermRules } from '../terms/term-rules.ts';
import type { FrozenSegment } from './frozen-segment.ts';
import { PACKED_MODE, PackedWords } from './packed-words.ts';
import { lookUpWord } from './resolve-word.ts';
import { TEXT, type WordQuery } from './word-query.ts';

/** Words looked up at most: nine tenths of those that are typed, if they are such as articles consist of. */
const MOST = 8_192;
/** Part of the articles of a segment that have such a word, and articles at least. */
const LEAST = { share: 1 / 1_000, articles: 8 };
/** Keys gone through between two breaths, and words looked up. */
const BREATH = { keys: 4_096, words: 4 };

/** Looks the words up that the most articles have, resting now and then where it yields; returns them. */
export function* lookUpCommonWords(segments: readonly FrozenSegment[], rules: TermRules): Generator<void, PackedWords> {
  const words = new PackedWords(segments.length, MOST);
  let looked = 0;
  for (const key of yield* commonKeys(segments)) {
    if (looked++ % BREATH.words === 0) yield;
    const terms = rules.keepQueryWord(key);
    // Folded twice some words are another one: "située" is "situe", and that is looked up as "situ".
    if (terms.key !== key || words.has(terms.name)) continue;
    const query: WordQuery = { ...terms, mode: PACKED_MODE, field: null };
    const found = segments.map((segment) => lookUpWord(segment, query));
    words.add(query.name, found);
  }
  return words;
}

/** In no order; {@link MOST}, or a few more where several are as frequent as the last. */
function* commonKeys(segments: readonly FrozenSegment[]): Generator<void, string[]> {
  const articles = new Map<string, number>();
  for (const segment of segments) {
    const { keys, size } = segment;
    const { offsets } = segment.fields[TEXT]!;
    const least = Math.max(LEAST.articles, size * LEAST.share);
    for (let key = 0; key < keys.length; key++) {
      if (key % BREATH.keys === 0) yield;
      const count = offsets[key + 1]! - offsets[key]!;
      if (count < least) continue;
      const text = keys.at(key);
      articles.set(text, (articles.get(text) ?? 0) + count);
    }
  }
  yield;
  const counts = Uint32Array.from(articles.values()).sort();
  const least = counts[counts.length - MOST] ?? 0;
  yield;
  return [...articles].filter(([, count]) => count >= least).map(([key]) => key);
}
