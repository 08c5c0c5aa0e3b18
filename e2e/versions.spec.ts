import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { App } from './app.ts';
import { atRest } from './at-rest.ts';
import { expect, test } from './fixtures.ts';

const BODY = [
  'An der Mündung stehen morgens um fünf drei Männer und schauen auf eine Sandbank, die es im Frühjahr noch nicht gab.',
  'Neunzig Kilometer weiter oben verteilt ein Wehr das Wasser auf vier Kanäle. Wer zuerst bekommt, steht in einer Ordnung von 1911.',
  'Der Wasserverband will die Ordnung am Dienstag ändern. Die Fischer rechnen nicht damit, dass sich für sie etwas ändert.',
  'Im Sommer waren es drei Boote, die noch hinausfuhren. Im Jahr davor waren es elf, und niemand hat sie gezählt.',
];
const page = (title: string, paragraphs: readonly string[]) =>
  `---\ntitle: ${title}\nurl: https://flussblatt.example/lauter\npublisher: Flussblatt\ndate: 2026-09-19\nlanguage: de\n---\n\n${paragraphs.join('\n\n')}\n`;

const importPage = (app: App, title: string, paragraphs: readonly string[]) => {
  const path = join(app.home.documents, 'lauter.md');
  writeFileSync(path, page(title, paragraphs));
  return app.importFiles([path]);
};
const openArticle = async (app: App, title: RegExp) => {
  await app.goTo('library');
  await app.rows.filter({ hasText: title }).click();
  await app.articleTitled(title).waitFor();
};
const versionMenu = async (app: App, name: RegExp | string) => {
  await app.button('reading.versions').click();
  await app.page.getByRole('menu').getByText(name).click();
};

const CHANGED = [
  BODY[0] ?? '',
  (BODY[2] ?? '').replace('am Dienstag', 'erst im Januar'),
  BODY[3] ?? '',
  'Nachtrag: Die Sitzung wurde vertagt.',
];

test('a page saved again stands beside its earlier version; both can be compared, and the earlier one restored', async ({
  app,
}) => {
  await app.closeGreeting();
  await importPage(app, 'Der Fluss, der nicht mehr ankommt', BODY);
  await importPage(app, 'Der Fluss, der nicht mehr ankommt', CHANGED);
  await openArticle(app, /Der Fluss/);
  const text = app.page.getByRole('region', { name: app.say('reading.text') });
  await expect(text).toContainText('erst im Januar');

  await versionMenu(app, app.say('versions.compareEarlier'));
  const comparison = app.page.getByRole('region', { name: app.say('versions.heading') });
  await expect(comparison.locator('del').filter({ hasText: 'am Dienstag' })).toHaveText(/am Dienstag/);
  await expect(comparison.locator('ins').filter({ hasText: 'erst im Januar' })).toBeVisible();
  await expect(comparison.locator('ins').filter({ hasText: 'Die Sitzung wurde vertagt' })).toBeVisible();
  for (const colorScheme of ['light', 'dark'] as const) {
    await app.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await atRest(app);
    const { violations } = await new AxeBuilder({ page: app.page }).setLegacyMode(true).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
  }

  // By keyboard from change to change, and out again.
  await app.page.keyboard.press('n');
  await expect(comparison.locator('[data-change="0"]')).toBeFocused();
  await app.page.keyboard.press('n');
  await expect(comparison.locator('[data-change="1"]')).toBeFocused();
  await app.page.keyboard.press('Shift+N');
  await expect(comparison.locator('[data-change="0"]')).toBeFocused();
  await app.page.keyboard.press('Escape');
  await expect(comparison).toBeHidden();

  await versionMenu(app, app.say('versions.compareEarlier'));
  await comparison.getByText(app.say('versions.restore'), { exact: true }).click();
  await expect(text).toContainText('am Dienstag');
  // The imports can be taken back as well; this is about the version.
  const restored = app.say('versions.restored').split(';').at(-1)?.trim() ?? '';
  const told = app.page.locator('.toast').filter({ hasText: restored });
  await told.getByRole('button', { name: app.say('shell.undo') }).click();
  await expect(text).toContainText('erst im Januar');
  await app.restart();
  await openArticle(app, /Der Fluss/);
  await expect(app.page.getByRole('region', { name: app.say('reading.text') })).toContainText('erst im Januar');
});

test('an error page never takes the place of a good capture; it stands beside and can be taken', async ({ app }) => {
  await app.closeGreeting();
  await importPage(app, 'Der Fluss, der nicht mehr ankommt', BODY);
  await importPage(app, '404 – Seite nicht gefunden', ['Diese Seite gibt es nicht.']);
  await expect(
    app.page.getByText(app.language === 'de' ? /sieht nach einer Fehlerseite aus/ : /error page/),
  ).toBeVisible();
  await openArticle(app, /Der Fluss/);
  const text = app.page.getByRole('region', { name: app.say('reading.text') });
  await expect(text).toContainText('drei Männer');
  await app.button('reading.versions').click();
  await app.page.getByRole('menuitemcheckbox', { name: new RegExp(`^${app.say('versions.beside').trim()}`) }).click();
  await app.page.keyboard.press('Escape');
  await expect(text).toContainText('Diese Seite gibt es nicht.');
  await app.button('versions.take').click();
  await expect(app.articleTitled(/404/)).toBeVisible();
});

test('what a note said before it was changed can be read and restored', async ({ app }) => {
  await app.closeGreeting();
  await app.writeNote('reichweite', 'Erster Gedanke.');
  const card = app.noteCard('Erster Gedanke.');
  await card.focus();
  await app.page.keyboard.press('Enter');
  await app.page.keyboard.press('Control+a');
  await app.page.keyboard.type('Zweiter Gedanke.');
  await app.page.keyboard.press('Control+Enter');
  await app.noteCard('Zweiter Gedanke.').focus();
  await app
    .noteCard('Zweiter Gedanke.')
    .getByRole('button', { name: app.say('versions.noteHistory') })
    .click();
  const dialog = app.page.getByRole('dialog', { name: app.say('versions.noteHistory') });
  await expect(dialog.getByText('Erster Gedanke.')).toBeVisible();
  const former = dialog.getByRole('listitem').filter({ hasText: 'Erster Gedanke.' }).first();
  await former.getByRole('button').click();
  await expect(dialog).toBeHidden();
  await expect(app.noteCard('Erster Gedanke.')).toBeVisible();
  await app.restart();
  await app.goTo('notebook');
  await expect(app.page.getByText('Erster Gedanke.').first()).toBeVisible();
});
