import { copyFile, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CACHE_LOCK } from '../search/cache/cache-lock.ts';
import type { Moved } from '../store/move-archive.ts';
import type { Parts } from './parts.ts';
import { progressPace } from './progress-pace.ts';

/** How a host moves its archive: the new one is opened by whoever runs the program. */
export type MoveRequest = {
  job: string;
  folder: string;
  /** Resolves when nothing more is written by this program; `waits` is told if that takes time. */
  settled: (waits: () => void) => Promise<void>;
  /** Opens the archive in its new folder and makes it the one in use; a throw undoes the move. */
  switchOver: (folder: string) => Promise<void>;
};

/** Moves the archive's folder, and with it what its index knows. Told by `move-progress`, stopped by `cancelJob`. */
export async function moveFolder(
  parts: Parts,
  { job, folder, settled, switchOver }: MoveRequest,
  cacheFolderFor: (folder: string) => Promise<{ from: string; to: string }>,
): Promise<Moved> {
  const isTime = progressPace(parts.now);
  let progress = { done: 0, total: 0 };
  const tell = (step: 'copying' | 'waiting' | 'switching') => {
    parts.emit({ type: 'move-progress', job, step, ...progress });
  };
  return parts.store.moveTo(folder, {
    copying: (done, total) => {
      progress = { done, total };
      if (isTime() || done >= total) tell('copying');
    },
    cancelled: () => parts.jobs.isStopped(job),
    settled: () =>
      settled(() => {
        tell('waiting');
      }),
    switchOver: async (real) => {
      tell('switching');
      // Without it the index is built anew: slower, and nothing else.
      await carryCache(parts, await cacheFolderFor(real)).catch(() => undefined);
      await switchOver(real);
    },
  });
}

/** The index believes nothing of it that does not fit: what was written meanwhile is looked at again. */
async function carryCache(parts: Parts, { from, to }: { from: string; to: string }): Promise<void> {
  await parts.index.flush();
  const waiting = [''];
  for (let below = waiting.pop(); below !== undefined; below = waiting.pop()) {
    await mkdir(join(to, below), { recursive: true });
    for (const entry of await readdir(join(from, below), { withFileTypes: true })) {
      const path = join(below, entry.name);
      if (entry.isDirectory()) waiting.push(path);
      else if (entry.isFile() && path !== CACHE_LOCK) await copyFile(join(from, path), join(to, path));
    }
  }
}
