import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../../src-main/store/open-store.ts';
import { inLanes, numbers } from '../lanes.ts';
import { observe } from '../observe.ts';
import { makeChance, planSteps, type Model, type Step } from '../plan.ts';
import { makeBench, runWorker, type Bench } from '../rig.ts';
import type { Ordeal } from '../settings.ts';

/** What a step after a failed one may say: it finds less than it was planned for. */
const EXPECTED = ['disk-full', 'not-found', 'Error:', 'exists'];

/** Articles of 8 KiB and more each, numbered beyond all planned ones: the largest disk holds fewer than these. */
const MORE_THAN_FITS: Step[] = numbers(25).map((index) => ({
  do: 'add',
  articles: numbers(4).map((one) => 10_000 + index * 4 + one),
}));

/** A disk that fills up in the middle of it all: nothing that was saved is lost, and deleting still works. */
export const smallDisks: Ordeal = async ({ seed, disks, worker, long }) => {
  if (process.getuid?.() !== 0) return { rounds: 0, wrong: [], skipped: 'needs root, to mount a small disk' };
  const wrong: string[] = [];
  let mounted = 0;
  await inLanes(numbers(disks), async (round) => {
    const chance = makeChance(seed + round);
    const mount = await mkdtemp(join(tmpdir(), 'nachlese-disk-'));
    const notes = await mkdtemp(join(tmpdir(), 'nachlese-notes-'));
    const options = ['-t', 'tmpfs', '-o', `size=${160 + chance(400)}k`, 'tmpfs', mount];
    if (spawnSync('mount', options).status === 0) {
      mounted += 1;
      try {
        const found = await fillDisk(await makeBench(mount), notes, worker, chance, `d${round}`, long ? 150 : 70);
        wrong.push(...found.map((what) => `round ${round}: ${what}`));
      } finally {
        execFileSync('umount', ['-l', mount]);
      }
    }
    await rm(mount, { recursive: true, force: true, maxRetries: 5 });
    await rm(notes, { recursive: true, force: true, maxRetries: 5 });
  });
  if (mounted === 0) return { rounds: 0, wrong: [], skipped: 'this machine does not let us mount' };
  return { rounds: mounted, wrong };
};

/** Takes `count` steps of all kinds, then saves until nothing more fits. */
async function fillDisk(
  bench: Bench,
  notes: string,
  worker: string,
  chance: (end: number) => number,
  tag: string,
  count: number,
): Promise<string[]> {
  const wrong: string[] = [];
  const steps = [...planSteps(bench.model, count, chance, tag), ...MORE_THAN_FITS];
  const account = await runWorker(bench, { worker, steps, killAfter: null, notes });
  if (!account.failed.some(({ code }) => code === 'disk-full')) wrong.push('the disk was never full');
  for (const { step, code } of account.failed) if (!EXPECTED.includes(code)) wrong.push(`${steps[step]?.do}: ${code}`);
  const eraser = await openStore(bench.folder, bench.options);
  const [victim] = await eraser.scan();
  if (victim !== undefined) await eraser.erase(victim.id);
  await eraser.close();
  const store = await openStore(bench.folder, bench.options);
  const found = await observe(store);
  const { changed, missing, extra, unreadable } = await store.verify(
    null,
    () => undefined,
    () => false,
  );
  for (const path of [changed, missing, extra, unreadable].flat()) wrong.push(`damaged: ${path}`);
  await store.close();
  return [...wrong, ...lostTags(steps, account.done, found, victim?.id)];
}

/** Tags that were said to be saved and are not there, of articles no later step took away. */
function lostTags(steps: readonly Step[], done: readonly number[], found: Model, erased: string | undefined): string[] {
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
