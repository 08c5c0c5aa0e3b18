import { createHash } from 'node:crypto';
import { mkdir, realpath } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ArchiveApi, ArchiveEvent, ArchiveStatus, UiLanguage } from '#contract';
import { articleCalls } from './archive/article-calls.ts';
import { backupCalls, BackupRecord } from './archive/backup-calls.ts';
import { collectionCalls } from './archive/collection-calls.ts';
import { exportCalls } from './archive/export-calls.ts';
import { folderBytes } from './archive/folder-bytes.ts';
import { DiskSpaceWatch } from './archive/disk-space.ts';
import { healthCalls } from './archive/health-calls.ts';
import { HealthRecord } from './archive/health-record.ts';
import { ImportHistory } from './archive/import-history.ts';
import { requireRoom } from './archive/import-room.ts';
import { runImport } from './archive/import-run.ts';
import { keepInStep, refreshArticles } from './archive/keep-in-step.ts';
import { LostFiles } from './archive/lost-files.ts';
import { NoteCatalogue } from './archive/note-calls.ts';
import type { Parts, ReadSource } from './archive/parts.ts';
import { moveFolder, type MoveRequest } from './archive/move-calls.ts';
import { QuietCheck } from './archive/quiet-check.ts';
import { searchCalls } from './archive/search-calls.ts';
import { StartPause } from './archive/start-pause.ts';
import { ArchiveError } from './errors.ts';
import { importFormats, readSource } from './import/import-formats.ts';
import { openSearch, type SearchWorkerMaker } from './search/open-search.ts';
import type { SearchIndex } from './search/search-index.ts';
import type { ArchiveStore } from './store/archive-store.ts';
import type { Moved } from './store/move-archive.ts';
import { createArchive, openStore } from './store/open-store.ts';

/** What an archive is given from outside, so that it knows no host, no clock and no chance of its own. */
export type ArchiveOptions = {
  now: () => Date;
  /** `count` random bytes. */
  random: (count: number) => Uint8Array;
  /** Language of the caller, for sentences in reports. */
  language: () => UiLanguage;
  /** Name for new notes. */
  creator: () => string | null;
  /** Name of the archive as its owner calls it; null: its folder's. */
  name: string | null;
  /** Parent of all caches; this archive's is keyed by its id and real path. */
  cacheFolder: string;
  /** Remembers across runs what must not be forgotten: folders that held an archive. */
  dataFolder: string;
  /** "if-missing" makes the folder an archive where it is missing or empty and not remembered; "anyway" even then. */
  create: 'never' | 'if-missing' | 'anyway';
  /** Look for changes others make in the folder. */
  watch: boolean;
  /** Whether to check all files while nobody works; asked again and again. Left out: never. */
  quietCheck?: () => boolean;
  /** Makes the thread the index lives in; null: in this one. */
  createSearchWorker: SearchWorkerMaker | null;
  readSource?: ReadSource;
  /** Where an upload of the browser door lies. */
  upload?: (id: string) => string;
};

/** One open archive: all of the contract's calls, and what only its hosts need. */
export type Archive = ArchiveApi & {
  readonly id: string;
  readonly folder: string;
  /** Made by this very call of {@link openArchive}. */
  readonly fresh: boolean;
  /** Resolves when index and lists agree with the folder as it was at opening. */
  inStep(): Promise<void>;
  /** A file of an article for a host to serve; throws `not-found`. */
  asset(id: string, name: string): Promise<{ path: string; mediaType: string; size: number }>;
  /** The one article whose id is or begins with this; throws `not-found` or `ambiguous`. */
  resolveId(prefix: string): Promise<string>;
  onEvent(listener: (event: ArchiveEvent) => void): () => void;
  /** Whether a job that runs was asked to stop. */
  isCancelled(job: string): boolean;
  /** Moves the folder; this archive stays with the former one, reads, and refuses to write. Throws as `moveArchive`. */
  moveTo(request: MoveRequest): Promise<Moved>;
  close(): Promise<void>;
};

