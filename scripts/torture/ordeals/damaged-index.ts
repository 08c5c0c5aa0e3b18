import { randomBytes } from 'node:crypto';
import { cp, open, readdir, rm, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import type { Archive } from '../../../src-main/archive.ts';
import { articleDigests, differences, fillLargely, openWhole } from '../large-archive.ts';
import { makeChance } from '../plan.ts';
import { makeBench, removeBench } from '../rig.ts';
import type { Ordeal } from '../settings.ts';

/** ms within which an index is as before, at 10,000 articles on a machine that does nothing else. */
const LIMIT = 60_000;
const STEP = 50;
const QUERIES = ['stadtrat', '"Artikel 7"', 'Größe', 'fluss* -rat', 'tag:t3', 'haus ODER wand', 'Notiz', 'baba'];

/** The index deleted, cut, overwritten or of an old version, by chance: it gives the same again, unasked. */
export const damagedIndex: Ordeal = async ({ seed, damages, articles }) => {
  const chance = makeChance(seed);
  const bench = await makeBench();
  const { cacheFolder } = bench.options;
  const kept = join(bench.root, 'kept-cache');
  await fillLargely(bench, articles, seed);
  let archive = await openWhole(bench);
  const before = await everything(archive);
  await archive.close();
  await cp(cacheFolder, kept, { recursive: true });
  const digests = await articleDigests(bench.folder);
  const wrong: string[] = [];
  let longest = 0;
  for (let round = 0; round < damages; round += 1) {
    await rm(cacheFolder, { recursive: true, force: true, maxRetries: 5 });
    await cp(kept, cacheFolder, { recursive: true });
    const what = await damage(cacheFolder, chance, round);
    const begun = performance.now();
    archive = await openWhole(bench);
    let found = await everything(archive);
    while (found !== before && performance.now() - begun < LIMIT) {
      await new Promise((resolve) => setTimeout(resolve, STEP));
      found = await everything(archive);
    }
    longest = Math.max(longest, performance.now() - begun);
    await archive.close();
    if (found !== before) wrong.push(`${what}: finds something else`);
  }
  const touched = differences(digests, await articleDigests(bench.folder));
  wrong.push(...touched.map((path) => `another file: ${path}`));
  await removeBench(bench);
  return { rounds: damages, wrong, remark: `${articles} articles, as before after ${Math.round(longest)} ms at most` };
};

/** Does something to the files of index and catalogue; says what. */
async function damage(folder: string, chance: (end: number) => number, round: number): Promise<string> {
  const files = await filesIn(folder);
  const path = files[chance(files.length)] ?? '';
  const name = path.slice(folder.length + 1);
  const { size } = await stat(path);
  const place = chance(Math.max(size, 1));
  switch (round % 8) {
    case 0:
      if (round % 16 === 0) await rm(folder, { recursive: true });
      else for (const one of files) await truncate(one, chance((await stat(one)).size));
      return round % 16 === 0 ? 'all deleted' : 'all cut';
    case 1:
      await rm(path);
      return `${name} deleted`;
    case 2:
    case 3:
      await truncate(path, place);
      return `${name} cut at ${place}`;
    case 4: {
      // The head of a file tells its format.
      await overwrite(path, chance(Math.min(size, 64)), Buffer.from('1'));
      return `${name} of another version`;
    }
    default: {
      await overwrite(path, place, randomBytes(1 + chance(4096)));
      return `${name} overwritten at ${place}`;
    }
  }
}

async function overwrite(path: string, place: number, bytes: Buffer): Promise<void> {
  const handle = await open(path, 'r+');
  try {
    await handle.write(bytes, 0, bytes.length, place);
  } finally {
    await handle.close();
  }
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const files = await Promise.all(
    entries.map(async (entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? filesIn(path) : [path];
    }),
  );
  return files.flat().sort();
}

/** What lists and search give, as text. */
async function everything(archive: Archive): Promise<string> {
  const list = await archive.listArticles({ sort: 'newest', offset: 0, limit: null, collection: null });
  const found: unknown[] = [list.total, list.rows.map(({ id, tags, notes, words }) => [id, tags, notes, words])];
  for (const query of QUERIES) {
    const { total, hits } = await archive.search({ query, offset: 0, limit: 50, sort: 'newest' });
    found.push([query, total, hits.map(({ id, excerpt }) => [id, excerpt])]);
  }
  return JSON.stringify(found);
}
