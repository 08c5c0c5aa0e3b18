import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { App } from './app.ts';
import { atRest } from './at-rest.ts';
import { expect, test } from './fixtures.ts';
import { inventedArticles } from './invented-articles.ts';

/** The folder of an article on disk, by a part of its id. */
const folderOf = (app: App, part: string): string => {
  const articles = join(app.archiveFolder, 'articles');
  for (const year of readdirSync(articles)) {
    const id = readdirSync(join(articles, year)).find((name) => name.includes(part));
    if (id !== undefined) return join(articles, year, id);
  }
  throw new Error(`no article ${part}`);
};
const importAll = async (app: App) => {
  await app.closeGreeting();
  const paths = inventedArticles.map(({ name }) => join(app.home.documents, name));
  for (const [at, { markdown }] of inventedArticles.entries()) writeFileSync(paths[at] ?? '', markdown);
  await app.importFiles(paths);
};

test('a changed file is found, named, and accepted on request', async ({ app }) => {
  await importAll(app);
  await app.goTo('settings');
  const { page } = app;
  await expect(page.getByText(app.say('health.never'))).toBeVisible();
  const file = join(folderOf(app, 'der-fluss'), 'article.html');
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll('Sandbank', 'Kiesbank'));
  await app.button('health.verify').click();
  await expect(page.getByText(app.say('health.damaged_one', { count: 1 }))).toBeVisible();
  const findings = page.getByRole('list', { name: app.say('health.findings') });
  await expect(findings).toContainText('Der Fluss, der nicht mehr ankommt');
  await expect(findings).toContainText('article.html');
  await atRest(app);
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
  await findings.getByText(app.say('health.accept'), { exact: true }).click();
  await page
    .getByRole('dialog', { name: app.say('health.acceptTitle') })
    .getByRole('button', { name: app.say('health.accept') })
    .click();
  await expect(findings).toBeHidden();
  await app.button('health.verify').click();
  await expect(page.getByText(app.say('health.damaged_one', { count: 1 }))).toBeHidden();
  await app.goTo('library');
  await app.rows.filter({ hasText: /Der Fluss/ }).click();
  await expect(page.getByRole('region', { name: app.say('reading.text') })).toContainText('Kiesbank');
});

test('an article that vanishes from the disk is missed until it is back', async ({ app }) => {
  await importAll(app);
  await app.goTo('library');
  const folder = folderOf(app, 'was-von-der-ernte');
  const away = join(app.home.folder, 'weg');
  renameSync(folder, away);
  const told = app.page.getByRole('button', { name: app.say('health.statusDamaged_one', { count: 1 }) });
  await told.click();
  const findings = app.page.getByRole('list', { name: app.say('health.findings') });
  await expect(findings).toContainText('Was von der Ernte bleibt');
  await app.restart();
  await expect(app.page.getByRole('button', { name: app.say('health.statusDamaged_one', { count: 1 }) })).toBeVisible();
  renameSync(away, folder);
  await expect(app.page.getByRole('button', { name: app.say('health.statusDamaged_one', { count: 1 }) })).toBeHidden();
  await expect(app.rows.filter({ hasText: /Was von der Ernte/ })).toBeVisible();
});
