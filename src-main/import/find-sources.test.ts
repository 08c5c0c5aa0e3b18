import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { findSources } from './find-sources.ts';

const folders: string[] = [];
afterEach(() => Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, maxRetries: 5 }))));

it('names a folder that cannot be opened, and finds all that comes after it', async () => {
  const root = await mkdtemp(join(tmpdir(), 'nachlese-find-sources-'));
  folders.push(root);
  for (const name of ['b', 'c', 'd']) await mkdir(join(root, name));
  for (const path of ['a.txt', 'b/1.txt', 'c/2.txt', 'd/3.txt']) await writeFile(join(root, path), 'Wort');
  const found: string[] = [];
  for await (const { name } of findSources([root])) {
    found.push(name);
    // Its name is known by now; that it cannot be opened shows later.
    if (name === join('b', '1.txt')) await rm(join(root, 'c'), { recursive: true, maxRetries: 5 });
  }
  expect(found).toEqual(['a.txt', join('b', '1.txt'), 'c', join('d', '3.txt')]);
});
