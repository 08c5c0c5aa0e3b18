import type { ArticleRow, ListAnswer } from '#contract';
import type { CatalogueChange } from './cache/catalogue-log.ts';
import { SearchCache } from './cache/search-cache.ts';
import type { ArticleTexts } from './cache/text-log.ts';
import { Catalogue, compareEntries, type CatalogueEntry } from './catalogue.ts';
import { passes } from './filter-articles.ts';
import { IndexQueue } from './index-queue.ts';
import { phraseLeaf, readText } from './matching/find-matches.ts';
import type { Filter, PhraseNode } from './query/query-node.ts';
import type { IndexedArticle, SearchIndex } from './search-index.ts';
import { joinNotes } from './segments/build-segment.ts';
import { Freezer, indexedFields, type BuildSegment } from './segments/freezer.ts';
import type { SecondScanner } from './segments/second-scanner.ts';
import type { FieldName } from './segments/word-query.ts';
import type { TermRules } from './terms/term-rules.ts';
import { WordIndex, type WordGround } from './word-index.ts';

/** `token` is who opens it: one that comes back after its thread died may take its cache over. */
export type EngineOptions = { cacheFolder: string; archiveId: string; token: string };

/** How segments are built, and how many at a time. */
export type Builders = { build: BuildSegment; threads: number };

/** From so many articles put at once or within a second on, they are indexed in the background. */
const BULK = 256;
/** Fewer at once are always found at once. */
const FEW = 16;
const MAX_FILTERS = 64;

type Counts = Awaited<ReturnType<SearchIndex['counts']>>;

/** Catalogue, texts and word index of one archive, in this thread. */
export class SearchEngine {
  readonly catalogue = new Catalogue();
  readonly rules: TermRules;
  readonly words: WordIndex;
  readonly loadedFromCache: boolean;
  readonly #second: SecondScanner | null;
  readonly #cache: SearchCache;
  readonly #queue: IndexQueue;
  readonly #filters = new Map<string, Uint8Array>();
  #recent = { since: 0, count: 0 };
  #closed = false;