/** Vanished files that a status names; the others are counted. */
const MOST_LOST_NAMED = 100;
/** Ms between two looks whether what vanished is back: a sync client may bring the trash after the deletion. */
const LOST_AGAIN = 10_000;
/** Ms from a change to the status that counts it. */
const STATUS_AFTER = 200;

/** Opens the archive in a folder: files, index and everything that can be asked of them. */
export async function openArchive(folder: string, options: ArchiveOptions): Promise<Archive> {
  const { store, fresh } = await openOrMake(folder, options);
  const cacheFolder = join(options.cacheFolder, await cacheKey(store.id, store.folder));
  await mkdir(cacheFolder, { recursive: true });
  const namesFile = join(options.dataFolder, 'names.txt');
  const index = await openSearch(
    { cacheFolder, archiveId: store.id, namesFile, now: options.now },
    options.createSearchWorker,
  );
  return new OpenArchive(store, index, cacheFolder, fresh, options).api();
}

/** A copied folder has the same id, so its real path is part of the key. */
async function cacheKey(id: string, folder: string): Promise<string> {
  const path = await realpath(folder).catch(() => folder);
  return `${id}-${createHash('sha256').update(path).digest('hex').slice(0, 12)}`;
}

async function openOrMake(folder: string, options: ArchiveOptions): Promise<{ store: ArchiveStore; fresh: boolean }> {
  const storeOptions = { ...options };
  try {
    return { store: await openStore(folder, storeOptions), fresh: false };
  } catch (error) {
    if (!(error instanceof ArchiveError && error.code === 'archive-missing') || options.create === 'never') throw error;
    const newEvenIfRemembered = options.create === 'anyway';
    try {
      return { store: await createArchive(folder, storeOptions, { newEvenIfRemembered }), fresh: true };
    } catch (failure) {
      if (!(failure instanceof ArchiveError && failure.code === 'exists')) throw failure;
      // Another program was faster.
      return { store: await openStore(folder, storeOptions), fresh: false };
    }
  }
}

class OpenArchive {
  readonly #store: ArchiveStore;
  readonly #index: SearchIndex;
  readonly #parts: Parts;
  readonly #options: ArchiveOptions;
  readonly #cacheFolder: string;
  readonly #fresh: boolean;
  readonly #health: HealthRecord;
  readonly #lost: LostFiles;
  readonly #space: DiskSpaceWatch;
  readonly #quiet: QuietCheck;
  readonly #backups: BackupRecord;
  readonly #imports = new ImportHistory();
  readonly #listeners = new Set<(event: ArchiveEvent) => void>();
  #indexing: { done: number; total: number } | null = null;
  #inStep: Promise<void> = Promise.resolve();
  #outside: Promise<void> = Promise.resolve();
  #closed = false;
  #statusDue: NodeJS.Timeout | null = null;

