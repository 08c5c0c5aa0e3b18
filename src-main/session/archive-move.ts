import { realpath } from 'node:fs/promises';
import type { MovedArchive } from '#contract';
import type { Archive } from '../archive.ts';
import { ArchiveError } from '../errors.ts';
import type { WriteGate } from './write-gate.ts';

export type MoveParts = {
  /** Closed for the last moment of a move. */
  writing: WriteGate;
  /** Folder that this start was told to open; null: the settings say. */
  named: string | null;
  /** Opens the archive in its new folder, as what it was in the former one. */
  open: (former: Archive, folder: string) => Promise<Archive>;
  /** Makes the settings follow from the former folder (a real path) to the new one. */
  follow: (former: string, folder: string) => Promise<void>;
  /** Everything goes to this archive from now on. */
  adopt: (archive: Archive) => Promise<void>;
  /** Waits until no other archive is being opened. */
  inTurn: <T>(task: () => Promise<T>) => Promise<T>;
  /** Whether this archive is the one in use. */
  isInUse: (archive: Archive) => boolean;
};

/** Moves the archive of a running program, one move at a time. */
export class ArchiveMove {
  readonly #parts: MoveParts;
  #running: { archive: Archive; job: string } | null = null;

  constructor(parts: MoveParts) {
    this.#parts = parts;
  }

  /** Asks the move that runs, if any, to stop. */
  async cancel(): Promise<void> {
    await this.#running?.archive.cancelJob(this.#running.job);
  }

  /** Throws as `moveArchive` of the contract. */
  async run(archive: Archive, job: string, folder: string): Promise<MovedArchive> {
    if (this.#running !== null) throw new ArchiveError('move-refused', { folder, reason: 'move-running' });
    this.#running = { archive, job };
    try {
      return await this.#parts.inTurn(() => this.#move(archive, job, folder));
    } finally {
      this.#running = null;
    }
  }

  async #move(archive: Archive, job: string, folder: string): Promise<MovedArchive> {
    const { writing, named, open, follow, adopt, isInUse } = this.#parts;
    // Another one was opened while this waited for its turn.
    if (!isInUse(archive)) throw new ArchiveError('cancelled', { job });
    // The next start would be told the former folder again: by its environment, or as a portable program.
    if (named !== null && (await realpath(named).catch(() => '')) === archive.folder)
      throw new ArchiveError('move-refused', { folder, reason: 'move-named' });
    // Not a variable of its own: the compiler would not see that the switch sets it.
    const next: { archive: Archive | null } = { archive: null };
    try {
      const moved = await archive.moveTo({
        job,
        folder,
        settled: (waits) => writing.closeWhenEmpty(waits, () => archive.isCancelled(job)),
        switchOver: async (real) => {
          const opened = await open(archive, real);
          try {
            await follow(archive.folder, real);
          } catch (error) {
            await opened.close();
            throw error;
          }
          next.archive = opened;
        },
      });
      if (next.archive !== null) await adopt(next.archive);
      return { folder: moved.folder, former: archive.folder, files: moved.files, bytes: moved.bytes };
    } finally {
      writing.open();
    }
  }
}
