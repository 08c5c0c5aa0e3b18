import { constants, lstat, promises, type Stats } from 'node:fs';
import { promisify } from 'node:util';
import { ArchiveError } from '../errors.ts';
import { noFollow } from './durable-write.ts';
import { errnoOf, isMissing } from './file-error.ts';

/** Bytes; far above any article.html or note there is. A larger one is unreadable rather than a full memory. */
const LARGEST = 256 * 1024 * 1024;

/** Opens a file, never through a link in its last place, and never waits for a pipe. */
export async function openForReading(path: string): Promise<promises.FileHandle> {
  try {
    return await promises.open(path, constants.O_RDONLY | noFollow() | nonBlocking());
  } catch (error) {
    throw errnoOf(error) === 'ELOOP' ? notRegular(path) : error;
  }
}

/**
 * Reads a regular file whole. Links, pipes and devices are refused, never followed or waited for.
 *
 * Throws what the system throws, or `unreadable`.
 */
export async function readRegularFile(path: string): Promise<Buffer> {
  const handle = await openForReading(path);
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) throw notRegular(path);
    if (stats.size > LARGEST)
      throw new ArchiveError('unreadable', { path, reason: 'limit-bytes', size: stats.size, limit: LARGEST });
    return await readWhole(handle, stats.size);
  } finally {
    await handle.close();
  }
}

/** One read where the size is still as it was; half the system calls of `readFile`, for the many small files. */
async function readWhole(handle: promises.FileHandle, size: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(size + 1);
  const { bytesRead } = await handle.read(buffer, 0, size + 1, 0);
  if (bytesRead === size) return buffer.subarray(0, size);
  return handle.readFile();
}

/** As {@link readRegularFile}; null where there is none. */
export async function readIfThere(path: string): Promise<Buffer | null> {
  try {
    return await readRegularFile(path);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** UTF-8, strictly: a damaged byte is `unreadable`, not a replacement character. */
export function decodeText(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new ArchiveError('unreadable', { path, reason: 'UTF-8' }, { cause });
  }
}

/** As `promises.lstat`, at half its cost: a start asks tens of thousands of times. */
const lstatOf = promisify(lstat);

/** `lstat`, or null where there is nothing. */
export async function statIfThere(path: string): Promise<Stats | null> {
  try {
    return await lstatOf(path);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** A folder that is one itself: a link to one could lead out of the archive. */
export async function isRealFolder(path: string): Promise<boolean> {
  return (await statIfThere(path))?.isDirectory() ?? false;
}

/** Names in a folder; none where it is missing. Throws `unreadable` for a link or a file in its place. */
export async function namesIn(path: string): Promise<string[]> {
  const stats = await statIfThere(path);
  if (stats === null) return [];
  if (!stats.isDirectory()) throw new ArchiveError('unreadable', { path, reason: 'not a folder' });
  return (await promises.readdir(path)).map(asWritten).sort();
}

/**
 * A name as this program wrote it: drives that ignore case may show a time in a name (20261101T090045000Z) in small
 * letters, and find it by both.
 */
export const asWritten = (name: string): string => name.replace(/^(\d{8})t(\d{6}(?:\d{3})?)z/, '$1T$2Z');

const nonBlocking = (): number => (constants as { O_NONBLOCK?: number }).O_NONBLOCK ?? 0;

const notRegular = (path: string) => new ArchiveError('unreadable', { path, reason: 'not a regular file' });
