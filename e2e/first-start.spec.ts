import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './fixtures.ts';

test('the first start makes an archive with the first article in it, ready to be searched', async ({ app }) => {
  const title = 'Trump will Russlands Staatschef Putin in Budapest treffen';
  await expect(app.page.getByRole('heading', { level: 1, name: title })).toBeVisible();
  await expect(app.searchBox).toBeFocused();
  const marker = JSON.parse(readFileSync(join(app.archiveFolder, 'archive.json'), 'utf8')) as Record<string, unknown>;
  expect(marker).toMatchObject({ format: 'nachlese-archive', version: 1 });
  expect(existsSync(join(app.archiveFolder, 'articles/2025'))).toBe(true);
});

test('the window has neither Node nor Electron, and its page is one of ours', async ({ app }) => {
  const names = await app.page.evaluate(() =>
    ['require', 'process', 'module', 'global', 'electron', 'ipcRenderer'].filter((name) => name in globalThis),
  );
  expect(names).toEqual([]);
  const { protocol, host } = new URL(app.page.url());
  if (app.runtime === 'electron') expect(`${protocol}//${host}`).toBe('nachlese-app://archive');
  else expect(`${protocol}//${host}`).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
});
