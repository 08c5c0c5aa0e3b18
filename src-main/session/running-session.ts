import { mkdir } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { ArchiveApi, ArchiveEvent, ArchiveStatus, Host, NachleseApi, Settings, UiLanguage } from '#contract';
import { type Archive, type ArchiveOptions, openArchive } from '../archive.ts';
import { ArchiveError } from '../errors.ts';
import type { HostActions } from '../hosts/host-actions.ts';
import { callLanguage } from '../messages/call-language.ts';
import { message } from '../messages/index.ts';
import { ArchiveInUse } from './archive-in-use.ts';
import { ArchiveMove } from './archive-move.ts';
import { BackupJobs } from './backup-session.ts';
import { ARCHIVE_METHODS, isRead } from './archive-methods.ts';
import { describeForDiagnosis } from './diagnosis.ts';
import { readSeed } from './seed.ts';
import { settingsAfterMove } from '../settings/settings-after-move.ts';
import { WriteGate } from './write-gate.ts';
import type { Folders, SettingsChange, SettingsFile } from '../settings.ts';

/** What a door gives the session it serves. */
export type SessionOptions = Pick<ArchiveOptions, 'now' | 'random' | 'createSearchWorker' | 'readSource' | 'upload'> & {
  folders: Folders;
  settings: SettingsFile;
  /** Its language is the system's; the settings may say otherwise. */
  host: Host;
  /** Dialogs and the like; null where the door has none. */
  actions: HostActions | null;
  /** Folder of the first article and what is known about it, put into an archive that this session makes. */
  seedFolder: string;
  /** Opened instead of the archive the settings name; the settings are not changed by it. */
  archiveFolder: string | null;
};

/** A running program: the archive that is open, the settings, and the door's own abilities behind one surface. */
export type Session = {
  readonly api: NachleseApi;
  /** The open archive; throws what kept it from opening. */
  archive(): Archive;
  /** A file of an article of the open archive; throws `not-found`. */
  asset: Archive['asset'];
  onEvent(listener: (event: ArchiveEvent) => void): () => void;
  /** Tells the window of files or links handed to the program. */
  emit(event: ArchiveEvent): void;
  close(): Promise<void>;
};

const refuse = (method: keyof HostActions) => () => Promise.reject(new ArchiveError('not-at-this-door', { method }));

/** A door without dialogs says so to whoever asks for one. */
const NO_ACTIONS: HostActions = {
  chooseFiles: refuse('chooseFiles'),
  chooseFolder: refuse('chooseFolder'),
  chooseSavePath: refuse('chooseSavePath'),
  showInFolder: refuse('showInFolder'),
  openExternal: refuse('openExternal'),
};

/**
 * Starts the program behind a door: opens the archive of the settings, or makes the first one. Where that fails the
 * session still runs, every call on the archive answers with the reason, and another archive can be opened.
 */
export async function startSession(options: SessionOptions): Promise<Session> {
  const session = new RunningSession(options, await options.settings.read());
  await session.openFirst();
  return session;
}

type OpenArguments = [folder: string, create: ArchiveOptions['create'], name: string | null, remember: boolean];

