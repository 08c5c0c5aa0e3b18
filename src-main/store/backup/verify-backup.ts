import type { BackupCheck, BackupInfo } from '#contract';
import { ArchiveError } from '../../errors.ts';
import { digestFile } from '../copy-verified.ts';
import { isMissing } from '../file-error.ts';
import { mapInFlight } from '../in-flight.ts';
import type { ManifestEntry } from '../manifest.ts';
import { findBackupFolders, readBackupMarker, requireKnownVersion } from './backup-marker.ts';
import { BACKUP_MARKER, BackupPaths, objectName } from './backup-paths.ts';
import { listObject, readGenerations, readList, summaryOf, type GenerationRecord } from './generation-record.ts';

const IN_FLIGHT = 8;

/** The backups in a folder or drive. Throws `not-found` where there is none. */
export async function listBackups(folder: string): Promise<BackupInfo[]> {
  const infos: BackupInfo[] = [];
  for (const found of await findBackupFolders(folder)) {
    const { records, unreadable } = await readGenerations(new BackupPaths(found));
    const { archive, name, isDamaged } = await whoseBackup(found, records[0]?.record);
    const generations = records.map(({ id, record }) => summaryOf(id, record));
    const damaged = isDamaged ? [BACKUP_MARKER, ...unreadable] : unreadable;
    infos.push({ folder: found, archiveId: archive, archiveName: name, generations, unreadable: damaged });
  }
  if (infos.length === 0) throw new ArchiveError('not-found', { kind: 'backup', id: folder });
  return infos;
}

/** From the marker; where that is damaged, each generation knows it too. */
async function whoseBackup(
  folder: string,
  newest: GenerationRecord | undefined,
): Promise<{ archive: string; name: string; isDamaged: boolean }> {
  try {
    const marker = await readBackupMarker(folder);
    if (marker === null) throw new ArchiveError('unreadable', { path: folder, reason: 'missing' });
    requireKnownVersion(marker, folder);
    return { ...marker, isDamaged: false };
  } catch (error) {
    if (!(error instanceof ArchiveError && error.code === 'unreadable') || newest === undefined) throw error;
    return { archive: newest.archive, name: newest.name, isDamaged: true };
  }
}

/** The one backup in a folder; throws `not-found`, or `ambiguous` where a drive holds those of several archives. */
export async function theBackupIn(folder: string): Promise<BackupInfo> {
  const found = await listBackups(folder);
  const [info] = found;
  if (info === undefined || found.length > 1) throw new ArchiveError('ambiguous', { id: folder, count: found.length });
  return info;
}

/** Reads every file of a backup once and compares it with its digest. Changes nothing. Throws `cancelled`. */
export async function verifyBackup(
  folder: string,
  now: () => Date,
  progress: (checked: number, total: number | null) => void,
  cancelled: () => boolean,
): Promise<BackupCheck> {
  const { folder: backup, unreadable: damagedFiles } = await theBackupIn(folder);
  const paths = new BackupPaths(backup);
  const { records, unreadable } = await readGenerations(paths);
  const damaged = new Map<string, BackupCheck['damaged'][number]>();
  const looked = new Map<string, boolean>();
  let checked = records.length + unreadable.length;
  if (damagedFiles.includes(BACKUP_MARKER))
    damaged.set(BACKUP_MARKER, { file: BACKUP_MARKER, path: null, problem: 'unreadable', generations: [] });
  for (const name of unreadable)
    damaged.set(name, {
      file: `generations/${name}`,
      path: null,
      problem: 'unreadable',
      generations: [name.replace(/\.json$/, '')],
    });

  /** Remembers what was found of an object, and for each generation that needs it says so. */
  async function look(sha: string, path: string | null, generation: string): Promise<void> {
    const name = objectName(sha, path ?? 'list.txt');
    if (!looked.has(name)) {
      if (cancelled()) throw new ArchiveError('cancelled', { job: 'backup' });
      looked.set(name, true);
      const problem = await problemOf(paths.object(name), sha);
      checked += 1;
      progress(checked, null);
      looked.set(name, problem === null);
      if (problem !== null)
        damaged.set(name, { file: `objects/${name.slice(0, 2)}/${name}`, path, problem, generations: [] });
    }
    const found = damaged.get(name);
    if (found !== undefined && !found.generations.includes(generation)) found.generations.push(generation);
  }

  for (const { id, record } of records) {
    for (const { list } of record.lists) {
      await look(list, null, id);
      if (damaged.has(listObject(list))) continue;
      const entries = await readList(paths, list).catch(nothingIfDamaged);
      await mapInFlight(entries, IN_FLIGHT, ({ sha256, path }) => look(sha256, path, id));
    }
    for (const { earlier, path } of record.damaged) if (earlier !== null) await look(earlier, path, id);
  }
  const found = [...damaged.values()].sort((a, b) => (a.file < b.file ? -1 : 1));
  return { folder: backup, checked, damaged: found, finished: now().toISOString() };
}

async function problemOf(file: string, sha: string): Promise<'changed' | 'missing' | 'unreadable' | null> {
  try {
    return (await digestFile(file)).sha256 === sha ? null : 'changed';
  } catch (error) {
    return isMissing(error) ? 'missing' : 'unreadable';
  }
}

function nothingIfDamaged(error: unknown): ManifestEntry[] {
  if (error instanceof ArchiveError) return [];
  throw error;
}
