import { promises } from 'node:fs';
import { basename, join } from 'node:path';
import { ArchiveError } from '../../errors.ts';
import type { ArchiveContext } from '../archive-context.ts';
import type { Marker } from '../archive-marker.ts';
import type { StoreOptions } from '../archive-store.ts';
import { backUp } from '../backup/back-up.ts';
import { BackupMemory } from '../backup/backup-memory.ts';

/** Failures of the place, after which another one is tried. */
const PLACE = [
  'backup-space',
  'backup-foreign',
  'no-permission',
  'not-found',
  'io',
  'disk-full',
  'exists',
  'unreadable',
];

/**
 * The backup before a migration: where the archive was backed up last, if that is there; else in the app's data folder,
 * `before-migration/<archive id>`. Resolves to the folder. Throws what keeps both from being made: then nothing changes.
 */
export async function backUpBefore(
  context: ArchiveContext,
  marker: Marker,
  { dataFolder, now, random }: Pick<StoreOptions, 'dataFolder' | 'now' | 'random'>,
): Promise<string> {
  const own = join(dataFolder, 'before-migration', marker.id);
  const known = await new BackupMemory(dataFolder, context.writer).last(marker.id);
  const isThere = known !== null && (await promises.stat(known.folder).catch(() => null)) !== null;
  for (const folder of isThere ? [known.folder, own] : [own]) {
    try {
      const report = await backUp(context, marker, {
        ...{ folder, now, random },
        name: basename(context.paths.folder),
        thorough: false,
        progress: () => undefined,
        cancelled: () => false,
      });
      return report.folder;
    } catch (error) {
      if (folder === own || !(error instanceof ArchiveError && PLACE.includes(error.code))) throw error;
    }
  }
  return own;
}
