import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  hasStrace,
  injecting,
  MUTATING,
  tracedCalls,
  tracing,
  type TracedCall,
} from '../../../src-main/store/testing/traced-calls.ts';
import { inLanes } from '../lanes.ts';
import { applyStep, type Step } from '../plan.ts';
import { copyBench, inspect, makeBench, removeBench, runWorker, type Bench } from '../rig.ts';
import type { Ordeal, Outcome, Settings } from '../settings.ts';

/** A step, and those that make an archive ready for it. */
type Interrupted = { before: Step[]; step: Step; isShort?: true };

/** In the short form errors are tried with one step: they take the same way through the program with the others. */
const FAILING_IN_SHORT = 'note';

const ONE: Step = { do: 'add', articles: [1] };

/** The steps that are interrupted at every system call. */
const INTERRUPTED: Interrupted[] = [
  { before: [], step: ONE, isShort: true },
  { before: [ONE], step: { do: 'note', article: 1, note: 1 }, isShort: true },
  { before: [ONE], step: { do: 'remove', article: 1 }, isShort: true },
  { before: [], step: { do: 'add', articles: [1, 2] } },
  { before: [ONE], step: { do: 'edit-note', article: 1, note: 1000, body: 'anders' } },
  { before: [ONE], step: { do: 'drop-note', article: 1, note: 1000 } },
  { before: [ONE], step: { do: 'tag', article: 1, tag: 'x' } },
  { before: [ONE], step: { do: 'version', article: 1, day: 2 } },
  {
    before: [ONE, { do: 'version', article: 1, day: 2 }],
    step: { do: 'restore-version', article: 1, version: '20251101T080000Z' },
  },
  { before: [ONE, { do: 'remove', article: 1 }], step: { do: 'restore', article: 1 } },
  { before: [ONE], step: { do: 'erase', article: 1 } },
];

/** An archive on which the steps before were taken. */
async function readyBench(before: readonly Step[], worker: string): Promise<Bench> {
  const bench = await makeBench();
  await runWorker(bench, { worker, steps: [...before], killAfter: null });
  for (const step of before) bench.model = applyStep(bench.model, step);
  return bench;
}

/** Every mutating call a step makes. */
async function listCalls(ready: Bench, step: Step, worker: string): Promise<TracedCall[]> {
  const bench = await copyBench(ready);
  const log = join(bench.root, 'calls.log');
  await runWorker(bench, { worker, steps: [step], killAfter: null, wrapper: tracing(log, MUTATING) });
  const calls = tracedCalls(await readFile(log, 'utf8'));
  await removeBench(bench);
  return calls;
}

/** One step at a time, with something done to it at each of its mutating system calls. */
async function atEveryCall(
  { worker, lasting }: Settings,
  injections: readonly string[],
  isWanted: (task: Interrupted) => boolean,
): Promise<Outcome> {
  if (!hasStrace) return { rounds: 0, wrong: [], skipped: 'strace is not installed' };
  const wrong: string[] = [];
  let rounds = 0;
  let interrupted = 0;
  for (const { before, step } of INTERRUPTED.filter(isWanted)) {
    const ready = await readyBench(before, worker);
    const calls = await listCalls(ready, step, worker);
    const tasks = injections.flatMap((injection) => calls.map((call) => ({ injection, call })));
    await inLanes(tasks, async ({ injection, call }) => {
      const bench = await copyBench(ready);
      const wrapper = tracing('/dev/null', MUTATING, ...injecting(call, injection, lasting));
      const account = await runWorker(bench, { worker, steps: [step], killAfter: null, wrapper });
      if (!account.ended || account.failed.length > 0) interrupted += 1;
      const found = await inspect(bench, [step], account);
      wrong.push(...found.map((what) => `${step.do}, ${injection} at ${call.name} ${call.count}: ${what}`));
      rounds += 1;
      await removeBench(bench);
    });
    await removeBench(ready);
  }
  if (interrupted === 0) wrong.push('nothing was ever interrupted: the rig proves nothing');
  return { rounds, wrong, remark: `${interrupted} interrupted` };
}

export const killedAtEveryCall: Ordeal = (settings) =>
  atEveryCall({ ...settings, lasting: false }, ['signal=KILL'], ({ isShort }) => settings.long || isShort === true);

export const failingAtEveryCall: Ordeal = (settings) =>
  atEveryCall(settings, settings.inject, ({ step }) => settings.long || step.do === FAILING_IN_SHORT);
