import type { ArticleRow, ListAnswer } from '#contract';
import { ArticleTests } from './article-tests.ts';
import type { CatalogueChange } from './cache/catalogue-log.ts';
import type { PackJob } from './cache/pack-catalogue.ts';
import { SearchCache } from './cache/search-cache.ts';
import type { ArticleTexts } from './cache/text-log.ts';
import type { Catalogue, CatalogueEntry } from './catalogue.ts';
import type { Counts } from './catalogue-counts.ts';
import { compareEntries } from './catalogue-order.ts';
import { IdleUpkeep } from './idle-upkeep.ts';
import { IndexQueue } from './index-queue.ts';
import { LostTexts } from './lost-texts.ts';
import type { IndexedArticle, SearchIndex } from './search-index.ts';
import { joinNotes } from './segments/build-segment.ts';
import { indexedFields, sameWords } from './indexed-fields.ts';
import { Freezer, type BuildSegment, type LoadSegment } from './segments/freezer.ts';
import type { SecondScanner } from './segments/second-scanner.ts';
import type { TermRules } from './terms/term-rules.ts';
import { WordIndex, type WordGround } from './word-index.ts';

/**
 * `token` is who opens it: one that comes back after its thread died may take its cache over. `names`: what the user wrote
 * down ({@link readOwnNames}), the same for all threads.
 */
export type EngineOptions = { cacheFolder: string; archiveId: string; token: string; names?: string };

/**
 * How segments are built, and how many at a time, and how the catalogue is packed. `load`: what reads segments beside
 * this thread, which then answers before it has all of them; absent: all are read here before anything else.
 */
export type Builders = {
  build: BuildSegment;
  pack: (job: PackJob) => Promise<void>;
  threads: number;
  load?: LoadSegment;
};

/** From so many articles put at once or within {@link BULK_TIME} on, they are indexed in the background. */
const BULK = 256;
/** ms; on a slow machine an import comes slowly, and must not be indexed twice for it. */
const BULK_TIME = 10_000;
/** Fewer at once are always found at once. */
const FEW = 16;

/** Catalogue, texts and word index of one archive, in this thread. */
export class SearchEngine {
  readonly catalogue: Catalogue;
  readonly rules: TermRules;
  readonly words: WordIndex;
  readonly loadedFromCache: boolean;
  readonly #second: SecondScanner | null;
  readonly #cache: SearchCache;
  readonly #queue: IndexQueue;
  readonly #tests: ArticleTests;
  readonly #upkeep: IdleUpkeep;
  #recent = { since: 0, count: 0 };
  #closed = false;
  readonly #lost = new LostTexts();
  #loading: Promise<void> | null = null;

