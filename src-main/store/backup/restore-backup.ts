import { promises } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { ArchiveError } from '../../errors.ts';
import { markerBytes } from '../archive-marker.ts';
import { MARKER } from '../archive-names.ts';
import { copyVerified, digestFile } from '../copy-verified.ts';
import { DurableWriter } from '../durable-write.ts';
import { atPath } from '../file-error.ts';
import { freeSpace } from '../free-space.ts';
import { mapInFlight } from '../in-flight.ts';
import { sha256, type ManifestEntry } from '../manifest.ts';
import { namesIn, readIfThere, readRegularFile, statIfThere } from '../read-file.ts';
import { realPathOf } from '../remembered-folders.ts';
import { RESTORING } from '../temporary-folder.ts';
import { isInside } from './backup-marker.ts';
import { BackupPaths, isGenerationId, objectName } from './backup-paths.ts';
import { readList, readRecord, type GenerationRecord } from './generation-record.ts';
import { theBackupIn } from './verify-backup.ts';

export type RestoreOptions = {
  /** The backup, or the drive it lies on. */
  backup: string;
  /** Id of a generation, or the beginning of one; null: the newest. */
  generation: string | null;
  /** A missing or empty folder. */
  folder: string;
  random: (count: number) => Uint8Array;
  progress: (done: number, total: number) => void;
  cancelled: () => boolean;
};

export type Restored = {
  folder: string;
  /** The folder of the backup itself. */
  backup: string;
  archiveId: string;
  name: string;
  generation: string;
  /** When that state was backed up. */
  created: string;
  /** Brought back. */
  files: number;
  damaged: string[];
};

/** Lies in the folder until all is there; says which generation, so that a killed restore goes on where it was. */
const UNDER_WAY = RESTORING;
/** What a killed try leaves of its sign and of the marker. */
const HALF_WRITTEN = /^(archive\.json|\.nachlese-restoring\.json)\.[0-9a-f]{16}$/;
const IN_FLIGHT = 8;

const underWay = z.object({ archive: z.string(), generation: z.string() });

/**
 * Makes an archive of one generation in a missing or empty folder, byte for byte. The marker comes last: until then it
 * is no archive, and the same call goes on where a killed one ended. Files the backup has no sound copy of are named and
 * left out; all others are there.
 *
 * Throws `not-found`, `ambiguous`, `unreadable` (the record), `exists` (the folder is not empty), `backup-inside`,
 * `backup-space`, `disk-full`, `cancelled`.
 */
export async function restoreBackup(options: RestoreOptions): Promise<Restored> {
  const info = await theBackupIn(options.backup);
  const paths = new BackupPaths(info.folder);
  const id = await chosenGeneration(paths, options.generation);
  const record = await readRecord(paths, id);
  const folder = await realPathOf(options.folder);
  const backup = await realPathOf(info.folder);
  if (isInside(backup, folder)) throw new ArchiveError('backup-inside', { folder, archive: backup });
  const writer = new DurableWriter({ random: options.random, platform: process.platform });
  await begin(writer, folder, { archive: record.archive, generation: id }, record);
  const { brought, damaged, marker } = await bringFiles(paths, writer, record, folder, options);
  const isMarkerSound = await finish(paths, writer, folder, record, marker);
  if (!isMarkerSound) damaged.push(MARKER);
  return {
    folder,
    backup: info.folder,
    archiveId: record.archive,
    name: record.name,
    generation: id,
    created: record.created,
    files: brought + (isMarkerSound ? 1 : 0),
    damaged: damaged.sort(),
  };
}

async function chosenGeneration(paths: BackupPaths, wanted: string | null): Promise<string> {
  const names = (await atPath(paths.generations, () => namesIn(paths.generations)))
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -5))
    // A sync client may have put a copy of a record beside it.
    .filter(isGenerationId);
  // Also as people write times: 2026-11-22, 2026-11-22T12:00.
  const beginning = wanted?.replace(/[-:.]/g, '') ?? '';
  const found = names.filter((name) => name.startsWith(beginning));
  const newest = found.at(-1);
  if (newest === undefined) throw new ArchiveError('not-found', { kind: 'backup', id: wanted ?? paths.folder });
  return newest;
}

