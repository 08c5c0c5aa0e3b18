/*
 * The process that is killed: opens the archive, takes the steps of a file one after the other, and says so on standard
 * output, synchronously: "begin 3", "done 3", "failed 3 disk-full". What was said to be done must be there afterwards.
 */
import { readFileSync, writeSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { ArchiveError } from '../../src-main/errors.ts';
import { openStore } from '../../src-main/store/open-store.ts';
import type { Step } from './plan.ts';
import { setClock } from './set-clock.ts';
import { takeStep } from './take-step.ts';

const [folder = '', root = '', stepsFile = '', clock = '0'] = process.argv.slice(2);
if (clock !== '0') setClock(Number(clock));
const say = (text: string) => writeSync(1, `${text}\n`);

const steps = JSON.parse(readFileSync(stepsFile, 'utf8')) as Step[];
const store = await openStore(folder, {
  now: () => new Date(),
  random: (count) => randomBytes(count),
  cacheFolder: join(root, 'cache'),
  dataFolder: join(root, 'data'),
  watch: false,
});
say('open');
for (const [index, step] of steps.entries()) {
  say(`begin ${index}`);
  try {
    await takeStep(store, step);
    say(`done ${index}`);
  } catch (error) {
    say(`failed ${index} ${error instanceof ArchiveError ? error.code : String(error).replaceAll('\n', ' ')}`);
  }
}
await store.close().catch(() => undefined);
say('end');
