import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from './app.ts';
import { expect, test } from './fixtures.ts';

/** Every file below a folder that belongs to articles, with its bytes. */
function articleBytes(folder: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const entry of readdirSync(join(folder, 'articles'), { recursive: true, withFileTypes: true }))
    if (entry.isFile()) {
      const path = join(entry.parentPath, entry.name);
      found[path.slice(folder.length)] = readFileSync(path, 'latin1');
    }
  return found;
}

/** Chooses the folder as its user does: by the native dialog, or by typing where there is none. */
async function firstBackup(app: App, folder: string): Promise<void> {
  await app.goTo('settings');
  if (app.runtime === 'electron') {
    await app.electron.evaluate(({ dialog }, path) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
    }, folder);
    await app.button('backup.first').click();
  } else {
    await app.page.getByRole('textbox', { name: app.say('backup.folder') }).fill(folder);
    await app.button('backup.now').click();
  }
}

/** What is said of a state of a backup with several articles. */
const holding = (app: App, articles: number, notes: number): string =>
  app.say('backup.state', {
    articles: app.say('shell.articles_other', { count: articles }),
    notes: app.say(notes === 1 ? 'notes.count_one' : 'notes.count_other', { count: notes }),
  });

test('an archive that is lost comes back from its backup at the next start', async ({ app }) => {
  await app.closeGreeting();
  await app.importText('mond.md', '# Der Mond über Soest\n\nEin Text über den Mond, der lange genug ist.\n');
  await app.writeNote('mond', 'Vor dem Verlust geschrieben');
  const drive = join(app.home.documents, 'Laufwerk');
  mkdirSync(drive);
  writeFileSync(join(drive, 'Urlaub.jpg'), 'x');
  await firstBackup(app, drive);
  await expect(app.page.getByText(app.say('backup.done_other', { count: 2, copied: 0 }).slice(0, 20))).toBeVisible();
  await expect(app.page.getByText(holding(app, 2, 1))).toBeVisible();
  await app.button('backup.check').click();
  await expect(app.page.getByText(/\d+ (Dateien der Sicherung|files of the backup)/)).toBeVisible();
  const before = articleBytes(app.archiveFolder);
  await app.close();
  rmSync(app.archiveFolder, { recursive: true, maxRetries: 5 });

  await app.start();
  await expect(app.page.getByText(app.say('shell.archiveFailed')).first()).toBeVisible();
  await app.button('backup.restoreOpen').click();
  const dialog = app.page.getByRole('dialog', { name: app.say('backup.restoreTitle') });
  const from = dialog.getByRole('textbox', { name: app.say('backup.restoreFrom') });
  await from.fill(drive);
  await from.press('Tab');
  await expect(dialog.getByRole('combobox', { name: app.say('backup.restoreState') })).toBeVisible();
  await dialog.getByRole('textbox', { name: app.say('backup.restoreTo') }).fill(app.archiveFolder);
  await dialog.getByRole('button', { name: app.say('backup.restore'), exact: true }).click();
  await expect(dialog.getByText(app.archiveFolder)).toBeVisible();
  await dialog
    .getByRole('button', { name: app.say('shell.close') })
    .last()
    .click();
  expect(articleBytes(app.archiveFolder)).toEqual(before);
  await app.goTo('notebook');
  await expect(app.page.getByText('Vor dem Verlust geschrieben').first()).toBeVisible();
  await app.restart();
  await app.search('mond');
  await expect(app.articleTitled('Der Mond über Soest')).toBeVisible();
  expect(readdirSync(drive)).toContain('Urlaub.jpg');
});

test('a first start offers a restore beside the new archive', async ({ makeApp }) => {
  const old = await makeApp().start();
  await old.closeGreeting();
  await old.importText('mond.md', '# Der Mond über Soest\n\nEin Text über den Mond, der lange genug ist.\n');
  const drive = join(old.home.documents, 'Laufwerk');
  await firstBackup(old, drive);
  await expect(old.page.getByText(holding(old, 2, 0))).toBeVisible();
  expect(existsSync(join(drive, 'backup.json'))).toBe(true);

  const app = await makeApp().start();
  await app.button('backup.tourRestore').click();
  const dialog = app.page.getByRole('dialog', { name: app.say('backup.restoreTitle') });
  const from = dialog.getByRole('textbox', { name: app.say('backup.restoreFrom') });
  await from.fill(join(app.home.documents, 'nichts'));
  await from.press('Tab');
  await expect(
    dialog
      .getByRole('alert')
      .or(dialog.getByText(/nichts/))
      .first(),
  ).toBeVisible();
  await from.fill(drive);
  await from.press('Tab');
  await expect(dialog.getByRole('combobox', { name: app.say('backup.restoreState') })).toBeVisible();
  await dialog.getByRole('button', { name: app.say('backup.restore'), exact: true }).click();
  await expect(dialog.getByRole('status')).toBeVisible();
  await dialog
    .getByRole('button', { name: app.say('shell.close') })
    .last()
    .click();
  await app.closeGreeting();
  await app.search('mond');
  await expect(app.articleTitled('Der Mond über Soest')).toBeVisible();
});
