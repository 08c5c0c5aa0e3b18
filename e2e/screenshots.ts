import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './app.ts';
import type { App } from './app.ts';
import { expect, test } from './fixtures.ts';
import { inventedArticles } from './invented-articles.ts';

const FOLDER = join(ROOT, 'docs/screenshots');
const SIZE = { width: 1440, height: 900 };

/** Takes a picture of the window at rest, without a blinking cursor. */
async function picture(app: App, name: string): Promise<void> {
  await app.page.evaluate(async () => {
    await document.fonts.ready;
    for (let quiet = 0, frames = 0; quiet < 10 && frames < 300; frames++) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      quiet = document.getAnimations().length === 0 ? quiet + 1 : 0;
    }
  });
  await app.page.screenshot({ path: join(FOLDER, `${name}.png`), caret: 'hide', animations: 'disabled' });
}

async function withoutMessages(app: App): Promise<void> {
  const dismiss = app.button('shell.dismiss');
  while ((await dismiss.count()) > 0) await dismiss.first().click();
}

test('pictures of every view', async ({ makeApp }) => {
  mkdirSync(FOLDER, { recursive: true });
  const app = await makeApp({ language: 'de' }).start();
  await app.electron.evaluate(({ BrowserWindow }, { width, height }) => {
    BrowserWindow.getAllWindows()[0]?.setContentSize(width, height);
  }, SIZE);
  await app.page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await app.articleTitled(/Putin in Budapest/).waitFor();
  await picture(app, 'first-start');
  await app.closeGreeting();

  const paths = inventedArticles.map(({ name }) => join(app.home.documents, name));
  for (const [index, { markdown }] of inventedArticles.entries()) writeFileSync(paths[index] ?? '', markdown);
  await app.importFiles(paths);
  await withoutMessages(app);
  await picture(app, 'import');

  await app.writeNote('marschflugkörper reichweite', 'Woher stammt diese Zahl? Beim Hersteller nachfragen.');
  await app.page.keyboard.press('Escape');
  await app.selectAtHit('"völlig neuen Eskalation"', 3);
  await app.page.keyboard.press('2');
  await expect(app.noteCount(2)).toBeVisible();
  await app.searchBox.fill('marschflugkörper reichweite');
  await app.rows.first().click();
  await app.page.getByRole('group', { name: app.say('reading.hits') }).waitFor();
  await withoutMessages(app);
  await picture(app, 'hits');
  await app.searchBox.fill('');
  await app.rows.filter({ hasText: /Budapest/ }).click();
  await app.page.getByRole('region', { name: app.say('reading.text') }).evaluate((text) => text.scrollTo(0, 950));
  await picture(app, 'reading');
  await app.page.emulateMedia({ colorScheme: 'dark' });
  await picture(app, 'reading-dark');
  await app.page.emulateMedia({ colorScheme: 'light' });

  await app.goTo('notebook');
  await app.page.getByText('Woher stammt diese Zahl?').first().waitFor();
  await picture(app, 'notebook');
  await app.page.keyboard.press('Control+e');
  const dialog = app.page.getByRole('dialog', { name: app.say('exporting.title') });
  await expect(dialog.getByText('Woher stammt diese Zahl?')).toBeVisible();
  await picture(app, 'export');
  await app.page.keyboard.press('Escape');

  await app.goTo('collections');
  await picture(app, 'collections');
  await app.goTo('trash');
  await picture(app, 'trash');
  await app.goTo('settings');
  await picture(app, 'settings');
  await app.page.locator('#backup-settings').evaluate((part) => part.scrollIntoView({ block: 'center' }));
  await picture(app, 'archive');

  const [river] = inventedArticles;
  const path = join(app.home.documents, river?.name ?? '');
  writeFileSync(path, (river?.markdown ?? '').replace('vier Kanäle', 'fünf Kanäle').replace('1911', '1911 und 1958'));
  await app.importFiles([path]);
  await withoutMessages(app);
  await app.goTo('library');
  await app.rows.filter({ hasText: /Der Fluss/ }).click();
  await app.button('reading.versions').click();
  await app.page.getByRole('menu').getByText(app.say('versions.compareEarlier')).click();
  await app.page.getByRole('region', { name: app.say('versions.heading') }).waitFor();
  await picture(app, 'versions');
  await app.page.keyboard.press('Escape');
  await app.rows.filter({ hasText: /Budapest/ }).click();
  await app.page.getByRole('region', { name: app.say('reading.text') }).focus();
  await app.page.keyboard.press('?');
  await app.page.getByRole('dialog', { name: app.say('shortcuts.title') }).waitFor();
  await picture(app, 'shortcuts');
  await app.page.keyboard.press('Escape');

  await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(640, 900));
  await picture(app, 'narrow');
});
