import { promises } from 'node:fs';
import { join, relative, isAbsolute } from 'node:path';
import { z } from 'zod';
import { ArchiveError } from '../../errors.ts';
import type { DurableWriter } from '../durable-write.ts';
import { atPath, errnoOf, isMissing } from '../file-error.ts';
import { namesIn, readIfThere } from '../read-file.ts';
import { realPathOf } from '../remembered-folders.ts';
import { isSystemFile } from '../system-files.ts';
import { checkShape, isSealIntact, parseJsonObject, sealedBytes } from '../sealed-json.ts';
import { BACKUP_FOLDER, BACKUP_MARKER, BACKUP_README, BACKUP_VERSION, BackupPaths } from './backup-paths.ts';
import { README_TEXT } from './backup-readme.ts';

const FORMAT = 'nachlese-backup';

const markerFile = z.looseObject({
  format: z.string(),
  version: z.int().min(1),
  archive: z.string().min(8).max(100),
  name: z.string().max(300),
  created: z.string(),
});

/** `backup.json`: whose backup a folder is. Without it nothing is ever written or deleted there. */
export type BackupMarker = { archive: string; name: string; created: string; version: number };

/** What an interrupted first try leaves, beside its folders. */
const HALF_WRITTEN = /^(README\.txt|backup\.json)\.[0-9a-f]{16}$/;
const isNothing = (name: string): boolean => isSystemFile(name) || HALF_WRITTEN.test(name);

/** The marker of a backup; null where there is none. Throws `unreadable` where it is damaged. */
export async function readBackupMarker(folder: string): Promise<BackupMarker | null> {
  const path = join(folder, BACKUP_MARKER);
  const bytes = await atPath(path, () => readIfThere(path));
  if (bytes === null) return null;
  const fields = parseJsonObject(bytes, path);
  const { format, version, archive, name, created } = checkShape(markerFile, fields, path);
  if (format !== FORMAT) throw new ArchiveError('unreadable', { path, reason: 'format' });
  if (!isSealIntact(fields)) throw new ArchiveError('unreadable', { path, reason: 'SHA-256' });
  return { archive, name, created, version };
}

/** Throws `archive-newer` for a backup that a newer program made. */
export function requireKnownVersion(marker: BackupMarker, folder: string): void {
  if (marker.version > BACKUP_VERSION)
    throw new ArchiveError('archive-newer', { folder, reason: 'format', version: marker.version });
}

/** The backups in a folder: itself, or folders of ours in it, as on a drive that holds other things too. */
export async function findBackupFolders(folder: string): Promise<string[]> {
  const names = await atPath(folder, () => namesIn(folder));
  // Also with a damaged marker: what it held is what one is looking for.
  if (names.includes(BACKUP_MARKER)) return [folder];
  const found: string[] = [];
  for (const name of names.filter((one) => one.startsWith(BACKUP_FOLDER))) {
    const path = join(folder, name);
    if ((await namesIn(path).catch((): string[] => [])).includes(BACKUP_MARKER)) found.push(path);
  }
  return found;
}

/**
 * Where a backup of this archive goes when `chosen` was chosen: there, where it is empty or already is its backup; else
 * a folder of its own in it, as whoever chooses a drive means. Makes nothing.
 *
 * Throws `bad-argument` where backup and archive would lie in each other, `unreadable`, `archive-newer`.
 */
export async function backupPlace(chosen: string, archive: { folder: string; id: string }): Promise<string> {
  const folder = await realPathOf(chosen);
  const source = await realPathOf(archive.folder);
  const marker = await readBackupMarker(folder);
  const isOurs = marker?.archive === archive.id;
  const isFree = marker === null && (await isEmpty(folder));
  const place = isOurs || isFree ? folder : join(folder, `${BACKUP_FOLDER}-${archive.id.slice(0, 8)}`);
  if (isInside(source, place) || isInside(place, source))
    throw new ArchiveError('backup-inside', { folder: place, archive: source });
  if (marker !== null && !isOurs) throw new ArchiveError('backup-foreign', { folder, reason: marker.name });
  const found = await readBackupMarker(place);
  if (found !== null) requireKnownVersion(found, place);
  if (found !== null && found.archive !== archive.id)
    throw new ArchiveError('backup-foreign', { folder: place, reason: found.name });
  if (found === null && !(await isEmpty(place))) throw new ArchiveError('exists', { path: place });
  return place;
}

/** Makes the folder a backup of this archive unless it is one; only the last step makes it one. */
export async function makeBackup(writer: DurableWriter, folder: string, marker: BackupMarker): Promise<BackupPaths> {
  const paths = new BackupPaths(folder);
  await atPath(folder, () => promises.mkdir(folder, { recursive: true }));
  for (const path of [paths.objects, paths.generations]) await writer.makeDurableFolder(path);
  if ((await readBackupMarker(folder)) !== null) return paths;
  const always = () => Promise.resolve();
  const readme = join(folder, BACKUP_README);
  if (!(await writer.isThere(readme))) await writer.createFile(readme, Buffer.from(README_TEXT), folder, always);
  const { archive, name, created } = marker;
  const bytes = sealedBytes({ format: FORMAT, version: BACKUP_VERSION, archive, name, created });
  await writer.createFile(paths.marker, bytes, folder, always);
  return paths;
}

/** True where `path` is `folder` or lies in it. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !/^\.\.[/\\]/.test(way) && !isAbsolute(way));
}

async function isEmpty(folder: string): Promise<boolean> {
  try {
    const names = await promises.readdir(folder);
    // An interrupted first try leaves these.
    const begun = names.includes('objects') && names.includes('generations') && !names.includes(BACKUP_MARKER);
    const own = ['objects', 'generations', BACKUP_README, '.lock', '.tmp'];
    if (begun && names.every((name) => own.includes(name) || isNothing(name)))
      return (await namesIn(join(folder, 'objects'))).length === 0;
    return names.every(isNothing);
  } catch (error) {
    if (isMissing(error) && errnoOf(error) !== 'ENOTDIR') return true;
    return atPath(folder, () => Promise.reject(error as Error));
  }
}
