import type { ArticleRow, Hit, SearchAnswer, SearchRequest } from '#contract';
import { remarksOf } from './answer-search.ts';
import { StoredCatalogue } from './cache/catalogue-snapshot.ts';
import type { Section } from './cache/section-file.ts';
import { compareRows } from './catalogue-order.ts';
import { bareHit } from './packed-answer.ts';
import type { QueryNode } from './query/query-node.ts';
import { readQuery } from './read-query.ts';
import { lookUpCommonWords } from './segments/common-words.ts';
import { FrozenSegment } from './segments/frozen-segment.ts';
import { usePlaces, type JointPlaces } from './segments/joint-segments.ts';
import type { ArchiveWords } from './terms/archive-words.ts';
import type { TermRules } from './terms/term-rules.ts';
import { WordIndex } from './word-index.ts';

/** A search that has to look at more postings is left to the other threads: these take a millisecond or so. */
const MOST_POSTINGS = 120_000;

/** A row by the number of its article. */
export type NumberedRow = [ordinal: number, row: ArticleRow];

/** An index at rest: all that a search needs, in memory all threads read. */
export type RestingIndex = {
  segments: Record<string, Section>[];
  joint: JointPlaces | null;
  /** One byte an article number: 1 is in the catalogue. */
  alive: Uint8Array;
  /** Of {@link StoredCatalogue}; null: there is none. */
  catalogue: Record<string, Section> | null;
  /** Rows that are not as they were stored. */
  rows: NumberedRow[];
  /** Numbers of more such rows, which are not told. */
  untold: Uint32Array;
  /** What the archive taught the rules. */
  words: ArchiveWords | null;
};

/**
 * Answers searches for words in the thread that asks, from an index at rest: a message to another thread and back takes
 * longer than most of them. What takes longer, or needs anything else, is left to the thread the search lives in.
 */
export class RestingSearch {
  readonly #rules: TermRules;
  readonly #words: WordIndex;
  readonly #stored: StoredCatalogue | null;
  /** By number: place in the stored catalogue and 1; 0: not there. */
  readonly #places: Uint32Array;
  readonly #rows: Map<number, ArticleRow>;
  readonly #untold: ReadonlySet<number>;
  readonly segments: readonly FrozenSegment[];

  /** `rules`: this thread's own. */
  constructor({ segments, joint, alive, catalogue, rows, untold, words }: RestingIndex, rules: TermRules) {
    this.#rules = rules;
    if (words) rules.learn(words);
    this.#words = new WordIndex(rules, {
      alive: () => alive,
      // Whenever an article goes, this goes as well.
      deaths: () => 0,
      passes: () => new Uint8Array(0),
      hasPhrase: () => false,
    });
    this.segments = segments.map((sections) => FrozenSegment.of(sections));
    for (const segment of this.segments) this.#words.addFrozen(segment);
    if (joint) usePlaces(this.segments, joint);
    this.#stored = catalogue && StoredCatalogue.of(catalogue);
    this.#places = this.#stored?.places() ?? new Uint32Array(0);
    this.#rows = new Map(rows);
    this.#untold = new Set(untold);
  }

  /** Looks up what is asked for most before anybody asks, resting now and then where it yields. */
  *lookUpCommonWords(): Generator<void> {
    this.#words.useCommon(yield* lookUpCommonWords(this.segments, this.#rules));
  }

  changeRows(rows: readonly NumberedRow[]): void {
    for (const [ordinal, row] of rows) this.#rows.set(ordinal, row);
  }

  /** null: to be asked elsewhere. Throws what the other thread would. */
  search(request: SearchRequest): SearchAnswer | null {
    const { query, offset, limit, sort, withoutExcerpts, facets } = request;
    if (sort !== 'relevance' || withoutExcerpts !== true || facets === true) return null;
    const started = performance.now();
    const parsed = readQuery(query, { rules: this.#rules, words: this.#words });
    if (!isOfWords(parsed.root)) return null;
    const found = this.#words.findWithin(parsed.root, MOST_POSTINGS);
    // What could have been meant instead is looked for in texts, too.
    if (!found || found.count === 0) return null;
    const compare = compareRows('newest');
    let isKnown = true;
    const isBefore = (a: number, b: number) => {
      const [first, second] = [this.#rowAt(a), this.#rowAt(b)];
      isKnown &&= first !== null && second !== null;
      return first !== null && second !== null && compare(first, second) < 0;
    };
    const hits: Hit[] = [];
    for (const { ordinal, score } of found.top(offset + limit, isBefore).slice(offset)) {
      const row = this.#rowAt(ordinal);
      if (row) hits.push(bareHit(row, score));
      else isKnown = false;
    }
    if (!isKnown) return null;
    return {
      query,
      understood: parsed.understood,
      remarks: remarksOf(parsed),
      total: found.count,
      tookMs: performance.now() - started,
      hits,
      facets: [],
      suggestion: null,
      complete: true,
    };
  }

  /** null: it is not known here. */
  #rowAt(ordinal: number): ArticleRow | null {
    const changed = this.#rows.get(ordinal);
    if (changed || !this.#stored || this.#untold.has(ordinal)) return changed ?? null;
    const place = this.#places[ordinal] ?? 0;
    return place > 0 ? this.#stored.rowAt(place - 1) : null;
  }
}

/** Neither phrases nor filters: what needs texts or more of the catalogue than rows. */
function isOfWords(node: QueryNode): boolean {
  switch (node.type) {
    case 'word':
      return node.mode !== 'fuzzy';
    case 'and':
    case 'or':
      return node.nodes.length > 0 && node.nodes.every(isOfWords);
    case 'not':
      return isOfWords(node.node);
    default:
      return false;
  }
}
