import { readMarker, type Marker } from '../archive-marker.ts';
import type { ArchiveContext } from '../archive-context.ts';
import { ArchiveLock } from '../archive-lock.ts';
import { ArchivePaths } from '../archive-names.ts';
import { CommitQueue } from '../commit-queue.ts';
import { DurableWriter } from '../durable-write.ts';
import { Presence } from '../presence.ts';
import { sweepTemporary, TemporaryFolder } from '../temporary-folder.ts';
import { trialOptions } from '../trial-archive.ts';
import { backUpBefore } from './back-up-before.ts';
import { MADE_UP_STEP } from './made-up-step.ts';
import { migrateArchive } from './migrate-archive.ts';

/** For tests: brings an archive to the made-up format 2, as opening one would. `root`: for the backup. */
export async function migrateMadeUp(folder: string, root: string, steps = [MADE_UP_STEP]): Promise<Marker> {
  const { context, marker } = await contextOf(folder);
  await sweepTemporary(context.paths, context.writer);
  try {
    const options = trialOptions(root, '2026-11-22T12:00:00.000Z');
    const backUp = () => backUpBefore(context, marker, options);
    return await migrateArchive(context, marker, { steps, target: 2, backUp });
  } finally {
    await context.temporary.remove();
  }
}

async function contextOf(folder: string): Promise<{ context: ArchiveContext; marker: Marker }> {
  const marker = await readMarker(folder);
  if (marker === null) throw new Error(`no archive in ${folder}`);
  const paths = new ArchivePaths(folder);
  const random = (count: number) => Uint8Array.from({ length: count }, () => Math.floor(Math.random() * 256));
  const writer = new DurableWriter({ random, platform: process.platform });
  // To a program of format 2 its own archives are not newer.
  const presence = await Presence.of(paths, { ...marker, version: 1 });
  const temporary = new TemporaryFolder(paths, writer);
  const lock = new ArchiveLock(paths, writer, temporary);
  const queue = new CommitQueue({
    ...{ paths, writer, lock, presence, temporary },
    outside: () => undefined,
    here: () => Promise.resolve(),
  });
  const commit: ArchiveContext['commit'] = (task) => queue.commit(task);
  return { context: { paths, writer, temporary, presence, now: () => new Date(), commit }, marker };
}
