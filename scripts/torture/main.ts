import { execFileSync, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openStore } from '../../src-main/store/open-store.ts';
import { observe } from './observe.ts';
import { applyStep, makeChance, planSteps, type Step } from './plan.ts';
import { copyBench, inspect, makeBench, type Bench, removeBench, runWorker } from './rig.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    only: { type: 'string' },
    kills: { type: 'string' },
    writes: { type: 'string' },
    disks: { type: 'string' },
    long: { type: 'boolean', default: false },
    inject: { type: 'string', default: 'error=EIO,error=ENOSPC,error=EACCES' },
    lasting: { type: 'boolean', default: false },
    worker: { type: 'string' },
  },
});
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
const worker = values.worker ?? '';
const kills = Number(values.kills ?? (values.long ? 1000 : 30));
const writes = Number(values.writes ?? (values.long ? 500 : 100));
const disks = Number(values.disks ?? (values.long ? 200 : 6));

type Ordeal = {
  name: string;
  what: string;
  run: () => Promise<{ rounds: number; wrong: string[]; skipped?: string; remark?: string }>;
};

/** kill -9 at random times while all kinds of steps are taken. */
async function randomKills() {
  const chance = makeChance(seed);
  const bench = await makeBench();
  const wrong: string[] = [];
  let acknowledged = 0;
  for (let round = 0; round < kills; round += 1) {
    const steps = planSteps(bench.model, 200, chance, `r${round}`);
    const account = await runWorker(bench, { worker, steps, killAfter: chance(250) });
    acknowledged += account.done.length;
    for (const { step, code } of account.failed) wrong.push(`round ${round}: ${steps[step]?.do} failed: ${code}`);
    wrong.push(...(await inspect(bench, steps, account)).map((what) => `round ${round}: ${what}`));
  }
  if (acknowledged === 0) wrong.push('no step was ever done: the rig proves nothing');
  await removeBench(bench);
  return { rounds: kills, wrong, remark: `${acknowledged} steps were done before` };
}

/** Two processes write to one article at the same time; no tag of either is lost. */
async function twoWriters() {
  const bench = await makeBench();
  const first: Step = { do: 'add', articles: [1] };
  await runWorker(bench, { worker, steps: [first], killAfter: null });
  const tags = (who: string): Step[] =>
    Array.from({ length: writes }, (_, index) => ({ do: 'tag', article: 1, tag: `${who}${index}` }));
  const accounts = await Promise.all(
    ['a', 'b'].map((who) => runWorker(bench, { worker, steps: tags(who), killAfter: null })),
  );
  const store = await openStore(bench.folder, bench.options);
  const found = (await observe(store)).get(1)?.tags ?? [];
  await store.close();
  const wrong = accounts.flatMap(({ failed }) => failed.map(({ code }) => `a write failed: ${code}`));
  for (const [index, who] of ['a', 'b'].entries())
    for (const step of accounts[index]?.done ?? [])
      if (!found.includes(`${who}${step}`)) wrong.push(`lost: ${who}${step}`);
  if (found.length !== 2 * writes + 1) wrong.push(`${found.length} tags instead of ${2 * writes + 1}`);
  await removeBench(bench);
  return { rounds: 2 * writes, wrong };
}

