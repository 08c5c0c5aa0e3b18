import type { MatchKind } from '#contract';
import type { WordNode } from '../query/query-node.ts';
import { fuzzyDistance } from '../segments/word-query.ts';
import type { TermRules, WordTerms } from '../terms/term-rules.ts';
import { editDistance } from './edit-distance.ts';

/** Says how a word of a text matches one word of a query; null: not at all. */
export type WordMatcher = { term: string; match: (terms: WordTerms) => MatchKind | null };

/** The same rules by which the segments find articles, for a single word: needed to mark it in its text. */
export function makeWordMatcher(
  word: string,
  mode: WordNode['mode'] | 'exact' | 'form',
  rules: TermRules,
): WordMatcher {
  const { key, stems, names } = rules.ofQueryWord(word);
  const wanted = new Set(stems);
  const distance = mode === 'fuzzy' ? fuzzyDistance(key) : 0;
  const match = (terms: WordTerms): MatchKind | null => {
    if (terms.key === key) return 'exact';
    if (mode === 'exact') return null;
    if (mode === 'prefix') return terms.key.startsWith(key) ? 'prefix' : null;
    const stem = terms.stems.find((candidate) => wanted.has(candidate));
    if (stem !== undefined) return names?.has(stem) ? 'name' : 'form';
    if (mode === 'form') return null;
    if (mode !== 'fuzzy' && terms.parts.some((part) => wanted.has(part))) return 'part';
    if (mode === 'typing' && terms.key.startsWith(key)) return 'prefix';
    if (distance > 0 && editDistance(key, terms.key, distance) <= distance) return 'typo';
    return null;
  };
  return { term: word, match };
}
