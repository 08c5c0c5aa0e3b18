import { openStore } from '../../../src-main/store/open-store.ts';
import { observe } from '../observe.ts';
import type { Step } from '../plan.ts';
import { makeBench, removeBench, runWorker, type Bench } from '../rig.ts';
import type { Ordeal } from '../settings.ts';

const YEAR = 365 * 86_400_000;

/**
 * Two processes with clocks ten years apart write to one article at the same time: no tag of
 * either is lost, and a third that is killed on the way stops neither.
 */
export const twoWriters: Ordeal = async ({ writes, worker }) => {
  const bench = await makeBench();
  const wrong = await writtenAtOnce(bench, bench.root, writes, worker);
  await removeBench(bench);
  return { rounds: 2 * writes, wrong };
};

/** What went wrong when two processes wrote to one archive. `notes`: folder for what is not the archive. */
export async function writtenAtOnce(bench: Bench, notes: string, writes: number, worker: string): Promise<string[]> {
  const first: Step = { do: 'add', articles: [1] };
  await runWorker(bench, { worker, steps: [first], killAfter: null, notes });
  const tags = (who: string): Step[] =>
    Array.from({ length: writes }, (_, index) => ({ do: 'tag', article: 1, tag: `${who}${index}` }));
  const writers = [
    { who: 'a', clock: 0 },
    { who: 'b', clock: 10 * YEAR },
  ];
  const killed = runWorker(bench, { worker, steps: tags('c'), killAfter: 100, clock: -YEAR, notes });
  const accounts = await Promise.all(
    writers.map(({ who, clock }) => runWorker(bench, { worker, steps: tags(who), killAfter: null, clock, notes })),
  );
  accounts.push(await killed);
  const store = await openStore(bench.folder, bench.options);
  const found = (await observe(store)).get(1)?.tags ?? [];
  await store.close();
  const wrong = accounts.flatMap(({ failed }) => failed.map(({ code }) => `a write failed: ${code}`));
  for (const [index, who] of ['a', 'b', 'c'].entries())
    for (const step of accounts[index]?.done ?? [])
      if (!found.includes(`${who}${step}`)) wrong.push(`lost: ${who}${step}`);
  const ofBoth = found.filter((tag) => /^[ab]\d/.test(tag)).length;
  if (ofBoth !== 2 * writes) wrong.push(`${ofBoth} tags instead of ${2 * writes}`);
  return wrong;
}
