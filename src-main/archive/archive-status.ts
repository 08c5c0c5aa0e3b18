import type { ArchiveStatus } from '#contract';
import type { BackupRecord } from './backup-calls.ts';
import type { DiskSpaceWatch } from './disk-space.ts';
import type { HealthRecord } from './health-record.ts';
import type { Parts } from './parts.ts';
import type { QuietCheck } from './quiet-check.ts';

/** Vanished files that a status names; the others are counted. */
const MOST_LOST_NAMED = 100;

/** Who knows what of an open archive. */
export type StatusSources = {
  parts: Parts;
  health: HealthRecord;
  quiet: QuietCheck;
  space: DiskSpaceWatch;
  backups: BackupRecord;
  name: string;
  fresh: boolean;
  indexing: ArchiveStatus['indexing'];
};

/** How an archive stands at this moment. */
export async function archiveStatus(sources: StatusSources): Promise<ArchiveStatus> {
  const { health, quiet, space, backups, name, fresh, indexing } = sources;
  const { store, index, unreadable, lost } = sources.parts;
  const [counts, room] = await Promise.all([index.counts(), space.space()]);
  // Everything else is read in one breath after what takes its time: a status must not tell of a moment long past.
  return {
    id: store.id,
    name,
    folder: store.folder,
    access: store.access(),
    articles: counts.articles,
    notes: counts.notes,
    unreadable: Array.from(unreadable, ([id, reason]) => ({ id, reason })),
    indexing,
    lastVerified: health.lastVerified,
    check: { ...health.summary(lost.list.map(({ path }) => path)), round: quiet.round },
    lost: lost.list.slice(0, MOST_LOST_NAMED),
    lostCount: lost.list.length,
    space: room,
    lastBackup: backups.last?.last ?? null,
    backupFolder: backups.last?.folder ?? null,
    fresh,
  };
}
