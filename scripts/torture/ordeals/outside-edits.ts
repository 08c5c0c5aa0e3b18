import { cp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { openArchive, type Archive } from '../../../src-main/archive.ts';
import { sealedBytes } from '../../../src-main/store/sealed-json.ts';
import { openStore } from '../../../src-main/store/open-store.ts';
import { trialArticle, trialCapture, trialNote } from '../../../src-main/store/trial-archive.ts';
import { archiveOptions } from '../archive-options.ts';
import { makeChance } from '../plan.ts';
import { makeBench, removeBench, type Bench } from '../rig.ts';
import type { Ordeal } from '../settings.ts';

/** ms after the last edit within which the index is right, on a machine that does nothing else. */
const LIMIT = 5_000;
const BATCH = 500;

/** Others create, edit, move and delete while the archive is open; the index is right five seconds after the last. */
export const outsideEdits: Ordeal = async ({ seed, edits, articles }) => {
  const chance = makeChance(seed);
  const bench = await makeBench();
  const wrong: string[] = [];
  const store = await openStore(bench.folder, bench.options);
  for (let start = 0; start < articles; start += BATCH) {
    const numbers = Array.from({ length: Math.min(BATCH, articles - start) }, (_, index) => start + index + 1);
    await store.add(
      numbers.map((number) => trialCapture(number, { notes: [trialNote(trialArticle(number).id, number)] })),
    );
  }
  await store.close();
  const archive = await openArchive(bench.folder, archiveOptions(bench.root, { watch: true }));
  await archive.inStep();
  await watchesStand(archive, bench, articles);
  const away = new Map<string, string>();
  for (let edit = 0; edit < edits; edit += 1) {
    await editSomething(bench, away, chance, edit);
    if (chance(4) === 0) await new Promise((resolve) => setTimeout(resolve, chance(40)));
  }
  const begun = performance.now();
  const right = await freshlyRead(bench);
  const preparing = performance.now() - begun;
  const waiting = performance.now();
  let seen = await rowsOf(archive);
  while (seen !== right && performance.now() - waiting < 4 * LIMIT) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    seen = await rowsOf(archive);
  }
  // The other archive is opened meanwhile, which takes its time; only what comes on top was waited for.
  const took = performance.now() - (preparing > LIMIT ? waiting : begun);
  if (seen !== right) wrong.push(`the index never became right: ${firstDifference(seen, right)}`);
  else if (took > LIMIT * crowding()) wrong.push(`the index was right after ${Math.round(took)} ms`);
  await archive.close();
  await removeBench(bench);
  return { rounds: edits, wrong, remark: `${articles} articles, right after ${Math.round(took)} ms at most` };
};

/** How many programs share one processor; 1: none has to wait. */
const crowding = (): number => Math.max(1, (loadavg()[0] ?? 0) / cpus().length);

/** Resolves when a change in the last article is seen: the watches of a large archive are made one after the other. */
async function watchesStand(archive: Archive, bench: Bench, articles: number): Promise<void> {
  const { id } = trialArticle(articles);
  const changed = new Promise<void>((resolve) => {
    const stop = archive.onEvent((event) => {
      if (event.type !== 'changed') return;
      stop();
      resolve();
    });
  });
  await changeState(join(bench.folder, 'articles', id.slice(0, 4), id), 'erste');
  // A timer that nobody stops would keep the whole rig waiting when it is done.
  let patience: NodeJS.Timeout | undefined;
  const waited = new Promise<void>((resolve) => (patience = setTimeout(resolve, 60_000)));
  await Promise.race([changed, waited]);
  clearTimeout(patience);
}

async function changeState(folder: string, tag: string): Promise<void> {
  const changed = new Date().toISOString();
  await writeFile(join(folder, 'state.json'), sealedBytes({ tags: { value: [tag], changed } }));
}

/** Something a person, a script or a sync client might do to one article. */
async function editSomething(
  bench: Bench,
  away: Map<string, string>,
  chance: (end: number) => number,
  number: number,
): Promise<void> {
  const articles = join(bench.folder, 'articles');
  const year = join(articles, (await readdir(articles))[0] ?? '');
  const ids = await readdir(year);
  const id = ids[chance(ids.length)] ?? '';
  const folder = join(year, id);
  switch (chance(7)) {
    case 0:
      return changeState(folder, `von außen ${number}`);
    case 1: {
      const notes = join(folder, 'notes');
      const [note] = await readdir(notes).catch(() => []);
      if (note === undefined) return;
      const text = await readFile(join(notes, note), 'utf8');
      return writeFile(join(notes, note), text.replace(/"value": "Notiz[^"]*"/, `"value": "Notiz außen ${number}"`));
    }
    case 2: {
      const [note] = await readdir(join(folder, 'notes')).catch(() => []);
      return note === undefined ? undefined : rm(join(folder, 'notes', note));
    }
    case 3: {
      if (ids.length < 3) return;
      const elsewhere = join(bench.root, `away-${number}`);
      await rename(folder, elsewhere);
      away.set(elsewhere, folder);
      return;
    }
    case 4: {
      const [elsewhere, home] = [...away][0] ?? [];
      if (elsewhere === undefined || home === undefined) return;
      away.delete(elsewhere);
      return rename(elsewhere, home);
    }
    case 5: {
      // As a sync client brings it: file by file, the manifest somewhere in between.
      const [elsewhere, home] = [...away][0] ?? [];
      if (elsewhere === undefined || home === undefined) return;
      away.delete(elsewhere);
      return cp(elsewhere, home, { recursive: true });
    }
    default:
      return ids.length < 3 ? undefined : rm(folder, { recursive: true });
  }
}

/** What an archive opened afresh, without any cache, says there is. */
async function freshlyRead(bench: Bench): Promise<string> {
  const cacheFolder = join(bench.root, 'other-cache');
  const archive = await openArchive(bench.folder, archiveOptions(bench.root, { cacheFolder }));
  await archive.inStep();
  const rows = await rowsOf(archive);
  await archive.close();
  return rows;
}

async function rowsOf(archive: Archive): Promise<string> {
  const { rows } = await archive.listArticles({ sort: 'newest', offset: 0, limit: null, collection: null });
  const notes = await archive.listNotes({ query: '', articleId: null });
  const shown = rows.map((row) => [row.id, row.tags, row.notes] as const).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([shown, notes.map(({ body }) => body).sort()]);
}

/** Where two texts part, and what follows in each. */
function firstDifference(a: string, b: string): string {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  const from = Math.max(0, at - 80);
  return `${a.slice(from, at + 60)} instead of ${b.slice(from, at + 60)}`;
}
