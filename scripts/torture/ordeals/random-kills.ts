import { inLanes } from '../lanes.ts';
import { makeChance, planSteps } from '../plan.ts';
import { inspect, makeBench, removeBench, runWorker } from '../rig.ts';
import type { Ordeal } from '../settings.ts';

/** ms within which the kill comes, after the worker opened the archive; where nothing gets done in it, longer. */
const WITHIN = 250;
const LONGEST = 5_000;

/** kill -9 at random times while all kinds of steps are taken; two archives at a time, each with its own seed. */
export const randomKills: Ordeal = async ({ seed, kills, worker }) => {
  const wrong: string[] = [];
  let acknowledged = 0;
  const half = Math.ceil(kills / 2);
  await inLanes([...[half, kills - half].entries()], async ([lane, rounds]) => {
    const chance = makeChance(seed + lane);
    const bench = await makeBench();
    let within = WITHIN;
    for (let round = 0; round < rounds; round += 1) {
      const steps = planSteps(bench.model, 200, chance, `r${round}`);
      const account = await runWorker(bench, { worker, steps, killAfter: chance(Math.round(within)) });
      // A crowded machine is slower: a kill before the first step proves little.
      within = account.done.length === 0 ? Math.min(within * 1.25, LONGEST) : Math.max(within / 1.25, WITHIN);
      acknowledged += account.done.length;
      const at = `lane ${lane}, round ${round}`;
      for (const { step, code } of account.failed) wrong.push(`${at}: ${steps[step]?.do} failed: ${code}`);
      wrong.push(...(await inspect(bench, steps, account)).map((what) => `${at}: ${what}`));
    }
    await removeBench(bench);
  });
  if (acknowledged === 0) wrong.push('no step was ever done: the rig proves nothing');
  return { rounds: kills, wrong, remark: `${acknowledged} steps were done before` };
};
