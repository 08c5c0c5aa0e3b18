import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import type { Browser, ElectronApplication, LaunchOptions, Page } from '@playwright/test';
import type { ArchiveStatus, Bridge, Reply } from '#contract';
import { BrowserDoor } from './browser-door.ts';
import { secondStart, startElectron } from './electron-start.ts';
import { makeHome } from './temporary-home.ts';
import type { Home } from './temporary-home.ts';
import { words } from './words.ts';
import type { Key, Language } from './words.ts';

const USER = process.env['NACHLESE_TEST_USER'];

export type Runtime = 'electron' | 'browser';

export type AppSettings = {
  runtime: Runtime;
  language: Language;
  /** For Chromium in project "browser". */
  launchOptions: LaunchOptions;
  /** Runs the program through another: `strace …`; its own command follows. */
  through?: readonly string[];
  /** Electron as this user id, with its sandbox on. */
  userId?: number;
  /** The app's folder, where it is not this checkout. */
  appFolder?: string;
  electron?: string;
  /** Added to the environment of every start. */
  environment?: Record<string, string>;
};

/** Nachlese as a program, whichever door it stands at: start, restart, close. It has a home of its own, which outlives its restarts. */
export class Program {
  readonly home: Home;
  readonly language: Language;
  readonly runtime: Runtime;
  /** What the window wrote to its console as an error, and what it threw. */
  readonly complaints: string[] = [];
  readonly #settings: AppSettings;
  #electron: ElectronApplication | null = null;
  #door: BrowserDoor | null = null;
  #browser: Browser | null = null;
  #page: Page | null = null;
  #electronError = '';
  #hasRun = false;

  constructor(settings: AppSettings) {
    const user = USER === undefined || settings.runtime === 'browser' ? {} : { userId: Number(USER) };
    this.#settings = { ...user, ...settings };
    this.language = settings.language;
    this.runtime = settings.runtime;
    this.home = makeHome(settings.language, this.#settings.userId ?? null);
  }

  /** What the program wrote to standard error. */
  get standardError(): string {
    return this.#electronError + (this.#door?.standardError ?? '');
  }

  get running(): boolean {
    return this.#page !== null;
  }

  get page(): Page {
    if (!this.#page) throw new Error('the app is not running');
    return this.#page;
  }

  /** A message of the window in the app's language. */
  say(key: Key, values?: Record<string, string | number>): string {
    return words(this.language, key, values);
  }

  /** Starts the program and waits until its window shows the archive. */
  async start(): Promise<this> {
    const page = await (this.runtime === 'electron' ? this.#startElectron() : this.#startBrowser());
    this.#page = page;
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(message.text());
    });
    await page.getByRole('navigation', { name: this.say('shell.navigation') }).waitFor();
    return this;
  }

  async close(): Promise<void> {
    await this.#browser?.close();
    await this.#electron?.close();
    await this.#door?.close();
    this.#browser = this.#electron = this.#door = this.#page = null;
  }

  /** Ends the program as its user would, and starts it again on the same home. */
  async restart(): Promise<void> {
    await this.close();
    await this.start();
  }

  /** Ends the program for good and removes its home. */
  async dispose(): Promise<void> {
    await this.close();
    this.home.remove();
  }

  /** Starts the program a second time with a new file of the home; answers how that start ended. */
  async startAgain(names: readonly string[], text: string): Promise<number | null> {
    const files = names.map((name) => join(this.home.folder, name));
    for (const file of files) await writeFile(file, text);
    return this.startWith(files);
  }

  /** Starts the program a second time with these files or links; answers how that start ended. */
  async startWith(files: readonly string[]): Promise<number | null> {
    const command = [...secondStart(this.#settings), ...files];
    const second = spawn(command[0] ?? '', command.slice(1), {
      env: this.#environment(),
      cwd: this.home.folder,
      stdio: 'ignore',
    });
    const [code] = (await once(second, 'exit')) as [number | null];
    return code;
  }

  /** The running Electron, for what only its main process knows. */
  get electron(): ElectronApplication {
    if (!this.#electron) throw new Error('no Electron is running');
    return this.#electron;
  }

  /** What the archive says of itself. */
  async status(): Promise<ArchiveStatus> {
    return (await this.ask('status', [])) as ArchiveStatus;
  }

  /** Calls the archive as the window does; only in Electron, whose bridge is in reach. */
  async ask(method: string, args: unknown[]): Promise<unknown> {
    const call = { method, args, language: this.language };
    const answer = await this.page.evaluate(async (request) => {
      const { nachlese } = globalThis as unknown as { nachlese?: Bridge };
      if (!nachlese) throw new Error('no bridge at this door');
      return nachlese.callArchive(request);
    }, call);
    const reply = JSON.parse(answer) as Reply<unknown>;
    if (!reply.ok) throw new Error(`${reply.error.code}: ${reply.error.message}`);
    return reply.value;
  }

  get archiveFolder(): string {
    return join(this.home.documents, 'Nachlese');
  }

  #environment(): Record<string, string> {
    return { ...this.home.environment, ...this.#settings.environment };
  }

  async #startElectron(): Promise<Page> {
    const environment = this.#environment();
    const app = await startElectron({ ...this.#settings, home: this.home, environment, hasRun: this.#hasRun });
    this.#electron = app;
    this.#hasRun = true;
    app.process().stderr?.on('data', (chunk) => (this.#electronError += String(chunk)));
    return app.firstWindow();
  }

  async #startBrowser(): Promise<Page> {
    const { through = [], launchOptions } = this.#settings;
    this.#door = new BrowserDoor(this.#environment(), this.home.folder, through);
    const address = await this.#door.address();
    this.#browser = await chromium.launch({ ...launchOptions, env: this.#environment() });
    const context = await this.#browser.newContext({
      locale: this.language === 'de' ? 'de-DE' : 'en-US',
      viewport: { width: 1280, height: 860 },
      timezoneId: 'Europe/Berlin',
      acceptDownloads: true,
    });
    const page = await context.newPage();
    await page.goto(address);
    return page;
  }
}
