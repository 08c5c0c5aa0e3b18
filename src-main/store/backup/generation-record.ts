import { z } from 'zod';
import type { BackupDamage, BackupGeneration } from '#contract';
import { ArchiveError } from '../../errors.ts';
import { atPath } from '../file-error.ts';
import { parseManifest, sha256, writeManifest, type ManifestEntry } from '../manifest.ts';
import { decodeText, namesIn, readRegularFile } from '../read-file.ts';
import { checkShape, isSealIntact, parseJsonObject, sealedBytes } from '../sealed-json.ts';
import { BACKUP_VERSION, isGenerationId, objectName, type BackupPaths } from './backup-paths.ts';

const FORMAT = 'nachlese-backup-generation';
const digest = z.string().regex(/^[0-9a-f]{64}$/);

/** What one generation holds: its lists, each an object, and what was wrong when it was made. */
export type GenerationRecord = {
  archive: string;
  name: string;
  /** Format of the archive itself, and when it was made. */
  archiveFormat: number;
  archiveCreated: string;
  created: string;
  articles: number;
  notes: number;
  files: number;
  bytes: number;
  /** `of`: which files it names (see `listOf`); `list`: its SHA-256. */
  lists: { of: string; list: string }[];
  damaged: {
    path: string;
    problem: BackupDamage['problem'];
    /** True: the digest listed is that of a good copy, not of what was found. */
    kept: boolean;
    /** The last good content that a former generation had; kept as long as this one is. */
    earlier: string | null;
  }[];
  skipped: string[];
};

const recordFile: z.ZodType<GenerationRecord> = z.looseObject({
  format: z.literal(FORMAT),
  archive: z.string(),
  name: z.string(),
  archiveFormat: z.int().min(1),
  archiveCreated: z.string(),
  created: z.string(),
  articles: z.int().min(0),
  notes: z.int().min(0),
  files: z.int().min(0),
  bytes: z.number().min(0),
  lists: z.array(z.looseObject({ of: z.string(), list: digest })),
  damaged: z.array(
    z.looseObject({
      path: z.string(),
      problem: z.enum(['changed', 'missing', 'unreadable']),
      kept: z.boolean(),
      earlier: digest.nullable(),
    }),
  ),
  skipped: z.array(z.string()),
});

export function recordBytes(record: GenerationRecord): Buffer {
  return sealedBytes({ format: FORMAT, version: BACKUP_VERSION, ...record });
}

/** Throws `unreadable` where the record is damaged, `archive-newer` where a newer program made it. */
export async function readRecord(paths: BackupPaths, id: string): Promise<GenerationRecord> {
  const path = paths.generation(id);
  const fields = parseJsonObject(await atPath(path, () => readRegularFile(path)), path);
  const { version } = checkShape(z.looseObject({ version: z.int() }), fields, path);
  if (version > BACKUP_VERSION) throw new ArchiveError('archive-newer', { folder: path, reason: 'format', version });
  const record = checkShape(recordFile, fields, path);
  if (!isSealIntact(fields)) throw new ArchiveError('unreadable', { path, reason: 'SHA-256' });
  return record;
}

/** All generations of a backup, newest first; what cannot be read is named apart. */
export async function readGenerations(
  paths: BackupPaths,
): Promise<{ records: { id: string; record: GenerationRecord }[]; unreadable: string[] }> {
  const records: { id: string; record: GenerationRecord }[] = [];
  const unreadable: string[] = [];
  const names = await atPath(paths.generations, () => namesIn(paths.generations));
  for (const name of names.reverse()) {
    const id = name.replace(/\.json$/, '');
    if (!name.endsWith('.json') || !isGenerationId(id)) continue;
    try {
      records.push({ id, record: await readRecord(paths, id) });
    } catch (error) {
      if (!(error instanceof ArchiveError)) throw error;
      unreadable.push(name);
    }
  }
  return { records, unreadable };
}

/** One list as bytes of an object; also the object's digest. */
export function listBytes(entries: readonly ManifestEntry[]): { bytes: Buffer; sha256: string } {
  const bytes = writeManifest(entries);
  return { bytes, sha256: sha256(bytes) };
}

export const listObject = (list: string): string => objectName(list, 'list.txt');

/** The files of a list, checked against its digest. Throws `unreadable`. */
export async function readList(paths: BackupPaths, list: string): Promise<ManifestEntry[]> {
  const path = paths.object(listObject(list));
  const bytes = await atPath(path, () => readRegularFile(path));
  if (sha256(bytes) !== list) throw new ArchiveError('unreadable', { path, reason: 'SHA-256' });
  return parseManifest(decodeText(bytes, path), path);
}

export function summaryOf(id: string, record: GenerationRecord): BackupGeneration {
  const { created, articles, notes, files, bytes, damaged } = record;
  return { id, created, articles, notes, files, bytes, damaged: damaged.length };
}
