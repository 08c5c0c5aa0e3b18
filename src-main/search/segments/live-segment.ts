import MiniSearch, { type Options, type Query, type SearchOptions } from 'minisearch';
import type { TermRules } from '../terms/term-rules.ts';
import { cutWords } from '../terms/word-spans.ts';
import { FORM_GROUP, PART_GROUP, TermGroups } from './term-groups.ts';
import {
  EXACT_WEIGHT,
  FIELDS,
  FIELD_WEIGHTS,
  FORM_WEIGHT,
  FUZZY_WEIGHT,
  PART_WEIGHT,
  PREFIX_WEIGHT,
  fuzzyDistance,
  type FieldName,
  type VocabularyWord,
  type WordQuery,
} from './word-query.ts';

/** What is indexed of one article, under its number. */
export type IndexedDocument = { id: number; language: string | null } & Record<FieldName, string>;

type Postings = Map<number, Map<number, number>>;

/** MiniSearch whose index also answers for groups of keys, as if all their words were one term. */
class GroupedMiniSearch extends MiniSearch<IndexedDocument> {
  constructor(options: Options<IndexedDocument>, groups: TermGroups) {
    super(options);
    const get = this._index.get.bind(this._index);
    this._index.get = (term) => {
      const keys = groups.keys(term);
      return keys ? joinPostings([...keys].map((key) => get(key) as Postings | undefined)) : get(term);
    };
  }

  /** Words of the index at a beginning. */
  *vocabularyAt(prefix: string): Generator<VocabularyWord> {
    for (const [key, postings] of this._index.atPrefix(prefix)) yield this.#describe(key, postings);
  }

  /** Words of the index that differ from a key by few letters. */
  *vocabularyNear(key: string, distance: number): Generator<VocabularyWord & { distance: number }> {
    for (const [near, [postings, errors]] of this._index.fuzzyGet(key, distance)) {
      yield { ...this.#describe(near, postings), distance: errors };
    }
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

function joinPostings(lists: (Postings | undefined)[]): Postings | undefined {
  const present = lists.filter((list) => list !== undefined);
  if (present.length <= 1) return present[0];
  const joined: Postings = new Map();
  for (const list of present) {
    for (const [field, counts] of list) {
      const target = joined.get(field) ?? new Map<number, number>();
      joined.set(field, target);
      for (const [document, count] of counts) target.set(document, (target.get(document) ?? 0) + count);
    }
  }
  return joined;
}

/** The articles added last: a MiniSearch in memory. */
export class LiveSegment {
  readonly #rules: TermRules;
  readonly #groups = new TermGroups();
  readonly #index: GroupedMiniSearch;
  #language: string | null = null;

  constructor(rules: TermRules) {
    this.#rules = rules;
    this.#index = new GroupedMiniSearch(
      {
        fields: [...FIELDS],
        tokenize: cutWords,
        processTerm: (word) => {
          const terms = this.#rules.ofWord(word, this.#language);
          this.#groups.register(terms);
          return terms.key;
        },
        searchOptions: { tokenize: (term) => [term], processTerm: (term) => term, combineWith: 'OR' },
        // Groups are no terms MiniSearch knows of: it would report a changed document for each discarded one.
        logger: () => undefined,
      },
      this.#groups,
    );
  }

  get size(): number {
    return this.#index.documentCount;
  }

  add(document: IndexedDocument): void {
    this.#language = document.language;
    this.#index.add(document);
  }

  remove(id: number): void {
    if (this.#index.has(id)) this.#index.discard(id);
  }

  /** Articles that match the word, with their scores; `accept` leaves others out. */
  scores(word: WordQuery, accept?: (id: number) => boolean): Map<number, number> {
    const options: SearchOptions = {
      boost: FIELD_WEIGHTS,
      boostTerm: (term) => tierWeight(term, word.mode),
      ...(word.field ? { fields: [word.field] } : {}),
      ...(accept ? { boostDocument: (id: unknown) => (accept(id as number) ? 1 : 0) } : {}),
    };
    const scores = new Map<number, number>();
    for (const result of this.#index.search(toMiniSearchQuery(word), options)) {
      // MiniSearch multiplies by the number of matched query terms; here the tiers are one term.
      scores.set(result.id as number, result.score / result.queryTerms.length);
    }
    return scores;
  }

  vocabularyAt(prefix: string): Iterable<VocabularyWord> {
    return this.#index.vocabularyAt(prefix);
  }

  vocabularyNear(key: string, distance: number): Iterable<VocabularyWord & { distance: number }> {
    return this.#index.vocabularyNear(key, distance);
  }
}

function tierWeight(term: string, mode: WordQuery['mode']): number {
  if (term.startsWith(FORM_GROUP)) return mode === 'form' ? 1 : FORM_WEIGHT;
  if (term.startsWith(PART_GROUP)) return PART_WEIGHT;
  return mode === 'whole' || mode === 'typing' ? EXACT_WEIGHT : 1;
}

/** A word as a query tree for MiniSearch. */
function toMiniSearchQuery({ key, stems, mode }: WordQuery): Query {
  const weights = { fuzzy: FUZZY_WEIGHT, prefix: PREFIX_WEIGHT };
  const forms = TermGroups.formGroup(stems);
  const parts = TermGroups.partGroup(stems);
  switch (mode) {
    case 'exact':
      return { combineWith: 'OR', queries: [key] };
    case 'form':
      return { combineWith: 'OR', queries: [forms] };
    case 'prefix':
      return { combineWith: 'OR', queries: [{ queries: [key], prefix: true, weights }] };
    case 'fuzzy':
      return { combineWith: 'OR', queries: [{ queries: [key], fuzzy: fuzzyDistance(key), weights }, forms] };
    case 'typing':
      // The exact word adds its own small weight to its tiers; longer words have none of those.
      weights.prefix /= EXACT_WEIGHT;
      return { combineWith: 'OR', queries: [{ queries: [key], prefix: true, weights }, forms, parts] };
    case 'whole':
      return { combineWith: 'OR', queries: [key, forms, parts] };
  }
}
