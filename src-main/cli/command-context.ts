import { randomBytes } from 'node:crypto';
import { isAbsolute, join } from 'node:path';
import type { Settings, UiLanguage } from '#contract';
import { openArchive, type Archive, type ArchiveOptions } from '../archive.ts';
import { ArchiveError } from '../errors.ts';
import { help, message, sentence } from '../messages/index.ts';
import type { MessageKey } from '../messages/messages.ts';
import { findFolders, openSettings, type Folders } from '../settings.ts';
import type { CommandLineIo } from './command-line-io.ts';

/** Options that stand before or after any command. */
export type GlobalOptions = { archive?: string; json?: boolean; language?: UiLanguage };

/** How a command wants its archive opened; all else is the same for every command. */
export type Opening = Partial<Pick<ArchiveOptions, 'create' | 'upload' | 'cacheFolder' | 'dataFolder'>> & {
  folder?: string;
};

/** What every command works with: where the archive is, and how to answer. */
export class CommandContext {
  readonly io: CommandLineIo;
  readonly json: boolean;
  readonly language: UiLanguage;
  readonly folders: Folders;
  readonly #options: GlobalOptions;
  #settings: Settings | null = null;
  #open: Archive | null = null;

  constructor(io: CommandLineIo, options: GlobalOptions) {
    this.io = io;
    this.json = options.json ?? false;
    this.language = options.language ?? languageOf(io.environment);
    this.folders = findFolders(io.environment);
    this.#options = options;
  }

  /** A path of the user's, seen from the folder the command was called in. */
  path(path: string): string {
    return isAbsolute(path) ? path : join(this.io.folder, path);
  }

  /** Opened instead of what the settings name; null: not said. */
  get namedArchive(): string | null {
    const named = this.#options.archive ?? this.io.environment.NACHLESE_ARCHIVE ?? '';
    return named === '' ? null : this.path(named);
  }

  /** True: named on this very command line. */
  get archiveIsOption(): boolean {
    return this.#options.archive !== undefined;
  }

  async archiveFolder(): Promise<string> {
    return this.namedArchive ?? (await this.#readSettings(true)).archive ?? this.folders.defaultArchive;
  }

  /** The archive, with index and lists in step with its folder. Closed when the command ends. */
  async archive(opening: Opening = {}): Promise<Archive> {
    const folder = opening.folder ?? (await this.archiveFolder());
    const { creator } = await this.#readSettings(false);
    this.#open = await openArchive(folder, {
      now: () => new Date(),
      random: (count) => randomBytes(count),
      language: () => this.language,
      creator: () => creator,
      name: null,
      cacheFolder: this.folders.cache,
      dataFolder: this.folders.data,
      create: 'never',
      watch: false,
      createSearchWorker: null,
      ...(this.io.readSource === null ? {} : { readSource: this.io.readSource }),
      ...opening,
    });
    await this.#open.inStep();
    return this.#open;
  }

  async close(): Promise<void> {
    await this.#open?.close();
    this.#open = null;
  }

  /** One JSON value, or text for people, on standard output. */
  answer(value: unknown, text: () => string): void {
    const answer = this.json ? JSON.stringify(value, null, 2) : text();
    if (answer !== '') this.io.out(answer.endsWith('\n') ? answer : `${answer}\n`);
  }

  /** Says which articles cannot be read, as nothing of them is in an answer about all. True where there is one. */
  async remarkDamage(archive: Archive): Promise<boolean> {
    const { unreadable } = await archive.status();
    for (const { id, reason } of unreadable) this.remark(this.say('cli.unreadable-article', { id, reason }));
    return unreadable.length > 0;
  }

  /** A line for people on standard error. */
  remark(text: string): void {
    this.io.err(`${text}\n`);
  }

  /** A line on standard error that the next one replaces; only where a person looks. */
  progress(text: string): void {
    if (this.io.terminal) this.io.err(`\r\u001b[K${text}`);
  }

  say(key: MessageKey, values: Readonly<Record<string, string | number>> = {}): string {
    return message(key, this.language, values);
  }

  /** What a command or option is for; "" where nothing is said. */
  help(name: string): string {
    return help(name, this.language);
  }

  sentence(error: unknown): string {
    return sentence(error, this.language);
  }

  async #readSettings(needed: boolean): Promise<Settings> {
    if (this.#settings !== null) return this.#settings;
    const file = openSettings(this.folders.config);
    const settings = await file.read();
    const trouble = file.trouble();
    // Whoever relied on the folder in them must not end up in another archive.
    if (trouble !== null && needed)
      throw new ArchiveError('archive-missing', { folder: trouble.file, reason: trouble.reason });
    this.#settings = settings;
    return settings;
  }
}

/** German where the system's messages are German (POSIX order of the variables), else English. */
const languageOf = (environment: CommandLineIo['environment']): UiLanguage => {
  const { LC_ALL, LC_MESSAGES, LANG } = environment;
  const locale = [LC_ALL, LC_MESSAGES, LANG].find((value) => value !== undefined && value !== '') ?? '';
  return /^de(?:[_.@-]|$)/iu.test(locale) ? 'de' : 'en';
};
