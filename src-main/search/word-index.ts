import type { Filter, QueryNode } from './query/query-node.ts';
import { FoundArticles } from './segments/found-articles.ts';
import { SEGMENT_SIZE } from './segments/freeze-segment.ts';
import type { FrozenSegment } from './segments/frozen-segment.ts';
import type { IndexedDocument } from './segments/grouped-mini-search.ts';
import { LiveSegment } from './segments/live-segment.ts';
import { planQuery } from './segments/plan-query.ts';
import { resolveWord } from './segments/resolve-word.ts';
import { scanLive } from './segments/scan-live.ts';
import { SegmentScanner, type HasPhrase } from './segments/scan-segment.ts';
import { FIELDS, tiersOf, type Statistics, type VocabularyWord, type WordQuery } from './segments/word-query.ts';
import type { TermRules } from './terms/term-rules.ts';

/** What the word index asks of the catalogue. */
export type WordGround = {
  /** One byte an article number: 1 is in the catalogue. */
  alive: () => Uint8Array;
  passes: (filter: Filter) => Uint8Array;
  hasPhrase: HasPhrase;
};

/** Called now and then while a search runs; what it throws ends the search. */
export type Check = () => void;
const NEVER: Check = () => undefined;

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
  find(root: QueryNode, check: Check = NEVER): FoundArticles {
    const found = this.#found;
    found.clear();
    const statistics = this.#statistics();
    const plan = planQuery(root, {
      rules: this.#rules,
      documents: statistics.documents,
      count: (query) => this.#count(query, check),
      passes: this.#ground.passes,
    });
    const alive = this.#ground.alive();
    for (const segment of this.#frozen) {
      const scores = this.#scanner.scan(segment, plan, statistics.averages, check);
      found.addFrozen(segment.ordinals, scores, alive);
      this.#scanner.release(scores);
    }
    for (const live of this.#lives()) {
      if (live.size === 0) continue;
      check();
      for (const [ordinal, score] of scanLive(live, plan, statistics, this.#ground.hasPhrase))
        found.add(ordinal, score);
    }
    return found;
  }

  /** Whether any article has this word. */
  knows(query: WordQuery): boolean {
    const { mode } = query;
    const asked = mode === 'exact' ? mode : mode === 'typing' || mode === 'prefix' ? 'typing' : 'whole';
    return this.#count({ ...query, mode: asked }, NEVER).some((fields) => fields.some((count) => count > 0));
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

  /** For each tier, articles that have a key of it, by field. */
  #count(query: WordQuery, check: Check): number[][] {
    const tiers = tiersOf(query.mode);
    const sums = tiers.map(() => FIELDS.map(() => 0));
    for (const segment of this.#frozen) {
      check();
      const { counts } = resolveWord(segment, query, check);
      for (let at = 0; at < counts.length; at++) sums[at >> 2]![at & 3]! += counts[at]!;
    }
    for (const live of this.#lives()) {
      if (live.size === 0) continue;
      for (const [tier, { kind }] of tiers.entries()) {
        for (const [field, count] of live.countTier(query, kind).entries()) sums[tier]![field]! += count;
      }
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
