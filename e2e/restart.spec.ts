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
