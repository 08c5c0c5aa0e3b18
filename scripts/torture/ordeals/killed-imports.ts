import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openArchive } from '../../../src-main/archive.ts';
import { archiveOptions } from '../archive-options.ts';
import { makeChance } from '../plan.ts';
import { makeBench, removeBench, type Bench } from '../rig.ts';
import { runProcess } from '../run-process.ts';
import type { Ordeal } from '../settings.ts';

/** Kills of the import of one folder before it is left alone. */
const IMPORT_KILLS = 6;
/** Kills of export and rebuild each. */
const OTHER_KILLS = 4;

/**
 * An import of a folder that is killed again and again, until it is let end: every file is there once. An export that
 * is killed leaves the whole file or the former one; a rebuild that is killed finds the same afterwards.
 */
export const killedImports: Ordeal = async ({ seed, files, archiveWorker }) => {
  const chance = makeChance(seed);
  const bench = await makeBench();
  const folder = join(bench.root, 'sources');
  await mkdir(folder);
  for (let number = 1000; number < 1000 + files; number += 1)
    await writeFile(
      join(folder, `${number}.txt`),
      `Meldung ${number} aus der Stadt.\n\n${`Ein Absatz zu ${number}. `.repeat(40)}\n`,
    );
  const wrong: string[] = [];
  let rounds = 0;
  const run = async (task: string, path: string, killAfter: number | null) => {
    rounds += 1;
    return runArchiveWorker(bench, archiveWorker, [task, path], killAfter);
  };

  const begun = performance.now();
  await run('import', folder, null);
  const whole = performance.now() - begun;
  const kept = await makeBench();
  let stored = 0;
  for (let kill = 0; kill < IMPORT_KILLS; kill += 1) {
    rounds += 1;
    await runArchiveWorker(kept, archiveWorker, ['import', folder], 50 + chance(Math.max(1, whole / 3)));
    const now = await countArticles(kept);
    if (now < stored) wrong.push(`after kill ${kill} there were ${now} articles, before it ${stored}`);
    stored = now;
  }
  const last = await runArchiveWorker(kept, archiveWorker, ['import', folder], null);
  if (!last.includes('failed 0')) wrong.push(`the last import said ${last}`);
  const inEnd = await countArticles(kept);
  if (inEnd !== files) wrong.push(`${inEnd} articles of ${files} files`);
  wrong.push(...(await damageOf(kept)));

  const file = join(bench.root, 'export.md');
  await run('export', file, null);
  const full = await readFile(file, 'utf8');
  for (let kill = 0; kill < OTHER_KILLS; kill += 1) {
    const isMade = kill % 2 === 0;
    const path = isMade ? join(bench.root, `export-${kill}.md`) : file;
    await run('export', path, chance(400));
    const text = await readFile(path, 'utf8').catch(() => null);
    if (text === null ? !isMade : text !== full) wrong.push(`a killed export left ${text?.length ?? 'no'} characters`);
  }
  for (let kill = 0; kill < OTHER_KILLS; kill += 1) {
    await run('rebuild', '', chance(300));
    const hits = await countHits(bench);
    if (hits !== files) wrong.push(`after a killed rebuild ${hits} hits of ${files}`);
  }
  wrong.push(...(await damageOf(bench)));
  await removeBench(bench);
  await removeBench(kept);
  return { rounds, wrong, remark: `${stored} of ${files} files stored by killed imports` };
};

const runArchiveWorker = (
  { folder, root }: Bench,
  worker: string,
  task: string[],
  killAfter: number | null,
): Promise<string> => runProcess([process.execPath, worker, folder, root, ...task], { killAfter });

/** Complete article folders. */
async function countArticles({ folder }: Bench): Promise<number> {
  let count = 0;
  for (const year of await readdir(join(folder, 'articles')))
    for (const id of await readdir(join(folder, 'articles', year))) {
      await stat(join(folder, 'articles', year, id, 'manifest-sha256.txt'));
      count += 1;
    }
  return count;
}

const open = ({ folder, root }: Bench) => openArchive(folder, archiveOptions(root));

async function damageOf(bench: Bench): Promise<string[]> {
  const archive = await open(bench);
  const { changed, missing, extra, unreadable } = await archive.verify({ job: 'verify', ids: null });
  await archive.close();
  return [changed, missing, extra, unreadable].flat().map((path) => `damaged: ${path}`);
}

async function countHits(bench: Bench): Promise<number> {
  const archive = await open(bench);
  await archive.inStep();
  const { total } = await archive.search({ query: 'Meldung', offset: 0, limit: 1, sort: 'relevance' });
  await archive.close();
  return total;
}
