import { RecentAnswers } from '../recent-answers.ts';
import type { PackedWords } from './packed-words.ts';
import type { WordQuery } from './word-query.ts';
import type { ResolvedWord } from './word-ranges.ts';

/** Words kept of each kind; as many as a query may have. */
const KEPT = 64;

/** Words that were looked up in a segment: lately, and in advance. */
export class KnownWords {
  /** Of words of the mode "whole"; `place`: of the segment among those the words were packed of. */
  packed: { words: PackedWords; place: number } | null = null;
  readonly #recent = new Map<WordQuery['mode'], RecentAnswers<ResolvedWord>>();
  readonly #recentKeys = new Map<WordQuery['mode'], RecentAnswers<ResolvedWord>>();

  recent(mode: WordQuery['mode']): RecentAnswers<ResolvedWord> {
    return ofMode(this.#recent, mode);
  }

  /** Those that were looked up with all keys. */
  recentKeys(mode: WordQuery['mode']): RecentAnswers<ResolvedWord> {
    return ofMode(this.#recentKeys, mode);
  }
}

function ofMode<T extends object>(
  modes: Map<WordQuery['mode'], RecentAnswers<T>>,
  mode: WordQuery['mode'],
): RecentAnswers<T> {
  let recent = modes.get(mode);
  if (!recent) modes.set(mode, (recent = new RecentAnswers<T>(KEPT)));
  return recent;
}
