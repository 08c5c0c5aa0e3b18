import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { inLanes } from '../lanes.ts';
import { makeChance, planSteps } from '../plan.ts';
import { inspect, makeBench, removeBench, runWorker } from '../rig.ts';
import type { Ordeal } from '../settings.ts';

const DAY = 86_400_000;
const YEAR = 365 * DAY;

/** Wrong clocks, as ms beside the right one: a year behind, ten ahead, summer time, the far past and future. */
const clocks = (): number[] => [
  0,
  -YEAR,
  10 * YEAR,
  3_600_000,
  -3_600_000,
  40 * DAY,
  -40 * DAY,
  -Date.now(),
  Date.UTC(2038, 0, 19, 3, 14, 8) - Date.now(),
];

/**
 * Every start has another clock; some are killed. What was saved is there, nothing leaves the trash, no former version
 * of a note is dropped, and no lock is in the way.
 */
export const clockJumps: Ordeal = async ({ seed, jumps, worker }) => {
  const wrong: string[] = [];
  let acknowledged = 0;
  const half = Math.ceil(jumps / 2);
  await inLanes([...[half, jumps - half].entries()], async ([lane, rounds]) => {
    const chance = makeChance(seed + lane);
    const bench = await makeBench();
    for (let round = 0; round < rounds; round += 1) {
      // Erasing takes history with it, and is what a person asked for.
      const steps = planSteps(bench.model, 40, chance, `c${round}`).filter((step) => step.do !== 'erase');
      const clock = clocks()[chance(clocks().length)] ?? 0;
      const history = await countFiles(join(bench.folder, 'trash', 'notes-history'));
      const account = await runWorker(bench, { worker, steps, killAfter: chance(2) === 0 ? 300 : null, clock });
      acknowledged += account.done.length;
      const at = `lane ${lane}, round ${round}, clock ${Math.round(clock / DAY)} days off`;
      wrong.push(...(await inspect(bench, steps, account)).map((what) => `${at}: ${what}`));
      const left = await countFiles(join(bench.folder, 'trash', 'notes-history'));
      if (left < history) wrong.push(`${at}: ${history - left} former versions of notes were dropped`);
    }
    await removeBench(bench);
  });
  return { rounds: jumps, wrong, remark: `${acknowledged} steps were done` };
};

async function countFiles(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const counts = await Promise.all(
    entries.map(async (entry) => (entry.isDirectory() ? countFiles(join(folder, entry.name)) : 1)),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}
