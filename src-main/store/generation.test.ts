import { afterEach, beforeEach, expect, it } from 'vitest';
import { DurableWriter } from './durable-write.ts';
import { ArchivePaths } from './archive-names.ts';
import { changedBetween, raiseGeneration, readGeneration } from './generation.ts';
import { makeTrial, type Trial } from './trial-archive.ts';
import { mkdir } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';

let trial: Trial;
let paths: ArchivePaths;
beforeEach(async () => {
  trial = await makeTrial();
  await mkdir(trial.folder, { recursive: true });
  paths = new ArchivePaths(trial.folder);
});
afterEach(() => trial.remove());

const writer = new DurableWriter({ random: randomBytes, platform: process.platform });
const raise = async (ids: string[] | null) => raiseGeneration(paths, writer, trial.folder, ids, async () => undefined);

it('tells what several quick commits changed to somebody who saw only the first', async () => {
  const first = await raise(['a']);
  await raise(['b', 'c']);
  const last = await raise(['c', 'd']);
  expect(changedBetween(first, await readGeneration(paths))).toEqual(['b', 'c', 'd']);
  expect(changedBetween(last, await readGeneration(paths))).toEqual([]);
});

it('says that anything may have changed where a commit between said so, or where it is too long ago', async () => {
  const first = await raise(['a']);
  await raise(null);
  expect(changedBetween(first, await raise(['b']))).toBeNull();
  const long = await raise(['a']);
  for (let number = 0; number < 300; number += 1) await raise([`x${number}`]);
  expect(changedBetween(long, await readGeneration(paths))).toBeNull();
  expect(changedBetween(null, await readGeneration(paths))).toBeNull();
});
