import type { ArticleRow, ListAnswer } from '#contract';
import { SearchCache } from './cache/search-cache.ts';
import type { CatalogueChange } from './cache/catalogue-log.ts';
import type { ArticleTexts } from './cache/text-log.ts';
import { Catalogue, compareEntries, type CatalogueEntry } from './catalogue.ts';
import type { IndexedArticle, SearchIndex } from './search-index.ts';
import { LiveSegment } from './segments/live-segment.ts';
import type { VocabularyWord } from './segments/word-query.ts';
import type { TermRules } from './terms/term-rules.ts';

/** Articles indexed in one go while the rest of the program waits: about 10 ms. */
const BATCH = 8;

/** `token` is who opens it: one that comes back after its thread died may take its cache over. */
export type EngineOptions = { cacheFolder: string; archiveId: string; token: string };

type Counts = Awaited<ReturnType<SearchIndex['counts']>>;

/** Catalogue, texts and word index of one archive, in this thread. */
export class SearchEngine {
  readonly catalogue = new Catalogue();
  readonly rules: TermRules;
  readonly loadedFromCache: boolean;
  live: LiveSegment;
  readonly #cache: SearchCache;
  /** Articles of the cache that are not indexed yet. */
  #waiting: CatalogueEntry[] = [];
  #loading: Promise<void> = Promise.resolve();
  #closed = false;

  constructor({ cacheFolder, archiveId, token }: EngineOptions, rules: TermRules) {
    this.rules = rules;
    this.live = new LiveSegment(rules);
    this.#cache = new SearchCache(cacheFolder, archiveId, token);
    const changes = this.#cache.load();
    for (const change of changes ?? []) this.#apply(change);
    this.loadedFromCache = this.catalogue.size > 0;
    this.#cache.begin(this.catalogue.entries());
    this.#waiting = [...this.catalogue.entries()].reverse();
    if (this.#waiting.length > 0) this.#loading = this.#indexWaiting();
  }

  /** False while articles of the cache are still being indexed. */
  get complete(): boolean {
    return this.#waiting.length === 0;
  }

  /** Resolves when {@link complete}. */
  whenComplete(): Promise<void> {
    return this.#loading;
  }

  stamps(): Map<string, string> {
    return new Map([...this.catalogue.entries()].map(({ row, stamp }) => [row.id, stamp]));
  }

  put(articles: IndexedArticle[]): void {
    const changes: CatalogueChange[] = [];
    for (const article of articles) {
      const { row, stamp, address, textHash, kicker, authors, text, hasImage, hasVideo, hasHighlight, notes } = article;
      const place = this.#cache.texts.append({ text, notes });
      const ordinal = this.catalogue.takeOrdinal();
      const entry: CatalogueEntry = {
        ...{ ordinal, row, stamp, address, textHash, kicker, authors },
        ...{ hasImage, hasVideo, hasHighlight, place },
      };
      this.#replace(entry, { text, notes });
      changes.push({ put: entry });
    }
    this.#cache.append(changes);
  }

  remove(ids: string[]): void {
    const changes: CatalogueChange[] = [];
    for (const id of ids) {
      const entry = this.catalogue.remove(id);
      if (!entry) continue;
      this.live.remove(entry.ordinal);
      changes.push({ remove: id });
    }
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

  vocabularyAt(prefix: string): Iterable<VocabularyWord> {
    return this.live.vocabularyAt(prefix);
  }

  vocabularyNear(key: string, distance: number): Iterable<VocabularyWord & { distance: number }> {
    return this.live.vocabularyNear(key, distance);
  }

  clear(): void {
    this.#waiting = [];
    this.catalogue.clear();
    this.live = new LiveSegment(this.rules);
    this.#cache.clear();
    this.#cache.begin([]);
  }

  close(): void {
    this.#closed = true;
    this.#waiting = [];
    this.#cache.close();
  }

  #apply(change: CatalogueChange): void {
    if ('put' in change) this.catalogue.put(change.put);
    else if ('remove' in change) this.catalogue.remove(change.remove);
    else this.catalogue.changeRow(change.row, change.stamp ?? undefined);
  }

  #replace(entry: CatalogueEntry, texts: ArticleTexts): void {
    const former = this.catalogue.get(entry.row.id);
    if (former) this.live.remove(former.ordinal);
    this.catalogue.put(entry);
    this.#index(entry, texts);
  }

  #index(entry: CatalogueEntry, { text, notes }: ArticleTexts): void {
    const { row, kicker, authors } = entry;
    this.live.add({
      ...{ id: entry.ordinal, language: row.language, title: row.title, kicker: kicker ?? '', text },
      ...{ authors: authors.join('\n\n'), tags: row.tags.join('\n\n'), source: row.source },
      notes: notes.map((note) => note.text).join('\n\n'),
    });
  }

  /** The newest first, in small steps: calls are answered in between. */
  async #indexWaiting(): Promise<void> {
    while (this.#waiting.length > 0) {
      await new Promise((resolve) => setImmediate(resolve));
      if (this.#closed) return;
      for (const entry of this.#waiting.splice(-BATCH)) {
        // Replaced or removed meanwhile.
        if (this.catalogue.at(entry.ordinal) !== entry) continue;
        const texts = this.texts(entry);
        if (texts) this.#index(entry, texts);
        else this.remove([entry.row.id]);
      }
    }
  }
}

/** Whether what is searched of a row stayed the same. */
function sameWords(a: ArticleRow, b: ArticleRow): boolean {
  return a.title === b.title && a.source === b.source && a.tags.join('\n') === b.tags.join('\n');
}
