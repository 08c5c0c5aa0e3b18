import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from './app.ts';
import { expect, test } from './fixtures.ts';

type Annotation = { target: { selector: { type: string; exact?: string }[] } };

/** The notes on disk, as the archive keeps them. */
function notesOnDisk(app: App): Annotation[] {
  const year = join(app.archiveFolder, 'articles/2025');
  const [article = ''] = readdirSync(year);
  const folder = join(year, article, 'notes');
  return readdirSync(folder).map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Annotation);
}

const quoteOf = (note: Annotation): string =>
  (note.target.selector.find(({ type }) => type === 'TextQuoteSelector')?.exact ?? '').replaceAll(/\s+/g, ' ');

test('highlights and notes with the keyboard only, and keeps both over a restart', async ({ app }) => {
  const { page } = app;
  const quoted = () => page.evaluate(() => String(getSelection()).replaceAll('\u00AD', '').replaceAll(/\s+/g, ' '));
  // The search box has the focus from the start.
  await expect(app.searchBox).toBeFocused();
  await page.keyboard.type('tomahawk kilometern');
  await expect(page.getByText(app.say('search.found_one', { count: 1 }))).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: app.say('reading.text') })).toBeFocused();

  for (let word = 0; word < 4; word++) await page.keyboard.press('Control+Shift+ArrowRight');
  const highlighted = await quoted();
  expect(highlighted.trim().split(/\s+/).length).toBeGreaterThanOrEqual(2);
  await page.keyboard.press('h');
  await expect(app.noteCount(1)).toBeVisible();

  await page.keyboard.press('ArrowRight');
  for (let word = 0; word < 3; word++) await page.keyboard.press('Control+Shift+ArrowRight');
  const noted = await quoted();
  await page.keyboard.press('a');
  await page.keyboard.type('Woher stammt diese Zahl?');
  await page.keyboard.press('Control+Enter');
  await expect(app.noteCard('Woher stammt diese Zahl?')).toBeVisible();
  await expect(app.noteCount(2)).toBeVisible();
  expect(
    notesOnDisk(app)
      .map(quoteOf)
      .map((text) => text.trim())
      .sort(),
  ).toEqual([highlighted.trim(), noted.trim()].sort());

  await app.restart();
  await expect(app.noteCount(2)).toBeVisible();
  expect(notesOnDisk(app)).toHaveLength(2);
  await app.goTo('notebook');
  await expect(app.page.getByText('Woher stammt diese Zahl?').first()).toBeVisible();
  await app.goTo('library');
  await app.searchBox.fill('hat:notiz');
  await expect(app.page.getByText(app.say('search.found_one', { count: 1 }))).toBeVisible();
});

test('a note can be found, changed and deleted in the notebook, and comes back from the trash', async ({ app }) => {
  const { page } = app;
  await app.closeGreeting();
  await app.writeNote('reichweite', 'Nachprüfen.');
  await app.goTo('notebook');
  await expect(page.getByText('Nachprüfen.').first()).toBeVisible();
  await page
    .getByRole('searchbox', { name: app.say('notes.search') })
    .or(page.getByLabel(app.say('notes.search')))
    .first()
    .fill('gibt es nicht');
  await expect(page.getByText(app.say('notes.noneTitle'))).toBeVisible();
  await app.goTo('library');
  await app.noteCard('Nachprüfen.').focus();
  await page.keyboard.press('Delete');
  await expect(app.noteCount(0)).toBeVisible();
  await app.goTo('trash');
  await page
    .getByRole('button', { name: new RegExp(app.say('trash.restore'), 'i') })
    .first()
    .click();
  await expect(app.noteCount(1)).toBeVisible();
});