  constructor(store: ArchiveStore, index: SearchIndex, cacheFolder: string, fresh: boolean, options: ArchiveOptions) {
    this.#store = store;
    this.#index = index;
    this.#cacheFolder = cacheFolder;
    this.#fresh = fresh;
    this.#options = options;
    this.#health = new HealthRecord(cacheFolder);
    this.#lost = new LostFiles(join(options.dataFolder, 'lost-files', store.id), { ...options, store });
    this.#space = new DiskSpaceWatch(store);
    this.#quiet = new QuietCheck({
      ...options,
      store,
      health: this.#health,
      wanted: () => this.#indexing === null && !this.#closed && (options.quietCheck?.() ?? false),
      told: () => {
        this.#emit({ type: 'changed', articleIds: [] });
      },
    });
    this.#backups = new BackupRecord(options.dataFolder, options.random);
    this.#parts = {
      store,
      index,
      now: options.now,
      random: options.random,
      language: options.language,
      creator: options.creator,
      emit: (event) => {
        this.#emit(event);
      },
      unreadable: new Map(),
      lost: this.#lost,
      refresh: async (ids) => {
        await refreshArticles(this.#parts, ids);
        this.#emit({ type: 'changed', articleIds: ids });
      },
      cancelled: new Set(),
      upload:
        options.upload ??
        ((id) => {
          throw new ArchiveError('not-found', { kind: 'upload', id });
        }),
      readSource: options.readSource ?? readSource,
    };
  }

  api(): Archive {
    const notes = new NoteCatalogue(this.#parts);
    const articles = articleCalls(this.#parts);
    // Without a list from the last time there is nothing to show before; a command line waits for all anyway.
    const pause = new StartPause(this.#options.watch && this.#index.loadedFromCache);
    this.#inStep = pause.over.then(() => this.#step());
    // A failure is told to whoever waits for it; unasked it must not end the program.
    this.#inStep.catch(() => undefined);
    const stopWatching = this.#store.onOutsideChange((change) => {
      // One after the other: of two looks at one article the later must be the last to be told.
      this.#outside = this.#outside.then(() => this.#outsideChange(change.articleIds));
    });
    if (this.#options.quietCheck !== undefined)
      void this.#inStep.then(
        () => this.#quiet.begin(),
        () => undefined,
      );
    const lostAgain = setInterval(() => void this.#lookForLost(), LOST_AGAIN);
    lostAgain.unref();
    return this.#touching({
      id: this.#store.id,
      folder: this.#store.folder,
      fresh: this.#fresh,
      status: () => this.#status(),
      ...articles,
      listArticles: async (request) => {
        const answer = await articles.listArticles(request);
        pause.listed();
        return answer;
      },
      ...searchCalls(this.#parts, () => this.#indexing === null),
      ...notes.calls(),
      ...collectionCalls(this.#parts),
      ...exportCalls(this.#parts, notes),
      ...healthCalls(this.#parts, { record: this.#health, lost: this.#lost }, () => folderBytes(this.#cacheFolder)),
      ...backupCalls(this.#parts, this.#backups, () => this.#name()),
      importSources: async (request) => {
        pause.end();
        await this.#inStep;
        if (!request.dryRun) this.#requireWritable();
        await requireRoom(this.#store, request);
        const report = await runImport(this.#parts, request);
        if (!request.dryRun) this.#imports.add(report);
        this.#space.forget();
        this.#emit({ type: 'changed', articleIds: null });
        return report;
      },
      importFormats: () => {
        const language = this.#options.language();
        return Promise.resolve(
          importFormats.map(({ name, extensions, label }) => ({
            name,
            extensions: [...extensions],
            label: label[language],
          })),
        );
      },
      undoImport: (job) => this.#imports.undo(job, this.#parts),
      cancelJob: (job) => {
        this.#parts.cancelled.add(job);
        return Promise.resolve();
      },
      rebuild: async () => {
        pause.end();
        await this.#inStep.catch(() => undefined);
        await this.#index.clear();
        this.#inStep = this.#step();
        await this.#inStep;
        return { articles: (await this.#index.counts()).articles };
      },
      inStep: () => {
        pause.end();
        return this.#inStep;
      },
      asset: (id, name) => this.#store.asset(id, name),
      resolveId: (prefix) => this.#resolveId(prefix),
      isCancelled: (job) => this.#parts.cancelled.has(job),
      moveTo: async (request) => {
        pause.end();
        await this.#inStep;
        return moveFolder(this.#parts, request, async (folder) => ({
          from: this.#cacheFolder,
          to: join(this.#options.cacheFolder, await cacheKey(this.#store.id, folder)),
        }));
      },
      onEvent: (listener) => {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
      },
      close: async () => {
        if (this.#closed) return;
        this.#closed = true;
        stopWatching();
        clearInterval(lostAgain);
        pause.end();
        await this.#inStep.catch(() => undefined);
        await this.#quiet.end();
        await this.#index.close();
        await this.#store.close();
      },
    });
  }

  /** Whoever calls works, and the quiet check stands back; the status is asked for by whoever only looks on. */
  #touching(archive: Archive): Archive {
    const calls = Object.entries(archive).map(([name, value]: [string, unknown]) => {
      if (typeof value !== 'function' || name === 'status') return [name, value] as const;
      const call = value as (...args: unknown[]) => unknown;
      const touching = (...args: unknown[]) => {
        this.#quiet.touch();
        return call(...args);
      };
      return [name, touching] as const;
    });
    return Object.fromEntries(calls) as unknown as Archive;
  }

  #emit(event: ArchiveEvent): void {
    for (const listener of this.#listeners) listener(event);
    if (event.type !== 'changed' || this.#statusDue !== null) return;
    // Changes come in bursts; their counts are told once.
    this.#statusDue = setTimeout(() => {
      this.#statusDue = null;
      if (!this.#closed) void this.#tellStatus();
    }, STATUS_AFTER);
    this.#statusDue.unref();
  }

  async #tellStatus(): Promise<void> {
    try {
      this.#emit({ type: 'status', status: await this.#status() });
    } catch {
      // The index is being closed or restarted; whoever asks for the status hears why.
    }
  }

  /** Refuses before a source is read what could not be stored anyway. */
  #requireWritable(): void {
    const access = this.#store.access();
    // Where an archive moved to only its store can say.
    if (access !== 'writable' && access !== 'moved')
      throw new ArchiveError(`archive-${access}`, { folder: this.#store.folder });
  }

  async #step(): Promise<void> {
    await this.#health.read();
    await this.#backups.read(this.#store.id);
    let toldAt = 0;
    const changed = await keepInStep(
      this.#parts,
      (done, total) => {
        this.#indexing = done < total ? { done, total } : null;
        const now = Date.now();
        if (now - toldAt < 250 && done < total) return;
        toldAt = now;
        void this.#tellStatus();
      },
      () => this.#closed,
    );
    this.#indexing = null;
    if (changed.length > 0) this.#emit({ type: 'changed', articleIds: null });
    // Whoever asked before this knows nothing yet of what was found in earlier sessions.
    else void this.#tellStatus();
  }

  async #lookForLost(): Promise<void> {
    const before = this.#lost.list.length;
    if (before === 0 || this.#store.access() === 'vanished') return;
    // A disk that does not answer is told of elsewhere.
    await this.#lost.recheck().catch(() => undefined);
    if (this.#lost.list.length !== before) void this.#tellStatus();
  }

  async #outsideChange(articleIds: string[] | null): Promise<void> {
    try {
      await this.#inStep;
      if (this.#store.access() === 'vanished') await this.#tellStatus();
      else if (articleIds === null) {
        this.#inStep = this.#step();
        await this.#inStep;
      } else await this.#parts.refresh(articleIds);
    } catch {
      // What could not be read now is tried again at the next change and at the next start.
    }
  }

  async #status(): Promise<ArchiveStatus> {
    const counts = await this.#index.counts();
    return {
      id: this.#store.id,
      name: this.#name(),
      folder: this.#store.folder,
      access: this.#store.access(),
      articles: counts.articles,
      notes: counts.notes,
      unreadable: Array.from(this.#parts.unreadable, ([id, reason]) => ({ id, reason })),
      indexing: this.#indexing,
      lastVerified: this.#health.lastVerified,
      check: { ...this.#health.summary(this.#lost.list.map(({ path }) => path)), round: this.#quiet.round },
      lost: this.#lost.list.slice(0, MOST_LOST_NAMED),
      lostCount: this.#lost.list.length,
      space: await this.#space.space(),
      lastBackup: this.#backups.last?.last ?? null,
      backupFolder: this.#backups.last?.folder ?? null,
      fresh: this.#fresh,
    };
  }

  #name(): string {
    return this.#options.name ?? basename(this.#store.folder);
  }

  async #resolveId(prefix: string): Promise<string> {
    if ((await this.#index.row(prefix)) !== null) return prefix;
    const found = prefix === '' ? [] : await this.#index.findByPrefix(prefix);
    const [id] = found;
    const missed = this.#lost.list.map(({ articleId }) => articleId).filter((one) => one.startsWith(prefix));
    if (id === undefined && prefix !== '' && new Set(missed).size === 1) return missed[0] ?? prefix;
    if (id === undefined) throw new ArchiveError('not-found', { kind: 'article', id: prefix });
    if (found.length > 1) throw new ArchiveError('ambiguous', { id: prefix, count: found.length });
    return id;
  }
}
