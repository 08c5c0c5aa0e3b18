import type { Excerpt, Facet, Hit, Reason, SearchAnswer, SearchRequest, TextMatch } from '#contract';
import { compareEntries, type CatalogueEntry } from './catalogue.ts';
import { countFacets } from './count-facets.ts';
import { evaluateQuery, type QueryGround } from './evaluate-query.ts';
import { findMatches, phraseLeaf, readLeaves, readText, withoutOverlaps, type Leaf } from './matching/find-matches.ts';
import { makeExcerpt, reasonsOf, type Passage } from './matching/make-excerpt.ts';
import { parseQuery } from './query/parse-query.ts';
import type { ParsedQuery, PhraseNode } from './query/query-node.ts';
import type { SearchEngine } from './search-engine.ts';
import type { WordQuery } from './segments/word-query.ts';
import { suggestQuery } from './suggest-query.ts';

type Found = { entry: CatalogueEntry; score: number };
type Noted = { id: string; excerpt: Excerpt };

/** Answers queries on one engine. */
export class SearchAnswers {
  readonly #engine: SearchEngine;

  constructor(engine: SearchEngine) {
    this.#engine = engine;
  }

  search(request: SearchRequest): SearchAnswer {
    const started = performance.now();
    const parsed = parseQuery(request.query);
    const found = this.#find(parsed, request.sort);
    const page = found.slice(request.offset, request.offset + request.limit);
    const leaves = readLeaves(parsed.root, this.#engine.rules);
    const hits = page.map((one) => this.#hit(one, leaves, request.withoutExcerpts === true));
    const facets: Facet[] = request.facets ? countFacets(found.map(({ entry }) => entry)) : [];
    return {
      query: request.query,
      understood: parsed.understood,
      remarks: parsed.remarks.map(({ code, start, end }) => ({ code, message: '', start, end })),
      total: found.length,
      tookMs: performance.now() - started,
      hits,
      facets,
      suggestion: found.length === 0 ? this.#suggest(request.query, parsed) : null,
      complete: this.#engine.complete,
    };
  }

  searchIds(query: string): string[] {
    return this.#find(parseQuery(query), 'relevance').map(({ entry }) => entry.row.id);
  }

  excerpts(query: string, ids: string[]): { id: string; excerpt: Excerpt; at: number | null }[] {
    const leaves = readLeaves(parseQuery(query).root, this.#engine.rules);
    return ids.flatMap((id) => {
      const entry = this.#engine.catalogue.get(id);
      return entry ? [{ id, ...this.#passage(entry, leaves).passage }] : [];
    });
  }

  matchesIn(id: string, query: string): TextMatch[] {
    const entry = this.#engine.catalogue.get(id);
    const texts = entry && this.#engine.texts(entry);
    if (!texts) return [];
    const leaves = readLeaves(parseQuery(query).root, this.#engine.rules);
    const read = readText(texts.text, entry.row.language, this.#engine.rules);
    return withoutOverlaps(findMatches(read, leaves, 'text')).map(({ start, end, kind }) => ({ start, end, kind }));
  }

  /** Only a query that finds something. */
  #suggest(query: string, { root }: ParsedQuery): string | null {
    const isKnown = (word: WordQuery) => this.#engine.live.scores(word).size > 0;
    const suggestion = suggestQuery(query, root, this.#engine, isKnown);
    return suggestion !== null && this.#find(parseQuery(suggestion), 'newest').length > 0 ? suggestion : null;
  }

  #find(parsed: ParsedQuery, sort: SearchRequest['sort']): Found[] {
    const { catalogue } = this.#engine;
    const found: Found[] = [];
    for (const [ordinal, score] of evaluateQuery(parsed.root, this.#ground())) {
      const entry = catalogue.at(ordinal);
      if (entry) found.push({ entry, score });
    }
    const compare = compareEntries(sort === 'relevance' ? 'newest' : sort);
    return found.sort((a, b) => (sort === 'relevance' ? b.score - a.score : 0) || compare(a.entry, b.entry));
  }

  #ground(): QueryGround {
    const { rules, catalogue, live } = this.#engine;
    return {
      rules,
      catalogue,
      scores: (word) => live.scores(word),
      hasPhrase: (ordinal, node) => this.#hasPhrase(ordinal, node),
    };
  }

  #hasPhrase(ordinal: number, node: PhraseNode): boolean {
    const { catalogue, rules } = this.#engine;
    const entry = catalogue.at(ordinal);
    const texts = entry && this.#engine.texts(entry);
    if (!texts) return false;
    const leaf = phraseLeaf(node, rules);
    const { row, kicker, authors } = entry;
    const title = [row.title];
    const notes = texts.notes.map((note) => note.text);
    const everywhere = [texts.text, row.title, kicker ?? '', ...authors, ...row.tags, row.source, ...notes];
    const places = node.field === 'title' ? title : node.field === 'notes' ? notes : everywhere;
    return places.some((text) => leaf.find(readText(text, row.language, rules)).length > 0);
  }

  #hit({ entry, score }: Found, leaves: Leaf[], bare: boolean): Hit {
    const { row } = entry;
    const base = { id: row.id, title: row.title, source: row.source, published: row.published, score, row };
    if (bare) return { ...base, excerpt: { text: '', marks: [] }, reasons: [], at: null, note: null };
    const { passage, reasons, note } = this.#passage(entry, leaves);
    return { ...base, ...passage, reasons, note };
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

function unique(reasons: Reason[]): Reason[] {
  const byName = new Map(reasons.map((reason) => [`${reason.term}\n${reason.matched}\n${reason.kind}`, reason]));
  return [...byName.values()];
}
