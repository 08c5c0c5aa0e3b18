import { randomBytes } from 'node:crypto';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createArchive, openStore } from '../../src-main/store/open-store.ts';
import type { ArchiveStore, StoreOptions } from '../../src-main/store/archive-store.ts';
import { leftovers, observe, saying } from './observe.ts';
import { applyStep, touchedBy, type Model, type Step } from './plan.ts';
import { runProcess } from './run-process.ts';

/** One archive under torture, and what must be in it. */
export type Bench = { root: string; folder: string; options: StoreOptions; model: Model };

/** What a worker said before it ended. */
export type Account = { begun: number[]; done: number[]; failed: { step: number; code: string }[]; ended: boolean };

export async function makeBench(parent = tmpdir()): Promise<Bench> {
  const bench = await emptyBench(parent);
  await (await createArchive(bench.folder, bench.options, {})).close();
  return bench;
}

/** The same archive once more, to be tortured in another way. */
export async function copyBench(bench: Bench): Promise<Bench> {
  const copy = { ...(await emptyBench()), model: bench.model };
  await cp(bench.folder, copy.folder, { recursive: true });
  return copy;
}

/** A place for an archive, and none in it. */
export async function emptyBench(parent = tmpdir()): Promise<Bench> {
  const root = await mkdtemp(join(parent, 'nachlese-torture-'));
  const options: StoreOptions = {
    now: () => new Date(),
    random: (count) => randomBytes(count),
    cacheFolder: join(root, 'cache'),
    dataFolder: join(root, 'data'),
    watch: false,
  };
  return { root, folder: join(root, 'archive'), options, model: new Map() };
}

export const removeBench = (bench: Bench) => rm(bench.root, { recursive: true, force: true, maxRetries: 5 });

export type Run = {
  worker: string;
  steps: Step[];
  /** Kills the worker so many ms after it opened the archive; null: lets it end. */
  killAfter: number | null;
  /** In front of the command: strace with what it is to do. */
  wrapper?: string[];
  /** Folder for what is not the archive, where the archive's disk is small. */
  notes?: string;
  /** ms by which the worker's clock is wrong. */
  clock?: number;
};

/** Runs a worker over some steps. Resolves when it is gone. */
export async function runWorker(bench: Bench, run: Run): Promise<Account> {
  const stepsFile = join(run.notes ?? bench.root, `steps-${randomBytes(4).toString('hex')}.json`);
  await writeFile(stepsFile, JSON.stringify(run.steps));
  const own = [run.worker, bench.folder, run.notes ?? bench.root, stepsFile, String(run.clock ?? 0)];
  const said = await runProcess([...(run.wrapper ?? []), process.execPath, ...own], {
    killAfter: run.killAfter,
    isTraced: run.wrapper !== undefined,
  });
  await rm(stepsFile, { force: true });
  return accountOf(said);
}

function accountOf(said: string): Account {
  const account: Account = { begun: [], done: [], failed: [], ended: false };
  // A line that was cut by the kill was not said.
  for (const line of said.slice(0, said.lastIndexOf('\n') + 1).split('\n')) {
    const [word, step, code] = line.split(' ') as [string, string, string];
    if (word === 'begin') account.begun.push(Number(step));
    else if (word === 'done') account.done.push(Number(step));
    else if (word === 'failed') account.failed.push({ step: Number(step), code });
    else if (word === 'end') account.ended = true;
  }
  return account;
}

/**
 * Opens the archive as the next start would and compares: what was said to be done is there, what was under way is
 * wholly there or not at all, nothing else changed, nothing is damaged, nothing is left lying about, and writing works
 * again within ten seconds. Resolves to what is wrong; the bench's model becomes what is there.
 */
export async function inspect(bench: Bench, steps: readonly Step[], account: Account): Promise<string[]> {
  const wrong: string[] = [];
  let sure = bench.model;
  // Of each article: all that may be there, because a step was under way or failed.
  const possible = new Map<number, Set<string>>();
  for (const index of account.begun) {
    const step = steps[index];
    if (step === undefined) continue;
    if (!isPossible(sure, step)) continue;
    const next = applyStep(sure, step);
    if (account.done.includes(index)) sure = next;
    else {
      for (const number of touchedBy(step))
        possible.set(number, new Set([...(possible.get(number) ?? []), saying(sure, number), saying(next, number)]));
    }
  }
  const begun = performance.now();
  const store = await openStore(bench.folder, bench.options);
  try {
    const found = await observe(store);
    for (const number of new Set([...found.keys(), ...sure.keys(), ...possible.keys()])) {
      const allowed = possible.get(number) ?? new Set([saying(sure, number)]);
      if (!allowed.has(saying(found, number)))
        wrong.push(`article ${number}: ${saying(found, number)} instead of ${[...allowed].join(' or ')}`);
    }
    for (const [number, item] of found) {
      // Of one in the trash the model remembers what it will be when it comes back.
      const before = sure.get(number);
      if (item.place === 'trash' && before !== undefined) found.set(number, { ...before, place: 'trash' });
    }
    bench.model = found;
    await proveWritable(store);
    const took = performance.now() - begun;
    if (took > 10_000) wrong.push(`writing again took ${took} ms`);
    const report = await store.verify(null, ignore, () => false);
    for (const [kind, paths] of Object.entries(report))
      if (Array.isArray(paths) && paths.length > 0) wrong.push(`${kind}: ${paths.join(', ')}`);
  } finally {
    await store.close();
  }
  wrong.push(...(await leftovers(bench.folder)).map((path) => `left over: ${path}`));
  return wrong;
}

/** A step whose forerunner failed may make no sense any more; the worker then failed too. */
function isPossible(model: Model, step: Step): boolean {
  return step.do === 'add' || model.has(step.article);
}

async function proveWritable(store: ArchiveStore): Promise<void> {
  const id = '99999999-9999-4999-8999-999999999999';
  await store.writeCollection({
    id,
    name: 'Probe',
    description: '',
    articleIds: [],
    modified: new Date().toISOString(),
  });
}

const ignore = () => undefined;
