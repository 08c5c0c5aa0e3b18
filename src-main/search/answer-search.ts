import type { Excerpt, Facet, Hit, Reason, SearchAnswer, SearchRequest, TextMatch } from '#contract';
import { NEVER_STOPPED, type CallStop } from './call-stop.ts';
import { compareEntries, type CatalogueEntry } from './catalogue.ts';
import { countFacets } from './count-facets.ts';
import { divideWords } from './divide-words.ts';
import { findMatches, readLeaves, readText, withoutOverlaps, type Leaf } from './matching/find-matches.ts';
import { makeExcerpt, reasonsOf, type Passage } from './matching/make-excerpt.ts';
import { parseQuery } from './query/parse-query.ts';
import type { ParsedQuery } from './query/query-node.ts';
import type { SearchEngine } from './search-engine.ts';
import type { FoundArticles } from './segments/found-articles.ts';
import { suggestQueries } from './suggest-query.ts';

type Found = { entry: CatalogueEntry; score: number };
type Noted = { id: string; excerpt: Excerpt };

/** ms after which other calls are let in. */
const AT_A_TIME = 4;

/** Answers queries on one engine. */
export class SearchAnswers {
  readonly #engine: SearchEngine;

  constructor(engine: SearchEngine) {
    this.#engine = engine;
  }

