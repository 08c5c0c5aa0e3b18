import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './fixtures.ts';

test('names a damaged article, leaves its files alone, and shows all others', async ({ app }) => {
  // Half a minute of it is waiting.
  test.slow();
  await app.closeGreeting();
  await app.importText('mond.md', '# Der Mond über Soest\n\nEin Text über den Mond, der lange genug ist.\n');
  await app.close();
  const year = join(app.archiveFolder, 'articles/2025');
  const file = join(year, readdirSync(year)[0] ?? '', 'article.html');
  const whole = readFileSync(file);
  const damaged = whole.subarray(0, Math.floor(whole.length / 2));
  writeFileSync(file, damaged);

  await app.start();
  // Half a file may be one that somebody is still writing: for half a minute it is waited for.
  const told = app.page.getByText(app.say('shell.unreadable_one', { count: 1 }));
  await expect(told).toBeVisible({ timeout: 60_000 });
  await app.search('mond');
  await expect(app.articleTitled('Der Mond über Soest')).toBeVisible();
  expect(readFileSync(file).equals(damaged)).toBe(true);

  // Put back, it is an article again.
  await app.close();
  writeFileSync(file, whole);
  await app.start();
  await expect(app.page.getByText(app.say('shell.unreadable_one', { count: 1 }))).toBeHidden();
  await app.search('budapest');
  await expect(app.articleTitled(/Putin in Budapest/)).toBeVisible();
});

test('a vanished archive is asked about, and never made anew', async ({ makeApp }) => {
  const app = await makeApp().start();
  await app.closeGreeting();
  await app.close();
  rmSync(app.archiveFolder, { recursive: true, maxRetries: 5 });
  await app.start();
  await expect(app.page.getByText(app.say('shell.archiveFailed')).first()).toBeVisible();
  expect(() => readdirSync(app.archiveFolder)).toThrow();
});

test('a foreign folder in its place is left as it is', async ({ makeApp }) => {
  const app = await makeApp().start();
  await app.close();
  writeFileSync(join(app.archiveFolder, 'archive.json'), '{"format":"something-else"}');
  const before = readdirSync(app.archiveFolder).sort();
  await app.start();
  await expect(app.page.getByText(app.say('shell.archiveFailed')).first()).toBeVisible();
  await app.close();
  expect(readdirSync(app.archiveFolder).sort()).toEqual(before);
});
