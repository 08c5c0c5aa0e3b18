import type { TermRules } from '../terms/term-rules.ts';
import { GroupedMiniSearch, type IndexedDocument } from './grouped-mini-search.ts';
import type { Statistics, TierKind, VocabularyWord, WordPlan, WordQuery } from './word-query.ts';

/** The articles added last: a MiniSearch in memory. */
export class LiveSegment {
  readonly #index: GroupedMiniSearch;

  constructor(rules: TermRules) {
    this.#index = new GroupedMiniSearch(rules);
  }

  get size(): number {
    return this.#index.documentCount;
  }

  /** Different words in all documents, by field. */
  get totals(): number[] {
    return this.#index.totals;
  }

  ordinals(): Iterable<number> {
    return this.#index.contents().documents.values();
  }

  has(id: number): boolean {
    return this.#index.has(id);
  }

  add(document: IndexedDocument): void {
    this.#index.add(document);
  }

  remove(id: number): void {
    if (this.#index.has(id)) this.#index.discard(id);
  }

  countTier(query: WordQuery, kind: TierKind): number[] {
    return this.#index.countTier(query, kind);
  }

  /** Articles that match the word, with their scores. */
  scores(plan: WordPlan, statistics: Statistics): Map<number, number> {
    return this.#index.scorePlan(plan, statistics);
  }

  vocabularyAt(prefix: string): Iterable<VocabularyWord> {
    return this.#index.vocabularyAt(prefix);
  }

  vocabularyNear(key: string, distance: number): Iterable<VocabularyWord & { distance: number }> {
    return this.#index.vocabularyNear(key, distance);
  }
}