/** A disk that fills up in the middle of it all. */
async function smallDisks() {
  if (process.getuid?.() !== 0) return { rounds: 0, wrong: [], skipped: 'needs root, to mount a small disk' };
  const chance = makeChance(seed);
  const wrong: string[] = [];
  for (let round = 0; round < disks; round += 1) {
    const mount = await mkdtemp(join(tmpdir(), 'nachlese-disk-'));
    const notes = await mkdtemp(join(tmpdir(), 'nachlese-notes-'));
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${160 + chance(400)}k`, 'tmpfs', mount]);
    if (mounted.status !== 0) return { rounds: 0, wrong: [], skipped: 'this machine does not let us mount' };
    try {
      const bench = await makeBench(mount);
      const steps = planSteps(bench.model, 150, chance, `d${round}`);
      const account = await runWorker(bench, { worker, steps, killAfter: null, notes });
      if (!account.failed.some(({ code }) => code === 'disk-full'))
        wrong.push(`round ${round}: the disk was never full`);
      // What comes after a failed step may find less than it was planned for, and says so.
      const others = account.failed.filter(
        ({ code }) => !['disk-full', 'not-found', 'Error:', 'exists'].includes(code),
      );
      wrong.push(...others.map(({ step, code }) => `round ${round}: ${steps[step]?.do}: ${code}`));
      const eraser = await openStore(bench.folder, bench.options);
      const [victim] = await eraser.scan();
      if (victim !== undefined) await eraser.erase(victim.id);
      await eraser.close();
      const store = await openStore(bench.folder, bench.options);
      await observe(store);
      const { changed, missing, extra, unreadable } = await store.verify(
        null,
        () => undefined,
        () => false,
      );
      for (const path of [changed, missing, extra, unreadable].flat()) wrong.push(`round ${round}: damaged: ${path}`);
      await store.close();
      wrong.push(
        ...lostOnFullDisk(steps, account.done, await observeAgain(bench), victim?.id).map(
          (what) => `round ${round}: ${what}`,
        ),
      );
    } finally {
      execFileSync('umount', ['-l', mount]);
      await rm(mount, { recursive: true, force: true });
      await rm(notes, { recursive: true, force: true });
    }
  }
  return { rounds: disks, wrong };

  async function observeAgain(bench: Awaited<ReturnType<typeof makeBench>>) {
    const store = await openStore(bench.folder, bench.options);
    const model = await observe(store);
    await store.close();
    return model;
  }
}

/** Tags and notes that were said to be saved and are not there, of articles no later step took away. */
function lostOnFullDisk(
  steps: readonly Step[],
  done: readonly number[],
  found: Awaited<ReturnType<typeof observe>>,
  erased: string | undefined,
): string[] {
  const lost: string[] = [];
  for (const index of done) {
    const step = steps[index];
    if (step?.do !== 'tag') continue;
    const item = found.get(step.article);
    const wasTaken = steps.some(
      (other) => ['remove', 'erase'].includes(other.do) && 'article' in other && other.article === step.article,
    );
    if (wasTaken || erased?.includes(`artikel-${step.article}-`)) continue;
    if (!item?.tags.includes(step.tag)) lost.push(`lost: tag ${step.tag} of ${step.article}`);
  }
  return lost;
}

/** The steps that are interrupted at every system call, each from an archive that is ready for it. */
const INTERRUPTED: { before: Step[]; step: Step }[] = [
  { before: [], step: { do: 'add', articles: [1, 2] } },
  { before: [{ do: 'add', articles: [1] }], step: { do: 'note', article: 1, note: 1 } },
  { before: [{ do: 'add', articles: [1] }], step: { do: 'edit-note', article: 1, note: 1000, body: 'anders' } },
  { before: [{ do: 'add', articles: [1] }], step: { do: 'tag', article: 1, tag: 'x' } },
  { before: [{ do: 'add', articles: [1] }], step: { do: 'remove', article: 1 } },
  { before: [{ do: 'add', articles: [1] }], step: { do: 'version', article: 1, day: 2 } },
  {
    before: [
      { do: 'add', articles: [1] },
      { do: 'version', article: 1, day: 2 },
    ],
    step: { do: 'restore-version', article: 1, version: '20251101T080000Z' },
  },
  {
    before: [
      { do: 'add', articles: [1] },
      { do: 'remove', article: 1 },
    ],
    step: { do: 'restore', article: 1 },
  },
  { before: [{ do: 'add', articles: [1] }], step: { do: 'erase', article: 1 } },
];
const MUTATING = 'mkdir,rename,link,unlink,rmdir,write,pwrite64,fsync,utimensat,ftruncate';

const straceOf = (output: string, ...more: string[]) => [
  'strace',
  '-f',
  '-qq',
  '-o',
  output,
  '-e',
  `trace=${MUTATING}`,
  ...more,
];

/** A bench on which the steps before were taken. */
async function readyBench(before: readonly Step[]) {
  const bench = await makeBench();
  await runWorker(bench, { worker, steps: [...before], killAfter: null });
  for (const step of before) bench.model = applyStep(bench.model, step);
  return bench;
}

/** How many mutating calls the busiest thread of a worker makes: strace counts them for each thread. */
async function countCalls(ready: Bench, step: Step): Promise<number> {
  const bench = await copyBench(ready);
  const log = join(bench.root, 'calls.log');
  await runWorker(bench, { worker, steps: [step], killAfter: null, wrapper: straceOf(log) });
  const perThread = new Map<string, number>();
  for (const line of (await readFile(log, 'utf8')).split('\n')) {
    const thread = line.split(' ')[0] ?? '';
    perThread.set(thread, (perThread.get(thread) ?? 0) + 1);
  }
  await removeBench(bench);
  return Math.max(...perThread.values());
}

/** One step at a time, with something done to it at its k-th mutating system call, for every k. */
async function atEveryCall(injections: readonly string[]) {
  if (spawnSync('strace', ['-V']).status !== 0) return { rounds: 0, wrong: [], skipped: 'strace is not installed' };
  const wrong: string[] = [];
  let rounds = 0;
  let interrupted = 0;
  const wanted = values.long
    ? INTERRUPTED
    : INTERRUPTED.filter(({ step }) => ['add', 'note', 'remove'].includes(step.do));
  for (const task of wanted) {
    const ready = await readyBench(task.before);
    const calls = await countCalls(ready, task.step);
    for (const injection of injections)
      for (let call = 1; call <= calls + 1; call += 1) {
        const bench = await copyBench(ready);
        const wrapper = straceOf(
          '/dev/null',
          '-e',
          `inject=${MUTATING}:${injection}:when=${call}${values.lasting ? '+' : ''}`,
        );
        const account = await runWorker(bench, { worker, steps: [task.step], killAfter: null, wrapper });
        if (!account.ended || account.failed.length > 0) interrupted += 1;
        const found = await inspect(bench, [task.step], account);
        wrong.push(...found.map((what) => `${task.step.do}, ${injection} at call ${call}: ${what}`));
        rounds += 1;
        await removeBench(bench);
      }
    await removeBench(ready);
  }
  if (interrupted === 0) wrong.push('nothing was ever interrupted: the rig proves nothing');
  return { rounds, wrong, remark: `${interrupted} interrupted` };
}

const ordeals: Ordeal[] = [
  { name: 'kills', what: 'killed at random', run: randomKills },
  { name: 'two', what: 'written by two at once', run: twoWriters },
  { name: 'disks', what: 'filled small disks', run: smallDisks },
  { name: 'calls', what: 'killed at each system call', run: () => atEveryCall(['signal=KILL']) },
  {
    name: 'faults',
    what: 'system calls that fail',
    run: () => atEveryCall(values.inject.split(',')),
  },
];
const inShortForm = ['kills', 'two', 'disks'];

await mkdir(tmpdir(), { recursive: true });
console.log(`seed ${seed}`);
let failed = 0;
for (const { name, what, run } of ordeals) {
  if (values.only === undefined ? !values.long && !inShortForm.includes(name) : !values.only.split(',').includes(name))
    continue;
  const begun = performance.now();
  const { rounds, wrong, skipped, remark } = await run();
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  if (skipped === undefined)
    console.log(
      `${name}: ${what}, ${rounds} times, ${wrong.length} wrong, ${seconds} s${remark === undefined ? '' : ` (${remark})`}`,
    );
  else console.log(`${name}: skipped, ${skipped}`);
  for (const one of wrong.slice(0, 20)) console.log(`  ${one}`);
  failed += wrong.length;
}
process.exitCode = failed === 0 ? 0 : 1;
