import MiniSearch, { type Options, type SearchOptions } from 'minisearch';
import type { TermRules } from '../terms/term-rules.ts';
import { cutWords } from '../terms/word-spans.ts';
import { TermGroups } from './term-groups.ts';
import {
  FIELDS,
  FIELD_WEIGHTS,
  fuzzyDistance,
  tiersOf,
  type FieldName,
  type Statistics,
  type TierKind,
  type VocabularyWord,
  type WordPlan,
  type WordQuery,
} from './word-query.ts';

/** What is indexed of one article, under its number. */
export type IndexedDocument = { id: number; language: string | null } & Record<FieldName, string>;

/** Field number → short document number → how often. */
export type Postings = Map<number, Map<number, number>>;

/** Tiers are looked up under names no key can have. */
const TIER_NAME = '\u0001';

/** Postings that count as many articles as the whole archive has, not as are in them. */
class CountedMap extends Map<number, number> {
  counted = 0;

  override get size(): number {
    return this.counted;
  }
}

/** Keys with the languages of the articles they count in, as first letters of stems; null: in all. */
type Keys = Map<string, string | null>;

/**
 * MiniSearch that indexes keys and answers for tiers: all keys that share a stem, have a part or a beginning, count as
 * one term. Uses members MiniSearch declares as protected: its version is pinned, and a test holds the contract.
 */
export class GroupedMiniSearch extends MiniSearch<IndexedDocument> {
  readonly groups = new TermGroups();
  readonly #tiers = new Map<string, Postings>();
  /** A search asks for the same keys when it plans and when it scans. */
  readonly #found = new WeakMap<WordQuery, Map<TierKind, Keys>>();
  readonly #rules: TermRules;
  /** Languages of articles as first letters of stems. */
  readonly #languages = new Map<number, string>();
  #language: string | null = null;

