import { basename, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { ArchiveStatus } from '#contract';
import { ArchiveError } from '../errors.ts';
import { readSource } from '../import/import-formats.ts';
import { CACHE_LOCK } from '../search/cache/cache-lock.ts';
import type { SearchIndex } from '../search/search-index.ts';
import type { ArchiveStore } from '../store/archive-store.ts';
import { DurableWriter } from '../store/durable-write.ts';
import { HalfMade } from '../store/half-made.ts';
import { ArchiveEvents } from './archive-events.ts';
import { ArrivingArticles } from './arriving-articles.ts';
import { archiveStatus } from './archive-status.ts';
import type { Archive, ArchiveOptions } from './archive-surface.ts';
import { articleCalls } from './article-calls.ts';
import { ArticleTurns } from './article-turns.ts';
import { backupCalls, BackupRecord } from './backup-calls.ts';
import { cacheFolderOf } from './cache-folder.ts';
import { CallsUnderWay } from './calls-under-way.ts';
import { collectionCalls } from './collection-calls.ts';
import { DiskSpaceWatch } from './disk-space.ts';
import { exportCalls } from './export-calls.ts';
import { folderBytes } from './folder-bytes.ts';
import { healthCalls } from './health-calls.ts';
import { HealthRecord } from './health-record.ts';
import { importCalls } from './import-calls.ts';
import { ImportHistory } from './import-history.ts';
import { ImportJournals } from './import-journal.ts';
import { IndexInStep } from './index-in-step.ts';
import { Jobs } from './jobs.ts';
import { refreshArticles, takeOut } from './keep-in-step.ts';
import { LostFiles } from './lost-files.ts';
import { moveFolder } from './move-calls.ts';
import { NoteCatalogue } from './note-calls.ts';
import type { Parts } from './parts.ts';
import { QuietCheck } from './quiet-check.ts';
import { RecordClaims } from './record-claims.ts';
import { resolveId } from './resolve-id.ts';
import { searchCalls } from './search-calls.ts';
import { SharedTurns } from './shared-turns.ts';
import { StartPause } from './start-pause.ts';

/** Ms between two looks whether what vanished is back: a sync client may bring the trash after the deletion. */
const LOST_AGAIN = 10_000;

/** The calls of an open archive on its files and its index, and what goes on beside them while it is open. */
export class OpenArchive {
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
  readonly #imports: ImportHistory;
  readonly #journals: ImportJournals;
  readonly #events = new ArchiveEvents(() => this.#status());
  readonly #inStep: IndexInStep;
  readonly #arriving = new ArrivingArticles({
    steady: () => performance.now(),
    again: (ids) => {
      this.#inStep.changed(ids);
    },
    seen: async (id) => (await this.#store.arrival(id)).seen,
  });
  readonly #importTurns = new SharedTurns();
  readonly #calls: CallsUnderWay;
  #lookingForLost: Promise<void> = Promise.resolve();
  #closing: Promise<void> | null = null;

  constructor(store: ArchiveStore, index: SearchIndex, cacheFolder: string, fresh: boolean, options: ArchiveOptions) {
    this.#store = store;
    this.#index = index;
    this.#cacheFolder = cacheFolder;
    this.#fresh = fresh;
    this.#imports = options.imports ?? new ImportHistory();
    this.#options = options;
    this.#health = new HealthRecord(cacheFolder);
    this.#lost = new LostFiles(join(options.dataFolder, 'lost-files', store.id), { ...options, store });
    this.#space = new DiskSpaceWatch(store);
    const writer = new DurableWriter({ random: options.random, platform: process.platform });
    this.#journals = new ImportJournals(join(options.dataFolder, 'imports', store.id), writer, options.now);
    this.#quiet = new QuietCheck({
      ...options,
      store,
      health: this.#health,
      wanted: () => this.#inStep.indexing === null && this.#closing === null && (options.quietCheck?.() ?? false),
      busy: () => this.#calls.isBusy,
      told: () => {
        this.#events.emit({ type: 'changed', articleIds: [] });
      },
    });
    this.#calls = new CallsUnderWay(store.folder, () => {
      this.#quiet.touch();
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
        this.#events.emit(event);
      },
      unreadable: new Map(),
      lost: this.#lost,
      ...(options.watch ? { arriving: this.#arriving } : {}),
      halfMade: new HalfMade(options.dataFolder, writer),
      turns: new ArticleTurns(),
      claims: new RecordClaims(),
      deletions: { count: 0 },
      later: (ids) => {
        this.#inStep.changed(ids);
      },
      refresh: async (ids) => {
        await refreshArticles(this.#parts, ids).catch(() => {
          this.#parts.later(ids);
        });
        this.#events.emit({ type: 'changed', articleIds: ids });
      },
      takeOut: (ids) => {
        this.#parts.deletions.count += 1;
        return takeOut(this.#parts, ids).catch(() => {
          this.#parts.later(ids);
        });
      },
      jobs: new Jobs(),
      upload:
        options.upload ??
        ((id) => {
          throw new ArchiveError('not-found', { kind: 'upload', id });
        }),
      readSource: options.readSource ?? readSource,
    };
    this.#inStep = new IndexInStep({
      parts: this.#parts,
      events: this.#events,
      remember: async () => {
        await this.#health.read();
        await this.#backups.read(store.id);
      },
      isClosing: () => this.#closing !== null,
    });
  }

  api(): Archive {
    const notes = new NoteCatalogue(this.#parts);
    const articles = articleCalls(this.#parts);
    // Without a list from the last time there is nothing to show before; a command line waits for all anyway.
    const pause = new StartPause(this.#options.watch && this.#index.loadedFromCache);
    const compared = this.#inStep.begin(pause.over);
    const stopWatching = this.#store.onOutsideChange((change) => {
      // Something that is no article: whoever shows collections asks again.
      if (change.articleIds?.length === 0) this.#events.emit({ type: 'changed', articleIds: null });
      else this.#inStep.changed(change.articleIds);
    });
    this.#index.onLost((ids) => {
      this.#inStep.changed(ids);
    });
    if (this.#options.quietCheck !== undefined)
      void compared.then(
        () => this.#quiet.begin(),
        () => undefined,
      );
    const lostAgain = setInterval(() => {
      this.#lookingForLost = this.#lookForLost();
    }, LOST_AGAIN);
    lostAgain.unref();
    const archive: Archive = {
      id: this.#store.id,
      folder: this.#store.folder,
      fresh: this.#fresh,
      imports: this.#imports,
      status: () => this.#status(),
      ...articles,
      openArticle: async (id) => notes.shown(await articles.openArticle(id)),
      listArticles: async (request) => {
        const answer = await articles.listArticles(request);
        pause.listed();
        return answer;
      },
      ...searchCalls(this.#parts, () => this.#inStep.indexing === null),
      ...notes.calls(),
      ...collectionCalls(this.#parts),
      ...exportCalls(this.#parts, notes),
      // The lock says who writes, in more bytes or fewer, and is nothing that is cached.
      ...healthCalls(this.#parts, { record: this.#health, lost: this.#lost }, () =>
        folderBytes(this.#cacheFolder, CACHE_LOCK),
      ),
      ...backupCalls(this.#parts, this.#backups, () => this.#name()),
      ...importCalls(this.#parts, {
        history: this.#imports,
        journals: this.#journals,
        agree: () => {
          pause.end();
          return this.#inStep.agree();
        },
        turns: this.#importTurns,
        stored: () => this.#space.forget(),
      }),
      // A look at a disk that is away tells of itself.
      lookAround: () => this.#store.lookAround().catch(() => undefined),
      cancelJob: (job) => {
        this.#parts.jobs.stop(job);
        return Promise.resolve();
      },
      // An import that does not find what is there would bring it in a second time.
      rebuild: () =>
        this.#importTurns.alone(async () => {
          pause.end();
          await this.#inStep.rebuild();
          return { articles: (await this.#index.counts()).articles };
        }),
      inStep: async () => {
        pause.end();
        await this.#inStep.saved();
      },
      asset: (id, name) => this.#store.asset(id, name),
      resolveId: (prefix) => resolveId(this.#parts, prefix),
      isCancelled: (job) => this.#parts.jobs.isStopped(job),
      moveTo: (request) =>
        this.#parts.jobs.run(request.job, async () => {
          pause.end();
          await this.#inStep.compared();
          return moveFolder(this.#parts, request, async (folder) => ({
            from: this.#cacheFolder,
            to: await cacheFolderOf(this.#options.cacheFolder, this.#store.id, folder),
          }));
        }),
      onEvent: (listener) => this.#events.listen(listener),
      close: () =>
        (this.#closing ??= this.#close(() => {
          stopWatching();
          clearInterval(lostAgain);
          pause.end();
        })),
    };
    return this.#calls.counted(archive);
  }

  /** What is under way ends first, imports and checks at the next place where they can: it needs store and index. */
  async #close(endWatching: () => void): Promise<void> {
    this.#events.end();
    endWatching();
    this.#parts.jobs.end();
    await this.#calls.end();
    await Promise.all([this.#inStep.end(), this.#quiet.end(), this.#lookingForLost]);
    this.#arriving.end();
    await this.#index.close();
    await this.#store.close();
  }

  async #lookForLost(): Promise<void> {
    const before = this.#lost.list.length;
    if (before === 0 || this.#store.access() === 'vanished') return;
    // A disk that does not answer is told of elsewhere.
    await this.#lost.recheckSome().catch(() => undefined);
    if (this.#lost.list.length !== before) void this.#events.tellStatus();
  }

  #status(): Promise<ArchiveStatus> {
    return archiveStatus({
      parts: this.#parts,
      health: this.#health,
      quiet: this.#quiet,
      space: this.#space,
      backups: this.#backups,
      name: this.#name(),
      fresh: this.#fresh,
      indexing: this.#inStep.indexing,
    });
  }

  #name(): string {
    return this.#options.name ?? basename(this.#store.folder);
  }
}