  /** `second`: a thread that takes part in searches; null: none. */
  constructor(
    { cacheFolder, archiveId, token }: EngineOptions,
    rules: TermRules,
    { build, pack, threads, load }: Builders,
    second: SecondScanner | null,
  ) {
    this.rules = rules;
    this.#second = second;
    const cache = (this.#cache = new SearchCache(cacheFolder, archiveId, token));
    const catalogue = (this.catalogue = cache.load());
    this.loadedFromCache = catalogue.size > 0;
    const textsOf = (entry: CatalogueEntry) => this.texts(entry);
    const tests = (this.#tests = new ArticleTests(catalogue, rules, textsOf));
    const ground: WordGround = {
      alive: () => catalogue.alive(),
      deaths: () => catalogue.deaths,
      passes: (filter) => tests.passes(filter),
      hasPhrase: (ordinal, node, field) => tests.hasPhrase(ordinal, node, field),
    };
    const words = (this.words = new WordIndex(rules, ground, second));
    const freezer = new Freezer(archiveId, { cache, catalogue, words }, { build, threads }, (entries) => {
      this.#lose(entries);
    });
    const index = (entry: CatalogueEntry) => {
      this.#index(entry, this.texts(entry));
    };
    this.#queue = new IndexQueue(words, freezer, threads, index, (ordinal) => catalogue.at(ordinal));
    this.#upkeep = new IdleUpkeep({
      ...{ archiveId, cache, catalogue, rules, pack, textsOf, queue: this.#queue },
      remove: (ids) => {
        this.remove(ids);
      },
      isComplete: () => this.complete,
    });
    if (load) {
      this.#loading = this.#loadInTurns(freezer, load).finally(() => {
        this.#loading = null;
      });
    } else this.#begin(freezer.load());
    this.#upkeep.later();
  }

  /** False while segments are still being loaded, or articles waiting to be indexed. */
  get complete(): boolean {
    return this.#loading === null && this.#queue.size === 0;
  }

  /** Something is loaded, indexed, built or merged. */
  get isAtWork(): boolean {
    return !this.complete || this.#queue.busy;
  }

  /** Resolves when {@link complete}. */
  async whenComplete(): Promise<void> {
    await this.#loading;
    await this.#queue.finish();
  }

  /**
   * Tells of articles whose texts are damaged in the cache, as soon as that is noticed: they must be put again. Replaces
   * the listener before.
   */
  onLost(listener: (ids: string[]) => void): void {
    this.#lost.listen(listener);
  }

  /** {@link IdleUpkeep.keepUp} now. */
  keepUp(): Promise<void> {
    return this.#upkeep.keepUp();
  }

  /** {@link whenComplete}, and all that is worth it is in the cache. */
  async settle(): Promise<void> {
    // Learning can wait: it would build anew what is just being built.
    this.#upkeep.pause();
    await this.#loading;
    await this.#queue.settle();
    await this.#upkeep.tidy();
    this.#upkeep.later();
  }

  stamps(): Map<string, string> {
    return this.catalogue.stamps();
  }

  /** Many articles within a short time are indexed in the background; else they can be found when this returns. */
  put(articles: IndexedArticle[]): void {
    const now = Date.now();
    if (now - this.#recent.since > BULK_TIME) this.#recent = { since: now, count: 0 };
    this.#recent.count += articles.length;
    const later = articles.length >= FEW && (!this.complete || this.#recent.count >= BULK);
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
    this.#append(changes);
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
    this.#tests.forget();
    this.#append(changes);
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
    this.#tests.forget();
    this.#append(changes);
  }

  row(id: string): ArticleRow | null {
    return this.catalogue.get(id)?.row ?? null;
  }

  rows(ids: string[]): ArticleRow[] {
    return ids.map((id) => this.row(id)).filter((row) => row !== null);
  }

  list({ sort, offset, limit, ids }: Parameters<SearchIndex['list']>[0]): ListAnswer {
    if (!ids) {
      const ordered = this.catalogue.order(sort);
      const page = ordered.subarray(offset, limit === null ? undefined : offset + limit);
      return { total: ordered.length, rows: Array.from(page, (ordinal) => this.catalogue.rowAt(ordinal)!) };
    }
    const entries = ids.map((id) => this.catalogue.get(id)).filter((entry) => entry !== undefined);
    const page = entries.sort(compareEntries(sort)).slice(offset, limit === null ? undefined : offset + limit);
    return { total: entries.length, rows: page.map(({ row }) => row) };
  }

  counts(): Counts {
    return this.catalogue.counts();
  }

  /** null: damaged in the cache; whoever listens is told. */
  texts(entry: CatalogueEntry): ArticleTexts | null {
    const texts = this.#cache.texts.read(entry.place);
    if (!texts) this.#lost.tell([entry.row.id]);
    return texts;
  }

  async #loadInTurns(freezer: Freezer, load: LoadSegment): Promise<void> {
    const { texts } = this.#cache;
    const isWanted = () => !this.#closed && this.#cache.texts === texts;
    const missing = await freezer.loadInTurns(load, isWanted);
    if (!missing) return;
    this.#begin(missing);
    void this.#prepare(isWanted);
  }

  /** What the first article saved would have to wait for. */
  async #prepare(isWanted: () => boolean): Promise<void> {
    while (isWanted() && !this.rules.prepareSome()) await new Promise((resolve) => setImmediate(resolve));
  }

  /** With what no segment has; texts whose files have become too short are lost, whoever asks for them. */
  #begin(missing: CatalogueEntry[]): void {
    if (missing.length > 0) this.#queue.push(missing);
    const cut = this.catalogue.entriesAt(this.#cache.texts.isCut());
    this.#lost.tell(cut.map(({ row }) => row.id));
  }

  /** Of articles that are not indexed, and cannot be: forgotten, so that the archive puts them again. */
  #lose(entries: readonly CatalogueEntry[]): void {
    const ids = entries.filter((entry) => this.catalogue.at(entry.ordinal) === entry).map(({ row }) => row.id);
    this.remove(ids);
    this.#lost.tell(ids);
  }

  clear(): void {
    this.#queue.clear();
    this.catalogue.clear();
    this.words.clear();
    this.#tests.forget();
    this.#cache.clear();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#lost.end();
    this.#second?.close();
    this.#upkeep.end();
    this.#queue.clear();
    this.#cache.close();
  }

  #append(changes: CatalogueChange[]): void {
    if (changes.length === 0) return;
    this.#cache.append(changes);
    this.#upkeep.later();
  }

  /** `texts` null: to be indexed later. */
  #replace(entry: CatalogueEntry, texts: ArticleTexts | null): void {
    const former = this.catalogue.get(entry.row.id);
    if (former) this.words.remove(former.ordinal);
    this.catalogue.put(entry);
    this.#tests.forget();
    if (texts) this.#index(entry, texts);
  }

  #index(entry: CatalogueEntry, texts: ArticleTexts | null): void {
    if (!texts) {
      this.#lose([entry]);
      return;
    }
    const { text, notes } = texts;
    this.words.add({ ...indexedFields(entry), id: entry.ordinal, text, notes: joinNotes(notes) });
    this.#queue.touchLive();
  }
}
