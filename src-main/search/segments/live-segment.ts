import type { TermRules } from '../terms/term-rules.ts';
import { GroupedMiniSearch, type IndexedDocument } from './grouped-mini-search.ts';
import { hasAdjacent, hasNear } from './phrase-places.ts';
import {
  tiersOf,
  type Statistics,
  type TierKind,
  type VocabularyWord,
  type WordPlan,
  type WordQuery,
} from './word-query.ts';

/** The articles added last: a MiniSearch in memory. */
export class LiveSegment {
  readonly #index: GroupedMiniSearch;
  /** Keys of each text in their order. */
  readonly #texts = new Map<number, string[]>();
  #reading: string[] = [];

  constructor(rules: TermRules) {
    this.#index = new GroupedMiniSearch(rules, (key, field) => {
      if (field === 'text') this.#reading.push(key);
    });
  }

  get size(): number {
    return this.#index.documentCount;
  }

  /** Different words in all documents, by field. */
  get totals(): number[] {
    return this.#index.totals;
  }

  ordinals(): Iterable<number> {
    return this.#index.ordinals();
  }

  has(id: number): boolean {
    return this.#index.has(id);
  }

  add(document: IndexedDocument): void {
    this.#reading = [];
    this.#index.add(document);
    this.#texts.set(document.id, this.#reading);
  }

  remove(id: number): void {
    if (this.#texts.delete(id)) this.#index.discard(id);
  }

  countTier(query: WordQuery, kind: TierKind): number[] {
    return this.#index.countTier(query, kind);
  }

  /** Articles that match the word, with their scores. */
  scores(plan: WordPlan, statistics: Statistics): Map<number, number> {
    return this.#index.scorePlan(plan, statistics);
  }

  /** Which articles have the words of a phrase in their text, side by side or near each other. */
  phraseFinder(words: readonly WordPlan[], distance: number | null): (id: number) => boolean {
    const byLanguage = new Map<string, Map<string, number>>();
    const slotsIn = (language: string) => {
      let slots = byLanguage.get(language);
      if (slots) return slots;
      byLanguage.set(language, (slots = new Map<string, number>()));
      for (const [slot, { query }] of words.entries()) {
        for (const { kind } of tiersOf(query.mode)) {
          for (const [key, languages] of this.#index.keysOf(query, kind)) {
            if (languages?.includes(language) ?? true) slots.set(key, (slots.get(key) ?? 0) | (1 << slot));
          }
        }
      }
      return slots;
    };
    return (id) => {
      const slots = slotsIn(this.#index.languageOf(id));
      const bits = (this.#texts.get(id) ?? []).map((key) => slots.get(key) ?? 0);
      return distance === null ? hasAdjacent(bits, words.length) : hasNear(bits, words.length, distance);
    };
  }

  vocabularyNear(key: string, distance: number): Iterable<VocabularyWord & { distance: number }> {
    return this.#index.vocabularyNear(key, distance);
  }
}