  /** `seen` is told each key of a text in its order. */
  constructor(rules: TermRules, seen: (key: string, field: FieldName) => void = () => undefined) {
    const options: Options<IndexedDocument> = {
      fields: [...FIELDS],
      tokenize: cutWords,
      processTerm: (word, field) => {
        const terms = rules.ofWord(word, this.#language);
        this.groups.register(terms);
        seen(terms.key, field as FieldName);
        return terms.key;
      },
      searchOptions: { tokenize: (term) => [term], processTerm: (term) => term, combineWith: 'OR' },
      // Tiers are no terms MiniSearch knows of: it would report a changed document for each discarded one.
      logger: () => undefined,
    };
    super(options);
    this.#rules = rules;
    const get = this._index.get.bind(this._index);
    this._index.get = (term) => (term.startsWith(TIER_NAME) ? this.#tiers.get(term) : get(term));
  }

  override add(document: IndexedDocument): void {
    this.#language = document.language;
    this.#languages.set(document.id, this.#rules.kindOf(document.language));
    super.add(document);
  }

  /** Different words in all documents, by field. */
  get totals(): number[] {
    return FIELDS.map((_, field) => (this._avgFieldLength[field] ?? 0) * this._documentCount);
  }

  /** Articles that have a key of this tier, by field: the sum over its keys. */
  countTier(query: WordQuery, kind: TierKind): number[] {
    const counts = FIELDS.map(() => 0);
    for (const [key, languages] of this.keysOf(query, kind)) {
      for (const [field, documents] of this.#postings(key) ?? []) {
        let count = documents.size;
        if (languages !== null) for (const short of documents.keys()) if (!this.#isIn(short, languages)) count--;
        counts[field] = (counts[field] ?? 0) + count;
      }
    }
    return counts;
  }

  /** `search()` as it is, on tiers and with the statistics of the whole archive. */
  scorePlan({ query, counts }: WordPlan, { documents, averages }: Statistics): Map<number, number> {
    const tiers = tiersOf(query.mode);
    const names = tiers.map((_, tier) => TIER_NAME + String(tier));
    for (const [tier, { kind }] of tiers.entries()) {
      this.#tiers.set(TIER_NAME + String(tier), this.#join(this.keysOf(query, kind), counts[tier] ?? [], documents));
    }
    const own = { documents: this._documentCount, averages: this._avgFieldLength };
    this._documentCount = documents;
    this._avgFieldLength = [...averages];
    const options: SearchOptions = {
      boost: FIELD_WEIGHTS,
      boostTerm: (name) => tiers[Number(name.slice(TIER_NAME.length))]?.weight ?? 0,
      ...(query.field ? { fields: [query.field] } : {}),
    };
    const scores = new Map<number, number>();
    try {
      for (const result of this.search({ queries: names }, options)) {
        // MiniSearch multiplies by the number of matched query terms; here all tiers are one term.
        scores.set(result.id as number, result.score / result.queryTerms.length);
      }
    } finally {
      this._documentCount = own.documents;
      this._avgFieldLength = own.averages;
      this.#tiers.clear();
    }
    return scores;
  }

  /** Words of the index that differ from a key by few letters. */
  *vocabularyNear(key: string, distance: number): Generator<VocabularyWord & { distance: number }> {
    for (const [near, [postings, errors]] of this._index.fuzzyGet(key, distance)) {
      yield { ...this.#describe(near, postings), distance: errors };
    }
  }

  /** Numbers of the articles in it. */
  ordinals(): Iterable<number> {
    return (this._documentIds as Map<number, number>).values();
  }

  /** Keys that count for a tier; the first tier that has a key decides where it counts. */
  keysOf(query: WordQuery, kind: TierKind): Keys {
    let found = this.#found.get(query);
    if (!found) this.#found.set(query, (found = new Map<TierKind, Keys>()));
    let keys = found.get(kind);
    if (!keys) found.set(kind, (keys = this.#findKeys(query, kind)));
    return keys;
  }

  #findKeys(query: WordQuery, kind: TierKind): Keys {
    if (kind === 'prefix') return new Map([...this._index.atPrefix(query.key).keys()].map((key) => [key, null]));
    const keys: Keys = new Map([[query.key, null]]);
    if (kind === 'key') return keys;
    addGroups(keys, this.groups.forms, query.stems);
    if (kind === 'parts') addGroups(keys, this.groups.parts, query.stems);
    if (kind === 'near') {
      for (const key of this._index.fuzzyGet(query.key, fuzzyDistance(query.key)).keys()) {
        if (!keys.has(key)) keys.set(key, null);
      }
    }
    return keys;
  }

  /** First letter of the stems of an article's language. */
  languageOf(id: number): string {
    return this.#languages.get(id) ?? '';
  }

  #isIn(short: number, languages: string): boolean {
    return languages.includes(this.languageOf(this._documentIds.get(short) as number));
  }

  #postings(key: string): Postings | undefined {
    return this._index.get(key);
  }

  #join(keys: Keys, counts: readonly number[], documents: number): Postings {
    const joined: Postings = new Map();
    for (const [key, languages] of keys) {
      for (const [field, found] of this.#postings(key) ?? []) {
        let target = joined.get(field);
        if (!target) {
          const counted = new CountedMap();
          counted.counted = Math.min(counts[field] ?? 0, documents);
          joined.set(field, (target = counted));
        }
        for (const [document, count] of found) {
          if (languages === null || this.#isIn(document, languages))
            target.set(document, (target.get(document) ?? 0) + count);
        }
      }
    }
    return joined;
  }

  #describe(key: string, postings: Postings): VocabularyWord {
    let count = 0;
    let document: unknown;
    for (const field of postings.values()) {
      count = Math.max(count, field.size);
      for (const short of field.keys()) document ??= this._documentIds.get(short);
    }
    return { key, count, document: typeof document === 'number' ? document : null };
  }
}

/** Adds the keys of these stems that are not there yet, each for the languages of all its stems. */
function addGroups(keys: Keys, groups: ReadonlyMap<string, ReadonlySet<string>>, stems: readonly string[]): void {
  const added = new Map<string, string>();
  for (const stem of stems) {
    for (const key of groups.get(stem) ?? [])
      if (!keys.has(key)) added.set(key, (added.get(key) ?? '') + stem.charAt(0));
  }
  for (const [key, languages] of added) keys.set(key, languages);
}
