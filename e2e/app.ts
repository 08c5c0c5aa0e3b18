import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import type { Browser, ElectronApplication, LaunchOptions, Locator, Page } from '@playwright/test';
import type { ArchiveStatus, Bridge } from '#contract';
import { BrowserDoor } from './browser-door.ts';
import { secondStart, startElectron } from './electron-start.ts';
import { makeHome } from './temporary-home.ts';
import type { Home } from './temporary-home.ts';
import { words } from './words.ts';
import type { Key, Language } from './words.ts';

export { INSTALLED, ROOT } from './electron-start.ts';

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

/**
 * Nachlese as its user has it, whichever door it stands at: start, look, restart, close. Each App has a home of its own,
 * which outlives its restarts.
 */
export class App {
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

  button(key: Key, values?: Record<string, string | number>): Locator {
    return this.page.getByRole('button', { name: this.say(key, values) });
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

  get searchBox(): Locator {
    return this.page.getByRole('combobox', { name: this.say('search.label') });
  }

  /** The articles in the list, or the hits. */
  get rows(): Locator {
    return this.page.getByRole('listbox', { name: this.say('library.list') }).getByRole('option');
  }

  /** A note, beside its article or in a wider list, by its words. */
  noteCard(body: string): Locator {
    return this.page.getByRole('main').getByRole('article').filter({ hasText: body }).last();
  }

  /** How many notes the rail says there are. */
  noteCount(count: number): Locator {
    const rail = this.page.getByRole('navigation', { name: this.say('shell.navigation') });
    return rail.getByRole('button', { name: `${this.say('shell.notebook')} ${count}` });
  }

  /** The heading of the article that is open. */
  articleTitled(name: string | RegExp): Locator {
    return this.page.getByRole('main').getByRole('heading', { level: 1, name });
  }

  /** Goes to one of the views of the rail. */
  async goTo(view: 'library' | 'notebook' | 'collections' | 'import' | 'trash' | 'settings'): Promise<void> {
    const rail = this.page.getByRole('navigation', { name: this.say('shell.navigation') });
    await rail.getByRole('button', { name: this.say(`shell.${view}`) }).click();
  }

  /** Closes the greeting of the first start, as every new user does. */
  async closeGreeting(): Promise<void> {
    const greeting = this.page.getByRole('region', { name: this.say('shell.tourTitle') });
    await greeting.getByRole('button', { name: this.say('shell.tourStart') }).click();
    await greeting.waitFor({ state: 'hidden' });
  }

  /** Types a query and opens its first hit, both by keyboard. */
  async search(query: string): Promise<void> {
    await this.goTo('library');
    await this.searchBox.fill(query);
    await this.page
      .getByText(/^[1-9][0-9.,]* (?:Treffer|hits?)\b/)
      .first()
      .waitFor();
    await this.searchBox.press('Enter');
  }

  /** Opens the first hit of a query and selects so many words from there on, all by keyboard. */
  async selectAtHit(query: string, words: number): Promise<void> {
    await this.search(query);
    const text = this.page.getByRole('region', { name: this.say('reading.text') });
    await text.and(this.page.locator(':focus')).waitFor();
    for (let word = 0; word < words; word++) await this.page.keyboard.press('Control+Shift+ArrowRight');
  }

  /** Selects some words at the first hit of a query and writes a note to them. */
  async writeNote(query: string, body: string): Promise<void> {
    await this.selectAtHit(query, 4);
    await this.page.keyboard.press('a');
    await this.page.keyboard.type(body);
    await this.page.keyboard.press('Control+Enter');
    await this.noteCard(body).waitFor();
  }

  /** Drops files of this machine on the window, as a file manager does. */
  async dropFiles(files: readonly string[]): Promise<void> {
    const session = await this.page.context().newCDPSession(this.page);
    const data = { items: [], files: [...files], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      await session.send('Input.dispatchDragEvent', { type, x: 640, y: 400, data });
    }
    await session.detach();
    await this.goTo('import');
    const report = this.page
      .getByRole('article')
      .filter({ hasText: this.say('importing.results') })
      .first();
    await report.getByRole('status').waitFor();
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

  /** Imports files by the button of the import view and waits for the report, whose summary it answers. */
  async importFiles(paths: readonly string[]): Promise<string> {
    await this.goTo('import');
    const reports = this.page.getByRole('article').filter({ hasText: this.say('importing.results') });
    const before = await reports.count();
    if (this.#electron) {
      await this.#electron.evaluate(
        ({ dialog }, filePaths) => {
          dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths });
        },
        [...paths],
      );
      await this.button('importing.files').click();
    } else {
      const chooser = this.page.waitForEvent('filechooser');
      await this.button('importing.files').click();
      await (await chooser).setFiles([...paths]);
    }
    // The newest comes first; earlier ones stay below it.
    await reports.nth(before).waitFor();
    return (await reports.first().getByRole('status').innerText()).trim();
  }

  /** Exports all notes as one file by the export dialog; `format` starts the format's name. Answers the file's path. */
  async exportNotes(format: string, name: string): Promise<string> {
    const path = join(this.home.folder, name);
    await this.page.keyboard.press('Control+e');
    const dialog = this.page.getByRole('dialog', { name: this.say('exporting.title') });
    const formats = dialog.getByRole('combobox', { name: this.say('exporting.format') });
    const option = formats.getByRole('option').filter({ hasText: new RegExp(`^\\s*${format}`) });
    await option.waitFor({ state: 'attached' });
    await formats.selectOption((await option.getAttribute('value')) ?? '');
    const one = dialog.getByRole('radio', { name: this.say('exporting.one') });
    if (await one.isVisible()) await one.check();
    if (this.#electron) {
      await this.#electron.evaluate(({ dialog: native }, filePath) => {
        native.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
      }, path);
      await dialog.getByRole('button', { name: this.say('exporting.save') }).click();
    } else {
      const download = this.page.waitForEvent('download');
      await dialog.getByRole('button', { name: this.say('exporting.download') }).click();
      await (await download).saveAs(path);
    }
    await dialog
      .getByRole('status')
      .filter({ hasText: this.say('exporting.doneNotes_one', { count: 1 }) })
      .waitFor();
    await this.page.keyboard.press('Escape');
    return path;
  }

  /** Writes a file into the user's home and imports it. */
  async importText(name: string, text: string): Promise<string> {
    const path = join(this.home.folder, name);
    await writeFile(path, text);
    return this.importFiles([path]);
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
    const reply = await this.page.evaluate(async (request) => {
      const { nachlese } = globalThis as unknown as { nachlese?: Bridge };
      if (!nachlese) throw new Error('no bridge at this door');
      return nachlese.callArchive(request);
    }, call);
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
