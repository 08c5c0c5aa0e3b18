import { lstatSync, promises, watch, type FSWatcher } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { isArticleId, NOTES_FOLDER, type ArchivePaths } from './archive-names.ts';
import { isRealFolder, namesIn, statIfThere } from './read-file.ts';

/** What an event is about; it may be nothing. */
export type WatchEvents = {
  /** An article's folder, or something in it. */
  article: (id: string) => void;
  /** Something else of the archive: collections, the marker. */
  other: () => void;
  /** The system does not say what. */
  anything: () => void;
  /** Another process raised the generation. */
  generation: () => void;
};

/** ms of making watches before others get their turn. */
const LONGEST_TURN = 8;
const YEAR = /^\d{4}$/;

/**
 * The system's watches (RULINGS.md, 21): on Linux one per year, article and notes folder, as a recursive one there
 * watches every file; on macOS and Windows one recursive watch.
 */
export class FolderWatches {
  /** The system allows no more: what is not watched must be looked at. */
  isLimited = false;
  readonly #paths: ArchivePaths;
  readonly #events: WatchEvents;
  readonly #isRecursive: boolean;
  readonly #watchers = new Map<string, FSWatcher>();
  /** Inodes of the years' folders when their watches were made: one of the same name may be another. */
  readonly #years = new Map<string, number>();
  #isEnded = false;

  constructor(paths: ArchivePaths, events: WatchEvents, platform: NodeJS.Platform) {
    this.#paths = paths;
    this.#events = events;
    this.#isRecursive = platform === 'darwin' || platform === 'win32';
  }

  /** Watches the archive's own folder. */
  begin(): void {
    this.#watch(this.#paths.folder, (name) => this.#onPath(name));
    if (!this.#isRecursive) this.#watch(this.#paths.collections, () => this.#events.other());
  }

  /** Resolves when every folder that is there now is watched. */
  async watchArticles(): Promise<void> {
    if (this.#isRecursive) return;
    this.#watch(this.#paths.articles, (name) => void this.#renewYear(name ?? '').catch(ignore));
    for (const year of await namesIn(this.#paths.articles)) await this.#addYear(year);
  }

  /** Watches an article's folder and its notes, or stops where they are gone. */
  async addArticle(id: string): Promise<void> {
    if (this.#isRecursive) return;
    const folder = this.#paths.article(id);
    const notes = this.#paths.notes(id);
    if (!(await isRealFolder(folder))) {
      this.#unwatch(folder);
      this.#unwatch(notes);
      return;
    }
    this.#watchArticle(id);
    await this.#addNotes(id);
  }

  end(): void {
    this.#isEnded = true;
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }

  /**
   * A folder that came, went or was replaced. A watch is on what had the name when it was made, so it is made anew; what
   * came before it stood was seen by nobody.
   */
  async #renewArticle(id: string): Promise<void> {
    this.#unwatch(this.#paths.article(id));
    this.#unwatch(this.#paths.notes(id));
    await this.addArticle(id);
    this.#events.article(id);
  }

  async #renewNotes(id: string): Promise<void> {
    this.#unwatch(this.#paths.notes(id));
    await this.#addNotes(id);
    this.#events.article(id);
  }

  async #addNotes(id: string): Promise<void> {
    const notes = this.#paths.notes(id);
    if (await isRealFolder(notes)) this.#watchNotes(id);
    else this.#unwatch(notes);
  }

  /** A year that came, went or was replaced; what came in it before its watch stood was seen by nobody. */
  async #renewYear(year: string): Promise<void> {
    if (!YEAR.test(year)) return;
    const folder = join(this.#paths.articles, year);
    const stats = await statIfThere(folder);
    if (stats !== null && this.#years.get(folder) === stats.ino) return;
    const isAnother = this.#watchers.has(folder);
    this.#unwatch(folder);
    await this.#addYear(year);
    for (const id of (await namesIn(folder)).filter(isArticleId)) {
      if (isAnother) await this.#renewArticle(id);
      else this.#events.article(id);
    }
  }

  async #addYear(year: string): Promise<void> {
    const folder = join(this.#paths.articles, year);
    if (!YEAR.test(year) || this.#watchers.has(folder)) return;
    const stats = await statIfThere(folder);
    if (stats?.isDirectory() !== true) return;
    this.#years.set(folder, stats.ino);
    this.#watch(folder, (name) => {
      if (name === null || !isArticleId(name)) return;
      this.#events.article(name);
      void this.#renewArticle(name).catch(ignore);
    });
    const entries = await promises.readdir(folder, { withFileTypes: true });
    let turn = performance.now();
    for (const entry of entries) {
      if (this.isLimited || this.#isEnded) return;
      if (!entry.isDirectory() || !isArticleId(entry.name) || !entry.name.startsWith(year)) continue;
      this.#watchArticle(entry.name);
      // Without waiting for the system: making a watch does not either, and 20,000 waits take their time.
      if (lstatSync(this.#paths.notes(entry.name), { throwIfNoEntry: false })?.isDirectory() ?? false)
        this.#watchNotes(entry.name);
      if (performance.now() - turn < LONGEST_TURN) continue;
      await new Promise<void>((resolve) => setImmediate(resolve));
      turn = performance.now();
    }
  }

  #watchArticle(id: string): void {
    this.#watch(this.#paths.article(id), (name) => {
      if (name === NOTES_FOLDER) void this.#renewNotes(id).catch(ignore);
      this.#events.article(id);
    });
  }

  #watchNotes(id: string): void {
    this.#watch(this.#paths.notes(id), () => this.#events.article(id));
  }

  /** In the archive's own folder, or, where the watch is recursive, below it. */
  #onPath(path: string | null): void {
    const [top, year, id] = (path ?? '').split(/[\\/]/);
    if (top === '.generation') this.#events.generation();
    else if (top === 'articles' && year !== undefined && id !== undefined && isArticleId(id)) this.#events.article(id);
    else if (path === null) this.#events.anything();
    else if (top === 'collections' || top === 'archive.json') {
      this.begin();
      this.#events.other();
    } else if (top === 'articles' && path === 'articles' && !this.#isRecursive) {
      void this.watchArticles().catch(ignore);
      this.#events.anything();
    }
  }

  #watch(folder: string, listener: (name: string | null) => void): void {
    if (this.#isEnded || this.#watchers.has(folder)) return;
    try {
      const watcher = watch(folder, { persistent: false, recursive: this.#isRecursive }, (_, name) => listener(name));
      watcher.on('error', () => {
        if (this.#watchers.get(folder) === watcher) this.#unwatch(folder);
      });
      this.#watchers.set(folder, watcher);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code !== 'ENOENT' && code !== 'ENOTDIR') this.isLimited = true;
    }
  }

  #unwatch(folder: string): void {
    this.#watchers.get(folder)?.close();
    this.#watchers.delete(folder);
  }
}

const ignore = () => undefined;