class RunningSession implements Session {
  readonly api: NachleseApi;
  readonly #options: SessionOptions;
  readonly #listeners = new Set<(event: ArchiveEvent) => void>();
  readonly #backups: BackupJobs;
  readonly #move: ArchiveMove;
  readonly #writing = new WriteGate();
  readonly #use = new ArchiveInUse((event) => {
    this.emit(event);
  });
  #settings: Settings;
  #closed: Promise<void> | null = null;

  constructor(options: SessionOptions, settings: Settings) {
    this.#options = options;
    this.#settings = settings;
    const { now, random, folders } = options;
    this.#backups = new BackupJobs({
      ...{ now, random, dataFolder: folders.data },
      emit: (event) => this.emit(event),
      inTurn: (task) => this.#use.inTurn(task),
      open: (folder, name) => this.#openNow(folder, 'never', name, true),
    });
    this.#move = new ArchiveMove({
      writing: this.#writing,
      named: options.archiveFolder,
      open: async (former, folder) => this.#openIn(folder, 'never', (await former.status()).name, former.imports),
      follow: async (former, folder) => {
        await this.#change((known) => settingsAfterMove(known, former, folder, folders.defaultArchive));
      },
      adopt: async (archive) => {
        await this.#use.adopt(archive);
      },
      inTurn: (task) => this.#use.inTurn(task),
      isInUse: (archive) => this.#use.archive === archive,
    });
    this.api = {
      ...this.#delegates(),
      ...this.#programCalls(),
      cancelJob: async (job) => {
        if (!this.#backups.cancel(job)) await this.archive().cancelJob(job);
      },
    };
  }

  archive(): Archive {
    return this.#use.require();
  }

  asset(id: string, name: string): ReturnType<Archive['asset']> {
    return this.#use.asset(id, name);
  }

  onEvent(listener: (event: ArchiveEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  emit(event: ArchiveEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  close(): Promise<void> {
    return (this.#closed ??= this.#end());
  }

  async #end(): Promise<void> {
    try {
      await Promise.all([this.#use.close(), this.#backups.end(), this.#move.cancel()]);
    } finally {
      await this.#options.settings.settled();
    }
  }

  async openFirst(): Promise<void> {
    const { archiveFolder, folders } = this.#options;
    const folder = archiveFolder ?? this.#settings.archive ?? folders.defaultArchive;
    try {
      // The default lies in the documents folder, which a fresh system may not have yet.
      if (folder === folders.defaultArchive) await mkdir(folders.documents, { recursive: true });
      await this.#open(folder, 'if-missing', null, archiveFolder === null);
    } catch (error) {
      this.#use.failed(error);
    }
  }

  #open(...asked: OpenArguments): Promise<ArchiveStatus> {
    return this.#use.inTurn(() => this.#openNow(...asked));
  }

  /** In turn only. */
  async #openNow(...[folder, create, name, remember]: OpenArguments): Promise<ArchiveStatus> {
    const path = resolve(folder);
    const known = this.#settings.archives.find((one) => one.folder === path);
    const archive = await this.#use.openAnew(path, () => this.#openIn(path, create, name ?? known?.name ?? null));
    // It comes with the first archive; whoever makes another one knows the app.
    try {
      if (archive.fresh && this.#settings.archives.length === 0) await this.#addSeed(archive);
    } catch (error) {
      await archive.close();
      throw error;
    }
    return this.#use.adopt(archive, async () => {
      if (remember) await this.#remember(path, name ?? known?.name ?? basename(path));
    });
  }

  #openIn(
    path: string,
    create: ArchiveOptions['create'],
    name: string | null,
    imports?: Archive['imports'],
  ): Promise<Archive> {
    const { now, random, createSearchWorker, readSource, upload, folders } = this.#options;
    return openArchive(path, {
      now,
      random,
      createSearchWorker,
      ...(readSource === undefined ? {} : { readSource }),
      ...(upload === undefined ? {} : { upload }),
      ...(imports === undefined ? {} : { imports }),
      language: () => this.#language(),
      creator: () => this.#settings.creator,
      quietCheck: () => this.#settings.quietCheck,
      name,
      cacheFolder: folders.cache,
      dataFolder: folders.data,
      create,
      watch: true,
    });
  }

  async #addSeed(archive: Archive): Promise<void> {
    const { name, paste } = await readSeed(this.#options.seedFolder);
    await archive.importSources({
      job: 'seed',
      sources: [{ kind: 'paste', paste, name }],
      format: null,
      tags: [],
      dryRun: false,
    });
  }

  async #remember(folder: string, name: string): Promise<void> {
    const { archive, archives } = this.#settings;
    // At most starts nothing changes: a write would only keep the window waiting for the disk.
    if (archive === folder && archives[0]?.folder === folder && archives[0].name === name) return;
    await this.#change((present) => {
      const others = present.archives.filter((one) => one.folder !== folder);
      return { archive: folder, archives: [{ folder, name }, ...others] };
    });
  }

  async #change(change: SettingsChange): Promise<Settings> {
    this.#settings = await this.#options.settings.change(change);
    this.emit({ type: 'settings', settings: this.#settings });
    return this.#settings;
  }

  #language(): UiLanguage {
    return callLanguage(this.#settings.language ?? this.#options.host.language);
  }

  #settingsTrouble(): string | null {
    const trouble = this.#options.settings.trouble();
    if (trouble === null) return null;
    const { file, reason, aside } = trouble;
    if (aside === null) return message('settings.not-read', this.#language(), { file, reason });
    return message('settings.unreadable', this.#language(), { file, reason, aside });
  }

  #delegates(): ArchiveApi {
    type Task = () => Promise<unknown>;
    const call = (method: keyof ArchiveApi) => {
      const through = isRead(method) ? (task: Task) => task() : (task: Task) => this.#writing.pass(task);
      return (...args: unknown[]) => this.#use.call(method, args, through);
    };
    const calls = ARCHIVE_METHODS.map((method) => [method, call(method)] as const);
    return Object.fromEntries(calls) as unknown as ArchiveApi;
  }

  #programCalls(): Omit<NachleseApi, keyof ArchiveApi> {
    const actions = this.#options.actions ?? NO_ACTIONS;
    return {
      host: () =>
        Promise.resolve({
          ...this.#options.host,
          language: this.#settings.language ?? this.#options.host.language,
        }),
      readSettings: async () => {
        this.#settings = await this.#options.settings.read();
        return this.#settings;
      },
      changeSettings: (change) => this.#change(change),
      settingsTrouble: () => Promise.resolve(this.#settingsTrouble()),
      openArchive: (folder) => this.#open(folder, 'never', null, true),
      createArchive: (folder, name) => this.#open(folder, 'anyway', name.trim() === '' ? null : name.trim(), true),
      ...this.#backups.calls(),
      forgetArchive: (folder) =>
        this.#change(({ archives }) => ({ archives: archives.filter((one) => one.folder !== folder) })),
      moveArchive: async ({ job, folder }) => this.#move.run(this.archive(), job, folder),
      diagnostics: () => describeForDiagnosis(this.#options, this.#settings, this.#use.archive, this.#use.failure),
      chooseFiles: () => actions.chooseFiles(),
      chooseFolder: (purpose) => actions.chooseFolder(purpose),
      chooseSavePath: (suggestedName) => actions.chooseSavePath(suggestedName),
      showInFolder: (path) => actions.showInFolder(path),
      openExternal: (url) => actions.openExternal(url),
    };
  }
}
