import type { ArticleRow, ListAnswer } from '#contract';
import type { CatalogueChange } from './cache/catalogue-log.ts';
import { cleanTexts } from './cache/clean-texts.ts';
import type { PackJob } from './cache/pack-catalogue.ts';
import { SearchCache } from './cache/search-cache.ts';
import type { ArticleTexts } from './cache/text-log.ts';
import { compareEntries, type Catalogue, type CatalogueEntry } from './catalogue.ts';
import type { Counts } from './catalogue-counts.ts';
import { passes } from './filter-articles.ts';
import { IndexQueue } from './index-queue.ts';
import { LostTexts } from './lost-texts.ts';
import { phraseLeaf, readText } from './matching/find-matches.ts';
import type { Filter, PhraseNode } from './query/query-node.ts';
import type { IndexedArticle, SearchIndex } from './search-index.ts';
import { joinNotes } from './segments/build-segment.ts';
import { indexedFields } from './indexed-fields.ts';
import { Freezer, type BuildSegment, type LoadSegment } from './segments/freezer.ts';
import type { SecondScanner } from './segments/second-scanner.ts';
import type { FieldName } from './segments/word-query.ts';
import { collectWords, readArchiveWords, takeSample, worthLearning, writeArchiveWords } from './terms/archive-words.ts';
import { TERM_RULES_VERSION, type TermRules } from './terms/term-rules.ts';
import { WordIndex, type WordGround } from './word-index.ts';

/** `token` is who opens it: one that comes back after its thread died may take its cache over. */
export type EngineOptions = { cacheFolder: string; archiveId: string; token: string; namesFile?: string };

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
const MAX_FILTERS = 64;
/** ms without changes after which the cache is tidied. */
const TIDY_AFTER = 20_000;

/** Catalogue, texts and word index of one archive, in this thread. */
export class SearchEngine {
  readonly catalogue: Catalogue;
  readonly rules: TermRules;
  readonly words: WordIndex;
  readonly loadedFromCache: boolean;
  readonly #second: SecondScanner | null;
  readonly #cache: SearchCache;
  readonly #queue: IndexQueue;
  readonly #filters = new Map<string, Uint8Array>();
  #recent = { since: 0, count: 0 };
  #tidy: NodeJS.Timeout | undefined;
  #closed = false;
  readonly #pack: Builders['pack'];
  readonly #lost = new LostTexts();
  #loading: Promise<void> | null = null;
  readonly #archiveId: string;

  /** `second`: a thread that takes part in searches; null: none. */
  constructor(
    { cacheFolder, archiveId, token }: EngineOptions,
    rules: TermRules,
    { build, pack, threads, load }: Builders,
    second: SecondScanner | null,
  ) {
    this.rules = rules;
    this.#pack = pack;
    this.#archiveId = archiveId;
    this.#second = second;
    const ground: WordGround = {
      alive: () => this.catalogue.alive(),
      passes: (filter) => this.#passes(filter),
      hasPhrase: (ordinal, node, field) => this.#hasPhrase(ordinal, node, field),
    };
    this.words = new WordIndex(rules, ground, second);
    this.#cache = new SearchCache(cacheFolder, archiveId, token);
    this.catalogue = this.#cache.load();
    this.loadedFromCache = this.catalogue.size > 0;
    const words = readArchiveWords(cacheFolder, archiveId, TERM_RULES_VERSION);
    if (words) rules.learn(words);
    const parts = { cache: this.#cache, catalogue: this.catalogue, words: this.words };
    const freezer = new Freezer(archiveId, parts, build, (entries) => {
      this.#lose(entries);
    });
    this.#queue = new IndexQueue(
      this.words,
      freezer,
      threads,
      (entry) => {
        this.#index(entry, this.texts(entry));
      },
      (ordinal) => this.catalogue.at(ordinal),
    );
    if (load) {
      this.#loading = this.#loadInTurns(freezer, load).finally(() => {
        this.#loading = null;
      });
    } else this.#begin(freezer.load());
    this.#tidyLater();
  }

  /** False while segments are still being loaded, or articles waiting to be indexed. */
  get complete(): boolean {
    return this.#loading === null && this.#queue.size === 0;
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

  /** {@link whenComplete}, and all that is worth it is in the cache. */
  async settle(): Promise<void> {
    // Learning can wait: it would build anew what is just being built.
    clearTimeout(this.#tidy);
    await this.#loading;
    await this.#queue.settle();
    await this.#tidyUp();
    this.#tidyLater();
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
    this.#filters.clear();
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
    this.#filters.clear();
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
      return { total: ordered.length, rows: Array.from(page, (ordinal) => this.catalogue.at(ordinal)!.row) };
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
    this.#filters.clear();
    this.#cache.clear();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#lost.end();
    this.#second?.close();
    clearTimeout(this.#tidy);
    this.#queue.clear();
    this.#cache.close();
  }

  #append(changes: CatalogueChange[]): void {
    if (changes.length === 0) return;
    this.#cache.append(changes);
    this.#tidyLater();
  }

  #tidyLater(): void {
    clearTimeout(this.#tidy);
    if (this.#closed) return;
    this.#tidy = setTimeout(() => {
      if (this.complete) void this.#tidyUp().then(() => this.learnWords());
      else this.#tidyLater();
    }, TIDY_AFTER);
    this.#tidy.unref();
  }

  /**
   * Learns nouns from the archive where it has grown enough since the last time, and builds older segments anew with
   * them, all in the background.
   */
  async learnWords(): Promise<void> {
    const { texts, folder, writable } = this.#cache;
    const isWanted = () => !this.#closed && this.#cache.texts === texts && this.complete;
    const articles = this.catalogue.size;
    if (!writable || !isWanted()) return;
    if (worthLearning(articles, this.rules.archiveWords?.articles ?? 0)) {
      const found = await collectWords(this.#sampleTexts(), this.rules, isWanted);
      if (!found) return;
      const known = this.rules.archiveWords?.words ?? [];
      const learned = { articles, words: [...new Set([...known, ...found])].sort() };
      writeArchiveWords(folder, this.#archiveId, TERM_RULES_VERSION, learned);
      this.rules.learn(learned);
    }
    await this.#queue.merge();
  }

  *#sampleTexts(): Generator<{ text: string; language: string | null }> {
    for (const ordinal of takeSample(this.catalogue.order('oldest').slice())) {
      const entry = this.catalogue.at(ordinal);
      const texts = entry && this.texts(entry);
      if (texts) yield { text: texts.text, language: entry.row.language };
    }
  }

  /** Packs the log of the catalogue and gives back the space of replaced texts, where it is worth it. */
  async #tidyUp(): Promise<void> {
    const { texts } = this.#cache;
    const isWanted = () => !this.#closed && this.#cache.texts === texts;
    if (!this.complete || !isWanted()) return;
    await this.#queue.merge();
    if (!isWanted()) return;
    await this.#cache.pack(this.catalogue.size, this.#pack);
    // A segment that is being built reads the texts where they were when it was begun.
    const isQuiet = () => isWanted() && !this.#queue.busy;
    if (isQuiet()) this.remove(await cleanTexts(this.#cache, this.catalogue, isQuiet));
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
      this.#lose([entry]);
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
  return (
    a.title === b.title && a.language === b.language && a.source === b.source && a.tags.join('\n') === b.tags.join('\n')
  );
}
