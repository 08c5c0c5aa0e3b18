import type { Excerpt, Facet, Hit, Reason, SearchAnswer, SearchRequest, TextMatch } from '#contract';
import { NEVER_STOPPED, type CallStop } from './call-stop.ts';
import type { CatalogueEntry } from './catalogue.ts';
import { compareRows } from './catalogue-order.ts';
import { FacetCounter } from './count-facets.ts';
import { findMatches, readLeaves, readText, withoutOverlaps, type Leaf } from './matching/find-matches.ts';
import { makeExcerpt, reasonsOf, type Passage } from './matching/make-excerpt.ts';
import { bareHit } from './packed-answer.ts';
import type { ParsedQuery } from './query/query-node.ts';
import { readQuery } from './read-query.ts';
import type { SearchEngine } from './search-engine.ts';
import type { FoundArticles } from './segments/found-articles.ts';
import { suggestQueries } from './suggest-query.ts';

type Found = { ordinal: number; score: number };
type Noted = { id: string; excerpt: Excerpt };

/** ms after which other calls are let in. */
const AT_A_TIME = 4;

/** Answers queries on one engine. */
export class SearchAnswers {
  readonly #engine: SearchEngine;
  readonly #facets: FacetCounter;
  #last: { query: string; version: string; all: FoundArticles } | null = null;

  constructor(engine: SearchEngine) {
    this.#engine = engine;
    this.#facets = new FacetCounter(engine.catalogue);
  }

  search(request: SearchRequest, stop: CallStop = NEVER_STOPPED): SearchAnswer {
    const started = performance.now();
    const parsed = this.#read(request.query);
    const all = this.#find(request.query, parsed, stop);
    const total = all.count;
    const { complete } = this.#engine;
    stop.check();
    const facets: Facet[] = request.facets ? this.#facets.count(all, stop.check) : [];
    const page = this.#order(all, request.sort, request.offset + request.limit).slice(request.offset);
    const hits = request.withoutExcerpts
      ? page.map(({ ordinal, score }) => bareHit(this.#engine.catalogue.rowAt(ordinal)!, score))
      : this.#hits(page, parsed, stop);
    return {
      query: request.query,
      understood: parsed.understood,
      remarks: remarksOf(parsed),
      total,
      tookMs: performance.now() - started,
      hits,
      facets,
      // While there is more to come nobody knows that nothing was found.
      suggestion: total === 0 && complete ? this.#suggest(request.query, parsed) : null,
      complete,
    };
  }

  searchIds(query: string): string[] {
    const all = this.#find(query, this.#read(query), NEVER_STOPPED);
    return this.#order(all, 'relevance', Infinity).map(({ ordinal }) => this.#engine.catalogue.rowAt(ordinal)!.id);
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
    return readQuery(query, this.#engine);
  }

  /** The likeliest query that finds something. */
  #suggest(query: string, { root }: ParsedQuery): string | null {
    for (const suggestion of suggestQueries(query, root, this.#engine)) {
      if (this.#engine.words.find(this.#read(suggestion).root).count > 0) return suggestion;
    }
    return null;
  }

  /** What the last search found, if this is the same one: its next page, or its facets. */
  #find(query: string, { root }: ParsedQuery, stop: CallStop): FoundArticles {
    const { catalogue, words } = this.#engine;
    const version = `${catalogue.version} ${words.version}`;
    if (this.#last?.query === query && this.#last.version === version) return this.#last.all;
    const all = words.find(root, stop);
    this.#last = { query, version: `${catalogue.version} ${words.version}`, all };
    return all;
  }

  /** The first `wanted` articles. */
  #order(all: FoundArticles, sort: SearchRequest['sort'], wanted: number): Found[] {
    const { catalogue } = this.#engine;
    if (sort !== 'relevance') return this.#inOrder(all, sort, wanted);
    const compare = compareRows('newest');
    return all.top(wanted, (a, b) => compare(catalogue.rowAt(a)!, catalogue.rowAt(b)!) < 0);
  }

  /** The first articles of a list's order that were found. */
  #inOrder(all: FoundArticles, sort: Exclude<SearchRequest['sort'], 'relevance'>, wanted: number): Found[] {
    const { catalogue } = this.#engine;
    /** By article number: place among those found and 1. */
    const places = new Uint32Array(wanted > 0 ? catalogue.ordinalCount : 0);
    for (let at = 0; at < all.count; at++) places[all.ordinals[at]!] = at + 1;
    const page: Found[] = [];
    for (const ordinal of wanted > 0 ? catalogue.order(sort) : []) {
      if (page.length >= wanted) break;
      const place = places[ordinal]!;
      if (place > 0) page.push({ ordinal, score: all.scores[place - 1]! });
    }
    return page;
  }

  #hits(page: readonly Found[], { root }: ParsedQuery, { check }: CallStop): Hit[] {
    const leaves = readLeaves(root, this.#engine.rules);
    return page.map(({ ordinal, score }) => {
      check();
      const entry = this.#engine.catalogue.at(ordinal)!;
      const { passage, reasons, note } = this.#passage(entry, leaves);
      const { excerpt, at } = passage;
      return { ...bareHit(entry.row, score), excerpt, at, reasons, note };
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

/** What is said about a query; the archive gives it its words. */
export function remarksOf({ remarks }: ParsedQuery): SearchAnswer['remarks'] {
  return remarks.map(({ code, start, end }) => ({ code, message: '', start, end }));
}

function unique(reasons: Reason[]): Reason[] {
  const byName = new Map(reasons.map((reason) => [`${reason.term}\n${reason.matched}\n${reason.kind}`, reason]));
  return [...byName.values()];
}
