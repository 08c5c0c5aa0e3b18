import { constants, promises } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { ArchiveError } from '../errors.ts';
import { MARKER } from './archive-names.ts';
import { errnoOf, fileError, isMissing } from './file-error.ts';
import { freeSpace } from './free-space.ts';
import { realPathOf } from './remembered-folders.ts';
import { isSystemFile } from './system-files.ts';

/** In the new folder while a move is under way. */
export const MOVING = '.moving';
/** Left free on the new disk, bytes. */
const RESERVE = 16 * 1024 * 1024;

const refuse = (folder: string, reason: string, values: Record<string, string | number> = {}) =>
  new ArchiveError('move-refused', { folder, reason, ...values });

/**
 * Whether the archive in `from` (a real path) can move to `target`; resolves to the target's real path, throws
 * `move-refused` with the reason. Writes nothing. `bytes`: what the copy will take.
 */
export async function checkMoveTarget(from: string, target: string, bytes: number): Promise<string> {
  const folder = resolve(target);
  const real = await realPathOf(folder);
  if (real === from) throw refuse(folder, 'move-same');
  if (real.startsWith(from + sep)) throw refuse(folder, 'move-inside');
  const names = await namesOf(folder);
  if (names !== null) {
    if (names.includes(MARKER)) throw refuse(folder, 'move-archive');
    if (names.includes(MOVING)) throw refuse(folder, 'move-unfinished');
    if (!names.every(isSystemFile)) throw refuse(folder, 'move-not-empty');
  }
  const writable = names === null ? dirname(folder) : folder;
  try {
    // Only the last folder is made: what lies above may be a disk that is not there.
    if (!(await promises.stat(writable)).isDirectory()) throw refuse(folder, 'move-no-parent');
    await promises.access(writable, constants.W_OK);
  } catch (error) {
    if (error instanceof ArchiveError) throw error;
    throw refuse(folder, isMissing(error) ? 'move-no-parent' : 'move-read-only');
  }
  const space = await freeSpace(writable);
  if (space !== null && space.free < bytes + RESERVE)
    throw refuse(folder, 'move-small', { needed: megabytes(bytes + RESERVE), free: megabytes(space.free) });
  return real;
}

const megabytes = (bytes: number): number => Math.ceil(bytes / 1e6);

/** null: there is no such folder. */
async function namesOf(folder: string): Promise<string[] | null> {
  try {
    return await promises.readdir(folder);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return null;
    if (errnoOf(error) === 'ENOTDIR') throw refuse(folder, 'move-not-empty');
    if (errnoOf(error) === 'EACCES') throw refuse(folder, 'move-read-only');
    throw fileError(error, folder);
  }
}

export const movingFile = (folder: string): string => join(folder, MOVING);
