import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from './fixtures.ts';

test('closed and started again, everything is there', async ({ app }) => {
  await app.closeGreeting();
  await app.importText('mond.md', '# Der Mond über Soest\n\nEin Text über den Mond, der lange genug ist.\n');
  await app.goTo('library');
  await expect(app.rows).toHaveCount(2);
  await app.goTo('settings');
  await app.page.getByRole('radio', { name: app.say('settings.theme_dark') }).check({ force: true });
  const dark = await app.page.evaluate(() => getComputedStyle(document.body).backgroundColor);

  await app.restart();
  await expect(app.rows).toHaveCount(2);
  // What lay open lies open again; a new browser remembers nothing.
  if (app.runtime === 'electron') await expect(app.articleTitled(/Putin in Budapest/)).toBeVisible();
  await app.searchBox.fill('mond');
  await expect(app.rows.filter({ hasText: /Der Mond über Soest/ })).toBeVisible();
  // The greeting was read, and is not shown again.
  await expect(app.page.getByRole('region', { name: app.say('shell.tourTitle') })).toBeHidden();
  expect(await app.page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(dark);
});

test('a second start shows the first window again, and hands its files on', async ({ makeApp, runtime }) => {
  test.skip(runtime === 'browser', 'a browser door has no window of its own');
  const app = await makeApp().start();
  await app.closeGreeting();
  const code = await app.startAgain(
    ['note.txt'],
    'Ein kurzer Text aus einer Datei, die dem Programm übergeben wurde.\n',
  );
  expect(code).toBe(0);
  await expect(app.rows.filter({ hasText: /Ein kurzer Text aus einer Datei/ })).toBeVisible();
});

test('files handed over while a window loads all arrive', async ({ makeApp, runtime }) => {
  test.skip(runtime === 'browser', 'a browser door has no window of its own');
  const app = await makeApp().start();
  await app.closeGreeting();
  const names = ['Die Elbe', 'Die Oder', 'Die Weser'];
  for (const name of names)
    await writeFile(
      join(app.home.folder, `${name}.txt`),
      `${name}\n\n${name} ist ein Fluss, über den es viel zu sagen gibt.\n`,
    );
  const opened = app.electron.waitForEvent('window');
  // As on macOS, where the program goes on without a window, and three files opened at once come one by one.
  await app.electron.evaluate(
    async ({ app: program, BrowserWindow }, { files, folder }) => {
      program.removeAllListeners('window-all-closed');
      const closed = new Promise<void>((resolve) => program.once('window-all-closed', () => resolve()));
      for (const window of BrowserWindow.getAllWindows()) window.close();
      await closed;
      for (const file of files) program.emit('second-instance', {}, [], folder, { args: [file], folder });
    },
    { files: names.map((name) => `${name}.txt`), folder: app.home.folder },
  );
  const page = await opened;
  const rows = page.getByRole('listbox', { name: app.say('library.list') }).getByRole('option');
  for (const name of names) await expect(rows.filter({ hasText: name })).toBeVisible();
});
