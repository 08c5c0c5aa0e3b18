import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ArchiveStore } from './archive-store.ts';
import { createArchive } from './open-store.ts';
import { makeTrial, trialCapture, type Trial } from './trial-archive.ts';

const ARTICLES = 60;
/** Bytes of a block as `stat` counts them. */
const BLOCK = 512;

let trial: Trial;
let store: ArchiveStore;

beforeEach(async () => {
  trial = await makeTrial();
  store = await createArchive(trial.folder, trial.options, {});
  await store.add(Array.from({ length: ARTICLES }, (_, number) => trialCapture(number + 1)));
});
afterEach(async () => {
  await store.close();
  await trial.remove();
});

/** What the archive's files and folders take, looked at one after the other. */
function oneByOne(): { bytes: number; allocated: number } {
  const kept = readdirSync(trial.folder).filter((name) => !['.tmp', '.lock', '.generation'].includes(name));
  const below = readdirSync(join(trial.folder, 'articles'), { recursive: true }).map((path) =>
    join('articles', String(path)),
  );
  const all = ['', ...kept, ...below].map((path) => lstatSync(join(trial.folder, path)));
  return {
    bytes: all.reduce((sum, stats) => sum + (stats.isDirectory() ? 0 : stats.size), 0),
    allocated: all.reduce((sum, stats) => sum + stats.blocks * BLOCK, 0),
  };
}

it('the size of an archive counts each file and each folder once, though many are looked at together', async () => {
  expect(await store.size()).toEqual({ ...oneByOne(), versions: 0 });
});
