import type { Confirm, DurableWriter } from '../durable-write.ts';
import { join } from 'node:path';
import { namesIn } from '../read-file.ts';
import { objectName, type BackupPaths } from './backup-paths.ts';
import { listObject, readGenerations, readList, type GenerationRecord } from './generation-record.ts';
import { thinnedOut } from './retention.ts';

const OBJECT = /^[0-9a-f]{64}(\.[a-z0-9]{1,8})?$/;

/**
 * Removes the generations that the rule lets go, and the objects no other needs. Where any generation or list cannot be
 * read, nothing is removed: what it needs is not known. Resolves to the generations that are gone.
 */
export async function pruneBackup(
  paths: BackupPaths,
  writer: DurableWriter,
  confirm: Confirm,
  now: Date,
): Promise<string[]> {
  const { records, unreadable } = await readGenerations(paths);
  if (unreadable.length > 0) return [];
  const going = new Set(
    thinnedOut(
      records.map(({ id, record }) => ({ id, good: record.damaged.length === 0 })),
      now,
    ),
  );
  if (going.size === 0) return [];
  const staying = records.filter(({ id }) => !going.has(id)).map(({ record }) => record);
  const needed = await objectsOf(paths, staying);
  await confirm();
  // First the records: an object without a generation is waste, a generation without its objects would be a lie.
  for (const id of going) await writer.removeFile(paths.generation(id));
  await writer.syncFolder(paths.generations);
  for (const shelf of await namesIn(paths.objects)) {
    await confirm();
    for (const name of await namesIn(join(paths.objects, shelf)))
      if (OBJECT.test(name) && !needed.has(name)) await writer.removeFile(join(paths.objects, shelf, name));
  }
  return [...going].sort();
}

/** Names of all objects these generations need. Throws where a list cannot be read. */
async function objectsOf(paths: BackupPaths, records: readonly GenerationRecord[]): Promise<Set<string>> {
  const needed = new Set<string>();
  for (const { lists, damaged } of records) {
    for (const { path, earlier } of damaged) if (earlier !== null) needed.add(objectName(earlier, path));
    for (const { list } of lists) {
      if (needed.has(listObject(list))) continue;
      for (const { path, sha256 } of await readList(paths, list)) needed.add(objectName(sha256, path));
      needed.add(listObject(list));
    }
  }
  return needed;
}
