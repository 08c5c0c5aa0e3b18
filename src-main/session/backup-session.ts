import { resolve } from 'node:path';
import type { ArchiveEvent, ArchiveStatus, ProgramApi, RestoredBackup } from '#contract';
import { tellBackupProgress } from '../archive/backup-calls.ts';
import { Jobs } from '../archive/jobs.ts';
import { BackupMemory } from '../store/backup/backup-memory.ts';
import { restoreBackup } from '../store/backup/restore-backup.ts';
import { listBackups, verifyBackup } from '../store/backup/verify-backup.ts';
import { DurableWriter } from '../store/durable-write.ts';
import { CallsUnderWay } from './calls-under-way.ts';

type BackupProgramCalls = Pick<ProgramApi, 'listBackups' | 'verifyBackup' | 'restoreBackup'>;

type RestoreRequest = Parameters<ProgramApi['restoreBackup']>[0];

export type BackupSession = {
  now: () => Date;
  random: (count: number) => Uint8Array;
  dataFolder: string;
  emit: (event: ArchiveEvent) => void;
  /** Waits until no other archive is being opened; none is while the task runs. */
  inTurn: <T>(task: () => Promise<T>) => Promise<T>;
  /** Opens the archive that was restored, under this name. In turn only. */
  open: (folder: string, name: string) => Promise<ArchiveStatus>;
};

/** Calls on backups that need no open archive: they are what helps when there is none. */
export class BackupJobs {
  readonly #session: BackupSession;
  readonly #jobs = new Jobs();
  readonly #underWay = new CallsUnderWay();
  readonly #names = new Set<string>();

  constructor(session: BackupSession) {
    this.#session = session;
  }

  /** True where the job is one of these. */
  cancel(job: string): boolean {
    if (!this.#jobs.isRunning(job)) return false;
    this.#jobs.stop(job);
    return true;
  }

  /** Asks all of them to stop; resolves when they have. */
  async end(): Promise<void> {
    for (const job of this.#names) this.#jobs.stop(job);
    await this.#underWay.ended();
  }

  calls(): BackupProgramCalls {
    const { now, inTurn } = this.#session;
    return {
      listBackups: (folder) => listBackups(resolve(folder)),
      verifyBackup: ({ job, folder }) =>
        this.#run(job, (cancelled) =>
          verifyBackup(resolve(folder), now, tellBackupProgress(this.#session, job), cancelled),
        ),
      // In turn as a whole: one asked for meanwhile is the one that stays.
      restoreBackup: (request) =>
        this.#run(request.job, (cancelled) => inTurn(() => this.#restore(request, cancelled))),
    };
  }

  async #restore(
    { job, backup, generation, folder }: RestoreRequest,
    cancelled: () => boolean,
  ): Promise<RestoredBackup> {
    const { random, dataFolder, open } = this.#session;
    const restored = await restoreBackup({
      ...{ generation, random, cancelled },
      progress: tellBackupProgress(this.#session, job),
      backup: resolve(backup),
      folder: resolve(folder),
    });
    const memory = new BackupMemory(dataFolder, new DurableWriter({ random, platform: process.platform }));
    const { archiveId, name, files, damaged } = restored;
    // Its reminder goes on from the state that is now here; a data folder that cannot be written is no reason to fail.
    await memory
      .remember({ archive: archiveId, folder: restored.backup, last: restored.created })
      .catch(() => undefined);
    const status = await open(restored.folder, name);
    return { status, generation: restored.generation, files, damaged };
  }

  async #run<T>(job: string, task: (cancelled: () => boolean) => Promise<T>): Promise<T> {
    this.#names.add(job);
    try {
      return await this.#underWay.run(() => this.#jobs.run(job, () => task(() => this.#jobs.isStopped(job))));
    } finally {
      this.#names.delete(job);
    }
  }
}
