import type { Filter, QueryNode } from './query/query-node.ts';
import { FoundArticles } from './segments/found-articles.ts';
import { SEGMENT_SIZE } from './segments/freeze-segment.ts';
import type { FrozenSegment } from './segments/frozen-segment.ts';
import type { IndexedDocument } from './segments/grouped-mini-search.ts';
import { LiveSegment } from './segments/live-segment.ts';
import { planQuery, type PlanGround } from './segments/plan-query.ts';
import { scanLive } from './segments/scan-live.ts';
import { SegmentScanner, type HasPhrase } from './segments/scan-segment.ts';
import { FIELDS, type Statistics, type TierKind, type VocabularyWord, type WordQuery } from './segments/word-query.ts';
import type { TermRules } from './terms/term-rules.ts';

/** What the word index asks of the catalogue. */
export type WordGround = {
  /** One byte an article number: 1 is in the catalogue. */
  alive: () => Uint8Array;
  passes: (filter: Filter) => Uint8Array;
  hasPhrase: HasPhrase;
};

/** All words of all articles: frozen segments, one that is being frozen, and the live one. */
export class WordIndex {
  readonly #rules: TermRules;
  readonly #ground: WordGround;
  readonly #scanner: SegmentScanner;
  readonly #found = new FoundArticles();
  readonly #frozen: FrozenSegment[] = [];
  #sealed: LiveSegment | null = null;
  #live: LiveSegment;

  constructor(rules: TermRules, ground: WordGround) {
    this.#rules = rules;
    this.#ground = ground;
    this.#scanner = new SegmentScanner(SEGMENT_SIZE, ground.hasPhrase);
    this.#live = new LiveSegment(rules);
  }

  /** Articles in the live segment. */
  get liveSize(): number {
    return this.#live.size;
  }

  add(document: IndexedDocument): void {
    this.#live.add(document);
  }

  /** Frozen articles are left out by not being alive. */
  remove(ordinal: number): void {
    this.#live.remove(ordinal);
    this.#sealed?.remove(ordinal);
  }

  /** Puts the live segment aside to be frozen; it is still searched. Its articles; null: the last one is not done yet. */
  seal(): number[] | null {
    if (this.#sealed) return null;
    this.#sealed = this.#live;
    this.#live = new LiveSegment(this.#rules);
    return [...this.#sealed.ordinals()];
  }

  /** The sealed segment is frozen now, or could not be. */
  dropSealed(): void {
    this.#sealed = null;
  }

  addFrozen(segment: FrozenSegment): void {
    this.#frozen.push(segment);
  }

  removeFrozen(segment: FrozenSegment): void {
    const at = this.#frozen.indexOf(segment);
    if (at >= 0) this.#frozen.splice(at, 1);
  }

  clear(): void {
    this.#frozen.length = 0;
    this.#sealed = null;
    this.#live = new LiveSegment(this.#rules);
  }

  /** All articles a query finds; valid until the next search. */
  find(root: QueryNode): FoundArticles {
    const found = this.#found;
    found.clear();
    const plan = planQuery(root, this.#planGround());
    const statistics = this.#statistics();
    const alive = this.#ground.alive();
    for (const segment of this.#frozen) {
      const scores = this.#scanner.scan(segment, plan, statistics);
      for (let at = 0; at < scores.count; at++) {
        const document = scores.documents[at]!;
        const ordinal = segment.ordinals[document]!;
        if (alive[ordinal] === 1) found.add(ordinal, scores.scores[document]!);
      }
      this.#scanner.release(scores);
    }
    for (const live of this.#lives()) {
      for (const [ordinal, score] of scanLive(live, plan, statistics, this.#ground.hasPhrase))
        found.add(ordinal, score);
    }
    return found;
  }

  /** Whether any article has this word. */
  knows(query: WordQuery): boolean {
    const kind: TierKind = query.mode === 'typing' || query.mode === 'prefix' ? 'prefix' : 'key';
    const tiers: TierKind[] = query.mode === 'exact' ? ['key'] : ['parts', kind];
    return tiers.some((tier) => this.#countTier(query, tier).some((count) => count > 0));
  }

  vocabularyAt(prefix: string): Iterable<VocabularyWord> {
    return joinVocabulary(this.#all().map((segment) => segment.vocabularyAt(prefix)));
  }

  vocabularyNear(key: string, distance: number): Iterable<VocabularyWord & { distance: number }> {
    return joinVocabulary(this.#all().map((segment) => segment.vocabularyNear(key, distance)));
  }

  #lives(): LiveSegment[] {
    return this.#sealed ? [this.#sealed, this.#live] : [this.#live];
  }

  #all(): (FrozenSegment | LiveSegment)[] {
    return [...this.#frozen, ...this.#lives()];
  }

  #planGround(): PlanGround {
    return {
      rules: this.#rules,
      countTier: (query, kind) => this.#countTier(query, kind),
      passes: this.#ground.passes,
    };
  }

  #countTier(query: WordQuery, kind: TierKind): number[] {
    const sums = FIELDS.map(() => 0);
    for (const segment of this.#all()) {
      for (const [field, count] of segment.countTier(query, kind).entries()) sums[field]! += count;
    }
    return sums;
  }

  #statistics(): Statistics {
    let documents = 0;
    const words = FIELDS.map(() => 0);
    for (const segment of this.#all()) {
      documents += segment.size;
      for (const [field, total] of segment.totals.entries()) words[field]! += total;
    }
    return { documents, averages: words.map((total) => total / Math.max(documents, 1) || 1) };
  }
}

/** The same word of several segments becomes one. */
function joinVocabulary<T extends VocabularyWord>(lists: Iterable<T>[]): Iterable<T> {
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
