import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './fixtures.ts';

test('imports by button, and each file that cannot be read has its reason', async ({ app }) => {
  await app.closeGreeting();
  const folder = join(app.home.folder, 'import');
  mkdirSync(folder);
  const files: Record<string, string | Uint8Array> = {
    'gut.txt': 'Ein Satz über den Regen in Emden, der kein Ende nimmt. Ein zweiter Satz.\n',
    'leer.txt': '',
    'bild.txt': new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3, 0, 0, 0, 255, 254, 0, 7]),
  };
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
  const summary = await app.importFiles(Object.keys(files).map((name) => join(folder, name)));
  expect(summary).toContain(app.say('importing.imported_one', { count: 1 }));
  expect(summary).toContain(app.say('importing.failed_other', { count: 2 }));
  const report = app.page
    .getByRole('article')
    .filter({ hasText: app.say('importing.results') })
    .first();
  await expect(report.getByText(/leer\.txt/).first()).toBeVisible();
  await expect(report.getByText(/bild\.txt/).first()).toBeVisible();

  // Again: nothing is added twice.
  const again = await app.importFiles([join(folder, 'gut.txt')]);
  expect(again).toContain(app.say('importing.skipped_one', { count: 1 }));
  await app.goTo('library');
  await expect(app.rows).toHaveCount(2);
});

test('imports files that are dropped on the window', async ({ app }) => {
  await app.closeGreeting();
  const path = join(app.home.folder, 'gezogen.html');
  const article =
    '<article><h1>Gezogen und abgelegt</h1><p>Ein Absatz, der lang genug ist, um gelesen zu werden.</p></article>';
  writeFileSync(path, `<!doctype html><html lang="de"><title>Gezogen und abgelegt</title>${article}`);
  await app.dropFiles([path]);
  await app.goTo('library');
  await expect(app.rows.filter({ hasText: /Gezogen und abgelegt/ })).toBeVisible();
});

test('turns pasted text into an article', async ({ app }) => {
  await app.closeGreeting();
  const sentence = 'Der Deich hielt, obwohl das Wasser in der Nacht so hoch stand wie seit hundert Jahren nicht mehr. ';
  await app.page.evaluate((text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', text);
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, sentence.repeat(4));
  const form = app.page.getByRole('dialog', { name: app.say('importing.pasteTitle') });
  await form.getByLabel(app.say('importing.pasteHeadline')).fill('Die Nacht am Deich');
  await form.getByLabel(app.say('importing.pasteDate')).fill('16.10.2025');
  await form.getByRole('button', { name: app.say('importing.pasteSave') }).click();
  await expect(app.articleTitled('Die Nacht am Deich')).toBeVisible();
});
