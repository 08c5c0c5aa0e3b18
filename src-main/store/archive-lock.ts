import { promises } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { z } from 'zod';
import { ArchiveError } from '../errors.ts';
import type { ArchivePaths } from './archive-names.ts';
import type { Confirm, DurableWriter } from './durable-write.ts';
import { isMissing } from './file-error.ts';
import { mayBeAlive, ownIdentity } from './process-identity.ts';
import { readIfThere } from './read-file.ts';
import type { TemporaryFolder } from './temporary-folder.ts';

const holderFile = z.object({ host: z.string(), pid: z.int(), start: z.string().nullable(), token: z.string() });
type Holder = z.infer<typeof holderFile>;

/** What is seen of the lock at one moment; `holder` is null while its file is still empty. */
type Sighting = { holder: Holder | null; modified: number; key: string };

export type LockTimes = {
  /** ms without a beat after which a holder counts as gone. */
  stale: number;
  /** ms others wait. */
  patience: number;
  /** ms between beats. */
  beat: number;
  /** ms between two looks at a lock that is held. */
  step: number;
};

export const LOCK_TIMES: LockTimes = { stale: 10_000, patience: 10_500, beat: 2_000, step: 10 };

/**
 * `<archive>/.lock`: one writer at a time, among processes and machines. It is made by a link, so it is there with its
 * holder's name or not at all (on drives without links it is empty for a moment); its modification time is the holder's
 * heartbeat.
 *
 * Only one process may break a stale lock: the one that makes the file named after its token.
 */
export class ArchiveLock {
  readonly #paths: ArchivePaths;
  readonly #writer: DurableWriter;
  readonly #temporary: TemporaryFolder;
  readonly #times: LockTimes;
  /** Ours that were not there to be removed: they come back with a disk that was away. */
  readonly #letGo = new Set<string>();

  constructor(paths: ArchivePaths, writer: DurableWriter, temporary: TemporaryFolder, times: LockTimes = LOCK_TIMES) {
    this.#paths = paths;
    this.#writer = writer;
    this.#temporary = temporary;
    this.#times = times;
  }

  /**
   * Waits for the lock and takes it. `confirm` throws when it was lost, because this machine slept or the disk was
   * away: it is asked before every rename. Throws `archive-locked` with host and pid of the holder.
   */
  async take(): Promise<{ confirm: Confirm; release: () => Promise<void> }> {
    const token = `${this.#writer.randomName()}${this.#writer.randomName()}`;
    const staged = join(await this.#temporary.path(), `lock.${token}`);
    await this.#writer.stageFleeting(staged, Buffer.from(JSON.stringify({ ...(await ownIdentity()), token })));
    try {
      await this.#wait(staged);
    } finally {
      await promises.unlink(staged).catch(() => undefined);
    }
    const beat = setInterval(() => {
      void this.#beat(token);
    }, this.#times.beat);
    beat.unref();
    return {
      confirm: () => this.#confirm(token),
      release: async () => {
        clearInterval(beat);
        this.#letGo.add(token);
        if ((await this.#look())?.holder?.token !== token) return;
        await this.#writer.removeFile(this.#paths.lock);
        this.#letGo.delete(token);
      },
    };
  }

  async #wait(staged: string): Promise<void> {
    const begun = performance.now();
    let seen = { key: '', since: begun };
    for (;;) {
      if (await this.#tryTake(staged)) return;
      const sighting = await this.#look();
      if (sighting === null) continue;
      const now = performance.now();
      if (seen.key !== sighting.key) seen = { key: sighting.key, since: now };
      if (await this.#isStale(sighting, now - seen.since, staged)) {
        await this.#breakLock(sighting, now - begun, staged);
        seen = { key: '', since: now };
      } else if (now - begun > this.#times.patience) throw lockedBy(sighting, this.#paths.folder);
      await pause(this.#times.step * (0.5 + Math.random()));
    }
  }

  async #tryTake(staged: string): Promise<boolean> {
    try {
      // Without links two that look at the same time would both find it free.
      await this.#writer.linkFile(staged, this.#paths.lock, async () => undefined, true);
      return true;
    } catch (error) {
      if (error instanceof ArchiveError && error.code === 'exists') return false;
      throw error;
    }
  }

  async #look(): Promise<Sighting | null> {
    try {
      const { mtimeMs, ino } = await promises.lstat(this.#paths.lock);
      const bytes = await readIfThere(this.#paths.lock);
      if (bytes === null) return null;
      const holder = parseHolder(bytes);
      return { holder, modified: mtimeMs, key: `${ino}:${mtimeMs}:${holder?.token ?? ''}` };
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  /** `unchanged`: ms since when no beat was seen, by our own steady clock: a wall clock that jumps frees no lock. */
  async #isStale(sighting: Sighting, unchanged: number, staged: string): Promise<boolean> {
    const { holder } = sighting;
    if (holder !== null && (this.#letGo.has(holder.token) || !(await mayBeAlive(holder)))) return true;
    if (unchanged >= this.#times.stale) return true;
    if (holder?.host === (await ownIdentity()).host) return false;
    // Another machine's: both times are the file system's. One missed beat on top, seen with our own eyes.
    const { mtimeMs } = await promises.lstat(staged);
    return mtimeMs + unchanged - sighting.modified >= this.#times.stale && unchanged >= this.#times.beat * 1.5;
  }

  /** `waited`: ms since `staged` was made, by our own steady clock. */
  async #breakLock(stale: Sighting, waited: number, staged: string): Promise<void> {
    const right = join(this.#paths.folder, `.lock-break-${stale.holder?.token ?? 'unnamed'}`);
    try {
      await promises.writeFile(right, '', { flag: 'wx' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      // Its maker may have ended just there.
      const made = await promises.lstat(right).catch(() => null);
      const { mtimeMs } = await promises.lstat(staged);
      // Both times are the file system's, which on a drive of the network is not our clock.
      if (made !== null && Math.abs(mtimeMs + waited - made.mtimeMs) > this.#times.stale)
        await this.#writer.removeFile(right);
      return;
    }
    if ((await this.#look())?.key === stale.key) await this.#writer.removeFile(this.#paths.lock);
    await this.#writer.removeFile(right);
  }

  async #confirm(token: string): Promise<void> {
    const sighting = await this.#look();
    if (sighting?.holder?.token === token) return;
    if (sighting === null)
      throw new ArchiveError('archive-locked', { folder: this.#paths.folder, reason: 'lock lost' });
    throw lockedBy(sighting, this.#paths.folder);
  }

  async #beat(token: string): Promise<void> {
    try {
      if ((await this.#look())?.holder?.token !== token) return;
      const now = new Date();
      await promises.utimes(this.#paths.lock, now, now);
    } catch {
      // A missed beat is what the others look for; the next confirm says what is wrong.
    }
  }
}

function parseHolder(bytes: Buffer): Holder | null {
  try {
    return holderFile.parse(JSON.parse(bytes.toString('utf8')));
  } catch {
    return null;
  }
}

const lockedBy = ({ holder }: Sighting, folder: string) =>
  new ArchiveError('archive-locked', { folder, reason: 'holder', host: holder?.host ?? '?', pid: holder?.pid ?? 0 });

const pause = (duration: number) => new Promise<void>((resolve) => setTimeout(resolve, duration));
