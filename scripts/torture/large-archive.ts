import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openArchive, type Archive } from '../../src-main/archive.ts';
import { mapInFlight } from '../../src-main/store/in-flight.ts';
import { openStore } from '../../src-main/store/open-store.ts';
import { filesBelow, textBlocks, trialArticle, trialCapture, trialNote } from '../../src-main/store/trial-archive.ts';
import { archiveOptions } from './archive-options.ts';
import { makeChance } from './plan.ts';
import type { Bench } from './rig.ts';

const BATCH = 500;
const SYLLABLES = ['ba', 'der', 'stadt', 'lung', 'rat', 'ken', 'fluss', 'mo', 'haus', 'tri', 'wand', 'el', 'su', 'pe'];

/** A word made of syllables, some often and most seldom. */
const wordBy = (chance: (end: number) => number): string =>
  Array.from({ length: 2 + chance(3) }, () => SYLLABLES[Math.min(chance(14), chance(14))]).join('');

/** Fills an archive with so many articles of 150 words, every third with a note and tags, every tenth with a version. */
export async function fillLargely(bench: Bench, articles: number, seed: number): Promise<void> {
  const chance = makeChance(seed);
  const store = await openStore(bench.folder, bench.options);
  const article = (number: number, day: string) =>
    trialArticle(number, {
      archived: `2025-11-${day}T08:00:00Z`,
      blocks: textBlocks(...[0, 1, 2].map(() => `${Array.from({ length: 50 }, () => wordBy(chance)).join(' ')}.`)),
    });
  try {
    for (let start = 1; start <= articles; start += BATCH) {
      const numbers = Array.from({ length: Math.min(BATCH, articles + 1 - start) }, (_, index) => start + index);
      const added = await store.add(
        numbers.map((number) => {
          const capture = article(number, '01');
          const isMarked = number % 3 === 0;
          const notes = isMarked ? [trialNote(capture.id, number)] : [];
          const state = { ...trialCapture(number).state, ...(isMarked ? { tags: ['Größe', `t${number % 7}`] } : {}) };
          return trialCapture(number, { article: capture, notes, state });
        }),
      );
      for (const one of added) if (!one.ok) throw one.error;
      for (const number of numbers.filter((one) => one % 10 === 0))
        await store.addVersion(trialArticle(number).id, trialCapture(number, { article: article(number, '02') }));
    }
  } finally {
    await store.close();
  }
}

/** Opens an archive with index and lists in this thread, in step with its folder. */
export async function openWhole(bench: Bench, folder = bench.folder): Promise<Archive> {
  const archive = await openArchive(folder, archiveOptions(bench.root, { create: 'if-missing' }));
  await archive.inStep();
  return archive;
}

/** Path and SHA-256 of every file of the articles. */
export async function articleDigests(folder: string): Promise<Map<string, string>> {
  const paths = (await filesBelow(folder)).filter((path) => path.startsWith('articles/'));
  const digests = await mapInFlight(paths, 8, async (path) =>
    createHash('sha256')
      .update(await readFile(join(folder, path)))
      .digest('hex'),
  );
  return new Map(paths.map((path, index) => [path, digests[index] ?? '']));
}

/** What is another in the second. */
export function differences(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths].filter((path) => before.get(path) !== after.get(path));
}
