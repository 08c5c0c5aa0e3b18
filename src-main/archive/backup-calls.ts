import type { ArchiveApi } from '#contract';
import { BackupMemory } from '../store/backup/backup-memory.ts';
import { DurableWriter } from '../store/durable-write.ts';
import type { Parts } from './parts.ts';
import { progressPace } from './progress-pace.ts';

type BackupCalls = Pick<ArchiveApi, 'backUp'>;

/** Where and when the open archive was last backed up from this machine. */
export class BackupRecord {
  readonly #memory: BackupMemory;
  #last: { folder: string; last: string } | null = null;

  constructor(dataFolder: string, random: (count: number) => Uint8Array) {
    this.#memory = new BackupMemory(dataFolder, new DurableWriter({ random, platform: process.platform }));
  }

  get last(): { folder: string; last: string } | null {
    return this.#last;
  }

  async read(archive: string): Promise<void> {
    const read = await this.#memory.last(archive);
    // One made here meanwhile may not be in that memory yet.
    if (this.#last === null || (read !== null && read.last > this.#last.last)) this.#last = read;
  }

  async made(archive: string, folder: string, last: string): Promise<void> {
    this.#last = { folder, last };
    // The backup is made; a data folder that cannot be written only costs a reminder that comes too soon.
    await this.#memory.remember({ archive, folder, last }).catch(() => undefined);
  }
}

/** Progress as events, at its pace. */
export function tellBackupProgress(
  { emit, now }: Pick<Parts, 'emit' | 'now'>,
  job: string,
): (done: number, total: number | null) => void {
  const isTime = progressPace(now);
  return (done, total) => {
    if (isTime() || done === total) emit({ type: 'backup-progress', job, done, total });
  };
}

/** Backing the open archive up. `name`: what its owner calls it. */
export function backupCalls(parts: Parts, record: BackupRecord, name: () => string): BackupCalls {
  return {
    backUp: ({ job, folder, thorough }) =>
      parts.jobs.run(job, async () => {
        const report = await parts.store.backUp({
          folder,
          thorough,
          name: name(),
          now: parts.now,
          random: parts.random,
          progress: tellBackupProgress(parts, job),
          cancelled: () => parts.jobs.isStopped(job),
        });
        await record.made(parts.store.id, report.folder, report.generation.created);
        // No article changed, but the status names the time.
        parts.emit({ type: 'changed', articleIds: [] });
        return report;
      }),
  };
}