async function begin(
  writer: DurableWriter,
  folder: string,
  source: z.infer<typeof underWay>,
  record: GenerationRecord,
): Promise<void> {
  const sign = join(folder, UNDER_WAY);
  const all = await atPath(folder, () => namesIn(folder));
  const names = all.filter((name) => !HALF_WRITTEN.test(name));
  const bytes = Buffer.from(`${JSON.stringify(source)}\n`);
  if (names.length > 0) {
    const begun = underWay.safeParse(parsed(await readIfThere(sign)));
    const same = begun.success && begun.data.archive === source.archive && begun.data.generation === source.generation;
    if (!same || names.includes(MARKER)) throw new ArchiveError('exists', { path: folder });
    for (const name of all) if (HALF_WRITTEN.test(name)) await writer.removeFile(join(folder, name));
    return;
  }
  for (const name of all) await writer.removeFile(join(folder, name));
  const space = await freeSpace(folder);
  if (space !== null && space.free < record.bytes)
    throw new ArchiveError('backup-space', {
      folder,
      reason: 'too-little-space',
      needed: record.bytes,
      free: space.free,
    });
  await atPath(folder, () => promises.mkdir(folder, { recursive: true }));
  await writer.replaceFile(sign, bytes, folder, () => Promise.resolve());
}

function parsed(bytes: Buffer | null): unknown {
  try {
    return JSON.parse(bytes?.toString('utf8') ?? 'null');
  } catch {
    return null;
  }
}

/** Resolves to how many files were brought, the paths that could not be, and the digest of the marker, which comes last. */
async function bringFiles(
  paths: BackupPaths,
  writer: DurableWriter,
  record: GenerationRecord,
  folder: string,
  { progress, cancelled }: RestoreOptions,
): Promise<{ brought: number; damaged: string[]; marker: string | null }> {
  const damaged: string[] = [];
  let marker: string | null = null;
  const folders = new Map<string, Promise<unknown>>();
  let done = 0;
  let brought = 0;
  for (const { of, list } of record.lists) {
    let entries: ManifestEntry[];
    try {
      entries = await readList(paths, list);
    } catch (error) {
      if (!(error instanceof ArchiveError)) throw error;
      damaged.push(`${of}/…`);
      continue;
    }
    await mapInFlight(entries, IN_FLIGHT, async (entry) => {
      if (cancelled()) throw new ArchiveError('cancelled', { job: 'backup' });
      if (entry.path === MARKER) marker = entry.sha256;
      else if (await bringFile(paths, writer, folder, entry, folders)) brought += 1;
      else damaged.push(entry.path);
      done += 1;
      progress(done, record.files);
    });
  }
  for (const made of folders.keys()) await writer.syncFolder(made);
  return { brought, damaged, marker };
}

async function bringFile(
  paths: BackupPaths,
  writer: DurableWriter,
  folder: string,
  { path, sha256: digest }: ManifestEntry,
  folders: Map<string, Promise<unknown>>,
): Promise<boolean> {
  const to = join(folder, path);
  // Every folder on the way has a new name in it. All of them are awaited: a failure nobody waits for ends the program.
  const onTheWay: Promise<unknown>[] = [];
  for (let at = dirname(to); ; at = dirname(at)) {
    const made = at;
    const making = folders.get(made) ?? atPath(made, () => promises.mkdir(made, { recursive: true }));
    folders.set(made, making);
    onTheWay.push(making);
    if (at === folder) break;
  }
  await Promise.all(onTheWay);
  if ((await statIfThere(to)) !== null) {
    const present = await digestFile(to).catch(() => null);
    if (present?.sha256 === digest) return true;
    await writer.removeFile(to);
  }
  const object = paths.object(objectName(digest, path));
  try {
    await copyVerified(writer, object, to, digest);
    return true;
  } catch (error) {
    if (isDamage(error, object)) return false;
    throw error;
  }
}

/** What is wrong with the backup, not with the disk that is written to. */
function isDamage(error: unknown, object: string): boolean {
  if (!(error instanceof ArchiveError) || error.values.path !== object) return false;
  return error.code === 'unreadable' || ['ENOENT', 'EIO'].includes(String(error.values.reason));
}

/** The marker, then no more sign: with the first it is an archive. False where the backup's marker is damaged. */
async function finish(
  paths: BackupPaths,
  writer: DurableWriter,
  folder: string,
  record: GenerationRecord,
  marker: string | null,
): Promise<boolean> {
  await writer.makeDurableFolder(join(folder, 'articles'));
  const always = () => Promise.resolve();
  const bytes = marker === null ? null : await soundBytes(paths, marker);
  const { archive, archiveCreated, archiveFormat } = record;
  const made = bytes ?? markerBytes(archive, archiveCreated, archiveFormat);
  await writer.replaceFile(join(folder, MARKER), made, folder, always);
  await writer.removeFile(join(folder, UNDER_WAY));
  await writer.syncFolder(folder);
  await writer.syncFolder(dirname(folder));
  return bytes !== null;
}

async function soundBytes(paths: BackupPaths, sha: string): Promise<Buffer | null> {
  const object = paths.object(objectName(sha, MARKER));
  try {
    const bytes = await atPath(object, () => readRegularFile(object));
    return sha256(bytes) === sha ? bytes : null;
  } catch (error) {
    if (isDamage(error, object)) return null;
    throw error;
  }
}
