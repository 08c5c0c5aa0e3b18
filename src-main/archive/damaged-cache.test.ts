import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Archive, openArchive } from '../archive.ts';
import { optionsBelow } from './testing/options-below.ts';

let home: string;
let before: string;

const open = async (create: 'if-missing' | 'never'): Promise<Archive> => {
  const archive = await openArchive(join(home, 'archive'), optionsBelow(home, { create }));
  await archive.inStep();
  return archive;
};

/** What is found and listed, as text. */
async function everything(archive: Archive): Promise<string> {
  const words = ['Rat', 'Absatz', '"Absatz zu 7"', 'Stadt -7'];
  const found = [];
  for (const query of words) {
    const { total, hits } = await archive.search({ query, offset: 0, limit: 50, sort: 'newest' });
    found.push([query, total, hits.map(({ id }) => id)]);
  }
  return JSON.stringify(found);
}

async function cacheFiles(folder = join(home, 'cache')): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const files = await Promise.all(
    entries.map(async (entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? cacheFiles(path) : [path];
    }),
  );
  return files.flat();
}

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'nachlese-damaged-cache-'));
  const archive = await open('if-missing');
  for (let number = 0; number < 12; number += 1)
    await writeFile(join(home, `${number}.txt`), `Der Rat der Stadt ${number} tagt.\n\nEin Absatz zu ${number}.\n`);
  const sources = Array.from({ length: 12 }, (_, number) => ({
    kind: 'path' as const,
    path: join(home, `${number}.txt`),
  }));
  await archive.importSources({ job: 'j', sources, format: null, tags: [], dryRun: false });
  before = await everything(archive);
  await archive.close();
});
afterAll(() => rm(home, { recursive: true, force: true, maxRetries: 5 }));

it.each<[string, (path: string) => Promise<void>]>([
  ['deleted', (path) => rm(path)],
  ['emptied', (path) => truncate(path, 0)],
  ['cut in half', async (path) => truncate(path, Math.floor((await readFile(path)).length / 2))],
  ['filled with other bytes', async (path) => writeFile(path, randomBytes((await readFile(path)).length))],
])('finds the same, unasked, when every file of index and catalogue was %s', async (_, damage) => {
  const files = await cacheFiles();
  expect(files.length).toBeGreaterThan(0);
  for (const path of files) await damage(path);
  const archive = await open('never');
  expect(await everything(archive)).toBe(before);
  await archive.close();
});

it('finds the same without another start when any one file of them was damaged', { timeout: 60_000 }, async () => {
  for (const damaged of await cacheFiles()) {
    const bytes = await readFile(damaged).catch(() => null);
    if (bytes === null) continue;
    await writeFile(damaged, randomBytes(Math.max(1, bytes.length)));
    const archive = await open('never');
    // A damaged text is noticed when its words are sought; the article is then read again.
    await vi.waitFor(async () => expect(await everything(archive)).toBe(before), { timeout: 20_000, interval: 50 });
    await archive.close();
  }
});
