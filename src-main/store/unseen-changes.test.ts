import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ArchiveStore, OutsideChange } from './archive-store.ts';
import { makeWatchedTrial } from './testing/watched-trial.ts';
import { trialArticle, trialCapture, type Trial } from './trial-archive.ts';

// A system that allows no watch, as one whose limit is reached.
vi.mock('node:fs', async (original) => ({
  ...(await original<object>()),
  watch: () => {
    throw Object.assign(new Error('no watch left'), { code: 'ENOSPC' });
  },
}));

let trial: Trial;
let store: ArchiveStore;
let told: OutsideChange[];
let toldIds: () => string[];
const [{ id }, { id: other }] = [trialArticle(1), trialArticle(2)];
const folder = (article: string) => join(trial.folder, 'articles', '2025', article);

beforeEach(async () => {
  ({ trial, store, told, toldIds } = await makeWatchedTrial([trialCapture(1), trialCapture(2)]));
});
afterEach(async () => {
  await store.close();
  await trial.remove();
});

it('where no event tells of a change, a look tells which articles changed, came and went', async () => {
  await writeFile(join(folder(id), 'state.json'), '{}');
  await rm(folder(other), { recursive: true, maxRetries: 5 });
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(told).toEqual([]);
  await store.lookAround();
  await vi.waitFor(() => expect(toldIds()).toEqual([id, other].sort()), { timeout: 20_000 });
});

it('looks asked for one after the other cost one look at the articles', async () => {
  await store.lookAround();
  await writeFile(join(folder(id), 'state.json'), '{}');
  for (let look = 0; look < 5; look += 1) await store.lookAround();
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(told).toEqual([]);
});
