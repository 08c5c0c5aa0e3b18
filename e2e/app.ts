import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from '@playwright/test';
import { Program } from './program.ts';
import type { Key } from './words.ts';

export { INSTALLED, ROOT } from './electron-start.ts';
export type { AppSettings, Runtime } from './program.ts';

/** Nachlese as its user has it: what one looks at in its window, and what one does there. */
export class App extends Program {
  button(key: Key, values?: Record<string, string | number>): Locator {
    return this.page.getByRole('button', { name: this.say(key, values) });
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

  /** Types a query and opens its first hit, both by keyboard; its text has the focus then. */
  async search(query: string): Promise<void> {
    await this.goTo('library');
    await this.searchBox.fill(query);
    await this.page
      .getByText(/^[1-9][0-9.,]* (?:Treffer|hits?)\b/)
      .first()
      .waitFor();
    await this.searchBox.press('Enter');
    const text = this.page.getByRole('region', { name: this.say('reading.text') });
    await text.and(this.page.locator(':focus')).waitFor();
  }

  /** Opens the first hit of a query and selects so many words from there on, all by keyboard. */
  async selectAtHit(query: string, words: number): Promise<void> {
    await this.search(query);
    for (let word = 0; word < words; word++) await this.page.keyboard.press('Control+Shift+ArrowRight');
  }

  /**
   * Selects some words at the first hit of a query and writes a note to them. Its words come all at once: an editor that
   * saves by itself between two of them has a note that was changed since it was made.
   */
  async writeNote(query: string, body: string): Promise<void> {
    await this.selectAtHit(query, 4);
    await this.page.keyboard.press('a');
    const editor = this.page.getByRole('textbox', { name: this.say('notes.body') });
    await editor.and(this.page.locator(':focus')).waitFor();
    await this.page.keyboard.insertText(body);
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

  /** Imports files by the button of the import view and waits for the report, whose summary it answers. */
  async importFiles(paths: readonly string[]): Promise<string> {
    await this.goTo('import');
    const reports = this.page.getByRole('article').filter({ hasText: this.say('importing.results') });
    const before = await reports.count();
    if (this.runtime === 'electron') {
      await this.electron.evaluate(
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
    if (this.runtime === 'electron') {
      await this.electron.evaluate(({ dialog: native }, filePath) => {
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
}