  /** `second`: a thread that takes part in searches; null: none. */
  constructor(
    { cacheFolder, archiveId, token }: EngineOptions,
    rules: TermRules,
    { build, threads }: Builders,
    second: SecondScanner | null,
  ) {
    this.rules = rules;
    this.#second = second;
    const ground: WordGround = {
      alive: () => this.catalogue.alive(),
      passes: (filter) => this.#passes(filter),
      hasPhrase: (ordinal, node, field) => this.#hasPhrase(ordinal, node, field),
    };
    this.words = new WordIndex(rules, ground, second);
    this.#cache = new SearchCache(cacheFolder, archiveId, token);
    for (const change of this.#cache.load() ?? []) this.#apply(change);
    this.loadedFromCache = this.catalogue.size > 0;
    this.#cache.begin(this.catalogue.entries());
    const freezer = new Freezer(archiveId, this.#cache, this.catalogue, this.words, build);
    this.#queue = new IndexQueue(
      this.words,
      freezer,
      threads,
      (entry) => {
        this.#index(entry, this.texts(entry));
      },
      (ordinal) => this.catalogue.at(ordinal),
    );
    const missing = freezer.load();
    if (missing.length > 0) this.#queue.push(missing);
  }

  /** False while articles are still waiting to be indexed. */
  get complete(): boolean {
    return this.#queue.size === 0;
  }

  /** Resolves when {@link complete}. */
  whenComplete(): Promise<void> {
    return this.#queue.finish();
  }

  /** {@link whenComplete}, and all that is worth it is in the cache. */
  settle(): Promise<void> {
    return this.#queue.settle();
  }

  stamps(): Map<string, string> {
    return new Map([...this.catalogue.entries()].map(({ row, stamp }) => [row.id, stamp]));
  }

  /** Many articles within a second are indexed in the background; else they can be found when this returns. */
  put(articles: IndexedArticle[]): void {
    const now = Date.now();
    if (now - this.#recent.since > 1_000) this.#recent = { since: now, count: 0 };
    this.#recent.count += articles.length;
    const later = !this.complete || (articles.length >= FEW && this.#recent.count >= BULK);
    const waiting: CatalogueEntry[] = [];
    const changes: CatalogueChange[] = [];
    for (const article of articles) {
      const { row, stamp, address, textHash, kicker, authors, text, hasImage, hasVideo, hasHighlight, notes } = article;
      const place = this.#cache.texts.append({ text, notes });
      const ordinal = this.catalogue.takeOrdinal();
      const entry: CatalogueEntry = {
        ...{ ordinal, row, stamp, address, textHash, kicker, authors },
        ...{ hasImage, hasVideo, hasHighlight, place },
      };
      this.#replace(entry, later ? null : { text, notes });
      if (later) waiting.push(entry);
      changes.push({ put: entry });
    }
    this.#cache.append(changes);
    if (waiting.length > 0) this.#queue.push(waiting);
  }

  remove(ids: string[]): void {
    const changes: CatalogueChange[] = [];
    for (const id of ids) {
      const entry = this.catalogue.remove(id);
      if (!entry) continue;
      this.words.remove(entry.ordinal);
      changes.push({ remove: id });
    }
    this.#filters.clear();
    this.#cache.append(changes);
  }

  changeRows(rows: ArticleRow[], stamps: Map<string, string>): void {
    const changes: CatalogueChange[] = [];
    for (const row of rows) {
      const former = this.catalogue.get(row.id);
      if (!former) continue;
      const stamp = stamps.get(row.id) ?? former.stamp;
      if (sameWords(former.row, row)) {
        this.catalogue.changeRow(row, stamp);
        changes.push({ row, stamp, hasHighlight: former.hasHighlight });
        continue;
      }
      const texts = this.texts(former);
      // Without its text it cannot be indexed anew: forgotten, so that the archive puts it again.
      if (!texts) this.remove([row.id]);
      else {
        const entry = { ...former, ordinal: this.catalogue.takeOrdinal(), row, stamp };
        this.#replace(entry, texts);
        changes.push({ put: entry });
      }
    }
    this.#filters.clear();
    this.#cache.append(changes);
  }

  row(id: string): ArticleRow | null {
    return this.catalogue.get(id)?.row ?? null;
  }

  rows(ids: string[]): ArticleRow[] {
    return ids.map((id) => this.row(id)).filter((row) => row !== null);
  }

  list({ sort, offset, limit, ids }: Parameters<SearchIndex['list']>[0]): ListAnswer {
    const entries = ids
      ? ids.map((id) => this.catalogue.get(id)).filter((entry) => entry !== undefined)
      : this.catalogue.sorted(sort);
    const ordered = ids ? [...entries].sort(compareEntries(sort)) : entries;
    const page = ordered.slice(offset, limit === null ? undefined : offset + limit);
    return { total: ordered.length, rows: page.map(({ row }) => row) };
  }

  counts(): Counts {
    const counts: Counts = {
      ...{ articles: 0, notes: 0, words: 0 },
      ...{ sources: new Map(), languages: new Map(), years: new Map(), tags: new Map() },
    };
    const count = (map: Map<string, number>, value: string) => map.set(value, (map.get(value) ?? 0) + 1);
    for (const { row } of this.catalogue.entries()) {
      counts.articles++;
      counts.notes += row.notes;
      counts.words += row.words;
      count(counts.sources, row.source);
      if (row.language !== null) count(counts.languages, row.language);
      count(counts.years, (row.published ?? row.archived).slice(0, 4));
      for (const tag of row.tags) count(counts.tags, tag);
    }
    return counts;
  }

  /** null: damaged in the cache. */
  texts(entry: CatalogueEntry): ArticleTexts | null {
    return this.#cache.texts.read(entry.place);
  }

  clear(): void {
    this.#queue.clear();
    this.catalogue.clear();
    this.words.clear();
    this.#filters.clear();
    this.#cache.clear();
    this.#cache.begin([]);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#second?.close();
    this.#queue.clear();
    this.#cache.close();
  }

  #apply(change: CatalogueChange): void {
    if ('put' in change) this.catalogue.put(change.put);
    else if ('remove' in change) this.catalogue.remove(change.remove);
    else this.catalogue.changeRow(change.row, change.stamp ?? undefined);
  }

  /** `texts` null: to be indexed later. */
  #replace(entry: CatalogueEntry, texts: ArticleTexts | null): void {
    const former = this.catalogue.get(entry.row.id);
    if (former) this.words.remove(former.ordinal);
    this.catalogue.put(entry);
    this.#filters.clear();
    if (texts) this.#index(entry, texts);
  }

  #index(entry: CatalogueEntry, texts: ArticleTexts | null): void {
    if (!texts) {
      // Damaged in the cache: forgotten, so that the archive puts it again.
      this.remove([entry.row.id]);
      return;
    }
    const { text, notes } = texts;
    this.words.add({ ...indexedFields(entry), id: entry.ordinal, text, notes: joinNotes(notes) });
    this.#queue.touchLive();
  }

  /** Kept until anything changes: each letter typed asks the same filters again. */
  #passes(filter: Filter): Uint8Array {
    const name = JSON.stringify(filter);
    let table = this.#filters.get(name);
    if (!table) {
      // Memory that both scanning threads can read.
      table = new Uint8Array(new SharedArrayBuffer(this.catalogue.ordinalCount));
      for (const entry of this.catalogue.entries()) if (passes(entry, filter)) table[entry.ordinal] = 1;
      if (this.#filters.size >= MAX_FILTERS) this.#filters.clear();
      this.#filters.set(name, table);
    }
    return table;
  }

  #hasPhrase(ordinal: number, node: PhraseNode, field: FieldName): boolean {
    const entry = this.catalogue.at(ordinal);
    if (!entry) return false;
    const leaf = phraseLeaf({ ...node, joined: null }, this.rules);
    const { row, kicker, authors } = entry;
    const texts = field === 'text' || field === 'notes' ? this.texts(entry) : null;
    const places = {
      title: [row.title, kicker ?? ''],
      text: [texts?.text ?? ''],
      more: [...authors, ...row.tags, row.source],
      notes: texts?.notes.map((note) => note.text) ?? [],
    }[field];
    return places.some((text) => leaf.find(readText(text, row.language, this.rules)).length > 0);
  }
}

/** Whether what is searched of a row stayed the same. */
function sameWords(a: ArticleRow, b: ArticleRow): boolean {
  return a.title === b.title && a.source === b.source && a.tags.join('\n') === b.tags.join('\n');
}
