import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  hasStrace,
  injecting,
  MUTATING,
  tracedCalls,
  tracing,
  type TracedCall,
} from '../../../src-main/store/testing/traced-calls.ts';
import { INTERRUPTED_TASKS, type InterruptedTask, type Whole } from '../interrupted-tasks.ts';
import { inLanes, LANES, numbers } from '../lanes.ts';
import type { Ordeal, Outcome, Settings } from '../settings.ts';
import { bytesBelow, TaskPlace, type Seen, type TaskAccount } from '../task-place.ts';

const callsOf = ({ writes }: InterruptedTask): string => (writes ? `${MUTATING},write` : MUTATING);

/** Runs a task with nobody in its way, and lists its calls. */
async function runWhole(
  place: TaskPlace,
  task: InterruptedTask,
  before: Seen,
): Promise<{ whole: Whole; calls: TracedCall[] }> {
  await place.putBack();
  await task.before?.(place);
  const log = join(place.root, 'calls.log');
  const account = await place.run(task.name, task.path(place), tracing(log, callsOf(task), '-y'));
  if (!account.ended) throw new Error(`${task.name} fails by itself: ${account.failed?.sentence ?? ''}`);
  const calls = tracedCalls(await readFile(log, 'utf8'), place.root);
  const out = await bytesBelow(place.out);
  // The made-up migration leaves what only a later format knows.
  const known: string[] = [];
  return { whole: { before, after: await place.look(known), out, known }, calls };
}

/** One task after the other, with something done to it at each of its mutating system calls. */
async function atEveryCall({ long, lasting, worker, seed, tasks }: Run, wanted: Interruption): Promise<Outcome> {
  if (!hasStrace) return { rounds: 0, wrong: [], skipped: 'strace is not installed' };
  const wrong: string[] = [];
  const parent = await mkdtemp(join(tmpdir(), 'nachlese-torture-'));
  const ready = await Promise.all(
    numbers(LANES).map(async (lane) => {
      const place = new TaskPlace(parent, lane, worker);
      await place.prepare();
      await place.putBack();
      return { place, before: await place.look([]) };
    }),
  );
  let rounds = 0;
  let interrupted = 0;
  await inLanes(
    INTERRUPTED_TASKS.filter(({ name }) => tasks?.includes(name) ?? (long || name in wanted.inShort)),
    async (task, lane) => {
      const { place, before } = ready[lane]!;
      const { whole, calls } = await runWhole(place, task, before);
      const of = { rounds: 0, interrupted: 0, wrong: 0 };
      const count = long ? calls.length : (wanted.inShort[task.name] ?? 1);
      const step = Math.max(1, Math.floor(calls.length / count));
      // The short form begins elsewhere each time.
      const chosen = calls.filter((_, index) => index % step === seed % step).slice(0, count);
      for (const injection of wanted.injections)
        for (const call of chosen) {
          await place.putBack();
          await task.before?.(place);
          const inject = injecting(call, injection, lasting, place.root);
          const account = await place.run(task.name, task.path(place), tracing('/dev/null', callsOf(task), ...inject));
          of.rounds += 1;
          if (!account.ended) of.interrupted += 1;
          const found = await whatIsWrong(place, task, whole, account, injection.startsWith('signal'));
          const at = `${task.name}, ${injection} at ${call.name} ${call.count} ${call.path ?? ''}`;
          of.wrong += found.length;
          wrong.push(...found.map((what) => `${at}: ${what}`));
        }
      rounds += of.rounds;
      interrupted += of.interrupted;
      if (long) console.log(`  ${task.name}: ${of.rounds} calls, ${of.interrupted} interrupted, ${of.wrong} wrong`);
    },
  );
  await rm(parent, { recursive: true, force: true, maxRetries: 5 });
  // One failed call of a few may be one a task does without, as the removal of something temporary.
  const mustInterrupt = long || wanted.injections.includes('signal=KILL');
  if (interrupted === 0 && mustInterrupt) wrong.push('nothing was ever interrupted: the rig proves nothing');
  return { rounds, wrong, remark: `${interrupted} interrupted` };
}

async function whatIsWrong(
  place: TaskPlace,
  task: InterruptedTask,
  whole: Whole,
  account: TaskAccount,
  isKilled: boolean,
): Promise<string[]> {
  const found: string[] = [];
  const { ended, failed } = account;
  if (failed !== null && isUnclear(failed)) found.push(`it said ${failed.code}: ${failed.sentence}`);
  if (!ended && failed === null && !isKilled) found.push('it died');
  await task.inspect(place, whole, account, found).catch((error: unknown) => found.push(String(error)));
  found.push(...(await place.strangers(task.makes)));
  return found.filter((what) => !whole.known.includes(what));
}

/**
 * `inShort`: how many calls of which task the short form takes; backup, restore and migration are also killed by the
 * tests beside them.
 */
type Interruption = { injections: readonly string[]; inShort: Readonly<Record<string, number>> };

type Run = Pick<Settings, 'long' | 'lasting' | 'seed' | 'tasks'> & { worker: string };

/** A failure nobody foresaw, or one without words. */
const isUnclear = ({ code, sentence }: { code: string; sentence: string }): boolean =>
  code === 'internal' || sentence.trim() === '';

export const tasksKilled: Ordeal = (settings) =>
  atEveryCall(
    { ...settings, worker: settings.archiveWorker, lasting: false },
    {
      injections: ['signal=KILL'],
      inShort: { export: 1, 'export-notes': 2, bag: 1, rebuild: 1, import: 2 },
    },
  );

export const tasksFailing: Ordeal = (settings) =>
  atEveryCall(
    { ...settings, worker: settings.archiveWorker },
    { injections: settings.inject, inShort: { 'export-notes': 1, import: 1 } },
  );
