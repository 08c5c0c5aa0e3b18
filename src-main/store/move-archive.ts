import { promises } from 'node:fs';
import { dirname, join } from 'node:path';
import { ArchiveError } from '../errors.ts';
import type { ArchiveContext } from './archive-context.ts';
import { MARKER } from './archive-names.ts';
import type { DurableWriter } from './durable-write.ts';
import { atPath } from './file-error.ts';
import { FolderMirror } from './folder-mirror.ts';
import { measureArchive } from './measure-archive.ts';
import { checkMoveTarget, movingFile } from './move-target.ts';
import { writeMoved } from './moved-file.ts';
import { namesIn, readRegularFile, statIfThere } from './read-file.ts';

/** Of one machine or one moment; the marker comes last, by itself. */
const LEFT_BEHIND = /^(?:\.lock|\.lock-break-.*|\.generation|\.tmp|\.moved|\.moving|\.nachlese|archive\.json)$/;
/** Passes over an archive that keeps changing, before the last one under the lock. */
const MOST_PASSES = 5;
/** A last pass with more to do than this would keep others from writing for too long. */
const FEW = 200;

export type MoveSteps = {
  copying: (done: number, total: number) => void;
  cancelled: () => boolean;
  /** Resolves when nothing more is written by this program; asked before the last pass. */
  settled: () => Promise<void>;
  /** Makes the copy, complete and synced, the archive in use. Under the old one's lock; a throw undoes the move. */
  switchOver: (folder: string) => Promise<void>;
};

export type Moved = { folder: string; files: number; bytes: number };

/**
 * Moves an archive: copy, compare, catch up, and with the lock held the last changes, the marker and the switch. Until
 * the marker is there the new folder is no archive, and until the switch the old one is in use; it is left whole, with
 * a file that says where the archive went. Throws `move-refused`, `cancelled`, what forbids writing, or the disk's.
 */
export async function moveArchive(context: ArchiveContext, target: string, steps: MoveSteps): Promise<Moved> {
  const { paths, writer, presence, commit, temporary } = context;
  await presence.requireWritable();
  const size = await measureArchive(context);
  const folder = await checkMoveTarget(paths.folder, target, size.allocated);
  const total = await countFiles(paths.folder);
  const check = () => {
    if (steps.cancelled()) throw new ArchiveError('cancelled', { folder, reason: '' });
  };
  const madeFolder = await writer.makeFolder(folder);
  const staging = movingFile(folder);
  await writer.makeFolder(staging);
  const mirror = new FolderMirror(writer, {
    from: paths.folder,
    to: folder,
    staging,
    isLeftOut: (name) => LEFT_BEHIND.test(name),
  });
  const watch = { check, copied: (done: number) => steps.copying(Math.min(done, total), total) };
  // Not a variable of its own: the compiler would not see that the task below sets it.
  const move = { isSwitched: false };
  try {
    for (let passes = 1; (await mirror.pass(watch)) > FEW; passes += 1)
      if (passes === MOST_PASSES) throw new ArchiveError('move-refused', { folder, reason: 'move-changing' });
    await mirror.sync();
    check();
    await steps.settled();
    await commit(async ({ confirm }) => {
      await mirror.pass({ ...watch, copied: () => undefined });
      await mirror.sync();
      check();
      await confirm();
      await finishFolder(writer, paths.marker, folder, madeFolder);
      await steps.switchOver(folder);
      move.isSwitched = true;
      // The switch is what counts; without this file only another program could still write to the old folder.
      await writeMoved(paths, writer, await temporary.path(), folder, confirm).catch(() => undefined);
    });
  } catch (error) {
    // With the switch made the new folder is the archive, whatever fails afterwards.
    if (!move.isSwitched) {
      await undo(writer, mirror, folder, madeFolder).catch(() => undefined);
      throw error;
    }
  }
  return { folder, files: mirror.fileCount + 1, bytes: size.bytes };
}

/** The staging folder goes, the marker comes: from here on the folder is an archive. */
async function finishFolder(writer: DurableWriter, marker: string, folder: string, madeFolder: boolean): Promise<void> {
  await writer.removeTree(movingFile(folder));
  await writer.syncFolder(folder);
  await writer.createFile(
    join(folder, MARKER),
    await atPath(marker, () => readRegularFile(marker)),
    folder,
    async () => undefined,
  );
  if (madeFolder) await writer.syncFolder(dirname(folder));
}

async function undo(writer: DurableWriter, mirror: FolderMirror, folder: string, madeFolder: boolean): Promise<void> {
  // First the marker: what is half removed must be no archive.
  await writer.removeFile(join(folder, MARKER));
  await mirror.remove();
  await writer.removeTree(movingFile(folder));
  for (const name of await namesIn(folder))
    if (/^archive\.json\.[0-9a-f]{16}$/.test(name)) await writer.removeFile(join(folder, name));
  if (madeFolder) await writer.removeEmptyFolder(folder);
}

async function countFiles(folder: string): Promise<number> {
  let count = 0;
  const waiting = [folder];
  for (let below = waiting.pop(); below !== undefined; below = waiting.pop()) {
    const here = below;
    if ((await statIfThere(here)) === null) continue;
    const entries = await atPath(here, () => promises.readdir(here, { withFileTypes: true }));
    for (const entry of entries) {
      if (here === folder && LEFT_BEHIND.test(entry.name)) continue;
      if (entry.isDirectory()) waiting.push(join(here, entry.name));
      else count += 1;
    }
  }
  return count;
}
