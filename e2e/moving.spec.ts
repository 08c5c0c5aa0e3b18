import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './fixtures.ts';

test('the archive moves to a chosen folder, and is there at the next start', async ({ app }) => {
  await app.closeGreeting();
  await app.importText('mond.md', '# Der Mond über Soest\n\nEin Text über den Mond, der lange genug ist.\n');
  const folder = join(app.home.documents, 'Anderswo');
  await app.goTo('settings');
  await app.button('settings.moveOpen').click();
  const dialog = app.page.getByRole('dialog', { name: app.say('settings.moveTitle') });
  const field = dialog.getByRole('textbox', { name: app.say('settings.moveFolder') });
  const move = dialog.getByRole('button', { name: app.say('settings.move'), exact: true });

  // Where it cannot go it says why, and stays.
  await field.fill(join(app.archiveFolder, 'articles'));
  await move.click();
  await expect(dialog.getByText(app.archiveFolder).last()).toBeVisible();
  await field.fill(folder);
  await move.click();
  await expect(dialog.getByText(app.say('settings.movedFormer', { former: app.archiveFolder }))).toBeVisible();
  await dialog
    .getByRole('button', { name: app.say('shell.close') })
    .last()
    .click();
  await expect(app.page.getByText(folder, { exact: true }).first()).toBeVisible();
  for (const place of [folder, app.archiveFolder]) expect(existsSync(join(place, 'archive.json'))).toBe(true);

  await app.writeNote('mond', 'Nach dem Umzug geschrieben');
  await app.restart();
  await app.goTo('settings');
  await expect(app.page.getByText(folder, { exact: true }).first()).toBeVisible();
  await app.goTo('notebook');
  await expect(app.page.getByText('Nach dem Umzug geschrieben').first()).toBeVisible();
});

test('the greeting names the folder of the archive and offers another one', async ({ app }) => {
  const greeting = app.page.getByRole('region', { name: app.say('shell.tourTitle') });
  await expect(greeting.getByText(app.say('shell.promise'))).toBeVisible();
  await expect(greeting.getByText(app.say('shell.never'))).toBeVisible();
  await expect(greeting.getByText(app.archiveFolder)).toBeVisible();
  await greeting.getByRole('button', { name: app.say('shell.tourMove') }).click();
  const dialog = app.page.getByRole('dialog', { name: app.say('settings.moveTitle') });
  const folder = join(app.home.documents, 'Meine Sammlung');
  await dialog.getByRole('textbox', { name: app.say('settings.moveFolder') }).fill(folder);
  await dialog.getByRole('button', { name: app.say('settings.move'), exact: true }).click();
  await expect(dialog.getByText(app.say('settings.movedFormer', { former: app.archiveFolder }))).toBeVisible();
  await dialog
    .getByRole('button', { name: app.say('shell.close') })
    .last()
    .click();
  await app.closeGreeting();
  await app.restart();
  await expect(app.rows).toHaveCount(1);
  await expect(app.page.getByRole('region', { name: app.say('shell.tourTitle') })).toBeHidden();
  expect(existsSync(join(folder, 'archive.json'))).toBe(true);
});

test('an archive of a newer format is read, not written, and says why', async ({ app }) => {
  await app.closeGreeting();
  await app.close();
  const marker = join(app.archiveFolder, 'archive.json');
  const fields = JSON.parse(readFileSync(marker, 'utf8')) as Record<string, unknown>;
  const newer = JSON.stringify({ ...fields, version: 99 });
  writeFileSync(marker, newer);

  await app.start();
  await expect(app.page.getByText(app.say('shell.newer'))).toBeVisible();
  await app.search('budapest');
  await expect(app.articleTitled(/Putin in Budapest/)).toBeVisible();
  await app.goTo('import');
  await expect(app.button('importing.files')).toBeHidden();
  expect(readFileSync(marker, 'utf8')).toBe(newer);
});