  search(request: SearchRequest, stop: CallStop = NEVER_STOPPED): SearchAnswer {
    const started = performance.now();
    const parsed = this.#read(request.query);
    const { page: found, all } = this.#find(parsed, request.sort, request.offset + request.limit, stop);
    const total = all.count;
    stop.check();
    const facets: Facet[] = request.facets ? countFacets(this.#entries(all)) : [];
    const page = found.slice(request.offset);
    const hits = request.withoutExcerpts ? page.map(bareHit) : this.#hits(page, parsed, stop);
    return {
      query: request.query,
      understood: parsed.understood,
      remarks: parsed.remarks.map(({ code, start, end }) => ({ code, message: '', start, end })),
      total,
      tookMs: performance.now() - started,
      hits,
      facets,
      suggestion: total === 0 ? this.#suggest(request.query, parsed) : null,
      complete: this.#engine.complete,
    };
  }

  searchIds(query: string): string[] {
    return this.#find(this.#read(query), 'relevance', Infinity, NEVER_STOPPED).page.map(({ entry }) => entry.row.id);
  }

  /** Lets other calls in between: the next key is typed while excerpts for the last one are still made. */
  async excerpts(query: string, ids: string[]): Promise<{ id: string; excerpt: Excerpt; at: number | null }[]> {
    const leaves = readLeaves(this.#read(query).root, this.#engine.rules);
    const excerpts: { id: string; excerpt: Excerpt; at: number | null }[] = [];
    let breath = performance.now();
    for (const id of ids) {
      const entry = this.#engine.catalogue.get(id);
      if (entry) excerpts.push({ id, ...this.#passage(entry, leaves).passage });
      if (performance.now() - breath < AT_A_TIME) continue;
      await new Promise((resolve) => setImmediate(resolve));
      breath = performance.now();
    }
    return excerpts;
  }

  matchesIn(id: string, query: string): TextMatch[] {
    const entry = this.#engine.catalogue.get(id);
    const texts = entry && this.#engine.texts(entry);
    if (!texts) return [];
    const leaves = readLeaves(this.#read(query).root, this.#engine.rules);
    const read = readText(texts.text, entry.row.language, this.#engine.rules);
    return withoutOverlaps(findMatches(read, leaves, 'text')).map(({ start, end, kind }) => ({ start, end, kind }));
  }

  #read(query: string): ParsedQuery {
    const parsed = parseQuery(query);
    return { ...parsed, root: divideWords(parsed.root, this.#engine) };
  }

  /** The likeliest query that finds something. */
  #suggest(query: string, { root }: ParsedQuery): string | null {
    for (const suggestion of suggestQueries(query, root, this.#engine)) {
      if (this.#engine.words.find(this.#read(suggestion).root).count > 0) return suggestion;
    }
    return null;
  }

  *#entries(all: FoundArticles): Generator<CatalogueEntry> {
    for (let at = 0; at < all.count; at++) {
      const entry = this.#engine.catalogue.at(all.ordinals[at]!);
      if (entry) yield entry;
    }
  }

  /** `wanted` articles in their order, and all of them in any order. */
  #find(
    { root }: ParsedQuery,
    sort: SearchRequest['sort'],
    wanted: number,
    stop: CallStop,
  ): { page: Found[]; all: FoundArticles } {
    const { catalogue, words } = this.#engine;
    const all = words.find(root, stop);
    if (sort !== 'relevance') return { page: this.#inOrder(all, sort, wanted), all };
    const compare = compareEntries('newest');
    const top = all.top(wanted, (a, b) => compare(catalogue.at(a)!, catalogue.at(b)!) < 0);
    return { page: top.map(({ ordinal, score }) => ({ entry: catalogue.at(ordinal)!, score })), all };
  }

  /** The first articles of a list's order that were found. */
  #inOrder(all: FoundArticles, sort: Exclude<SearchRequest['sort'], 'relevance'>, wanted: number): Found[] {
    const { catalogue } = this.#engine;
    const scores = new Map<number, number>();
    for (let at = 0; at < all.count; at++) scores.set(all.ordinals[at]!, all.scores[at]!);
    const page: Found[] = [];
    for (const ordinal of catalogue.order(sort)) {
      if (page.length >= wanted) break;
      const score = scores.get(ordinal);
      if (score !== undefined) page.push({ entry: catalogue.at(ordinal)!, score });
    }
    return page;
  }

  #hits(page: readonly Found[], { root }: ParsedQuery, { check }: CallStop): Hit[] {
    const leaves = readLeaves(root, this.#engine.rules);
    return page.map((found) => {
      check();
      const { passage, reasons, note } = this.#passage(found.entry, leaves);
      const { excerpt, at } = passage;
      return { ...bareHit(found), excerpt, at, reasons, note };
    });
  }

  #passage(entry: CatalogueEntry, leaves: Leaf[]): { passage: Passage; reasons: Reason[]; note: Noted | null } {
    const { rules } = this.#engine;
    const { row, kicker, authors } = entry;
    const texts = this.#engine.texts(entry) ?? { text: '', notes: [] };
    const inText = findMatches(readText(texts.text, row.language, rules), leaves, 'text');
    const reasons = reasonsOf(texts.text, inText);
    const seen = new Set(inText.map(({ leaf }) => leaf));
    for (const [field, values] of [
      ['title', [row.title]],
      ['text', [kicker ?? '', ...authors, ...row.tags, row.source]],
    ] as const) {
      for (const value of values) {
        const matches = findMatches(readText(value, row.language, rules), leaves, field);
        for (const { leaf } of matches) seen.add(leaf);
        reasons.push(...reasonsOf(value, matches));
      }
    }
    const note = this.#note(entry, texts.notes, leaves, seen);
    if (note) reasons.push(...note.reasons);
    return { passage: makeExcerpt(texts.text, inText), reasons: unique(reasons), note: note?.noted ?? null };
  }

  /** The note that shows what the text does not: a word found only there, or one asked for with "note:". */
  #note(entry: CatalogueEntry, notes: { id: string; text: string }[], leaves: Leaf[], seen: Set<number>) {
    const { rules } = this.#engine;
    for (const { id, text } of notes) {
      const matches = findMatches(readText(text, entry.row.language, rules), leaves, 'notes');
      if (!matches.some(({ leaf }) => !seen.has(leaf) || leaves[leaf]?.field === 'notes')) continue;
      const reasons = reasonsOf(text, matches).map((reason) => ({ ...reason, kind: 'note' as const }));
      return { noted: { id, excerpt: makeExcerpt(text, matches).excerpt }, reasons };
    }
    return null;
  }
}

function bareHit({ entry: { row }, score }: Found): Hit {
  const { id, title, source, published } = row;
  // Written out: copying properties from one object to another takes longer than finding the article.
  return { id, title, source, published, score, row, excerpt: NO_EXCERPT, reasons: NO_REASONS, at: null, note: null };
}

const NO_EXCERPT: Excerpt = { text: '', marks: [] };
const NO_REASONS: Reason[] = [];

function unique(reasons: Reason[]): Reason[] {
  const byName = new Map(reasons.map((reason) => [`${reason.term}\n${reason.matched}\n${reason.kind}`, reason]));
  return [...byName.values()];
}
