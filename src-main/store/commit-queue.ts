import { performance } from 'node:perf_hooks';
import { ArchiveError } from '../errors.ts';
import type { ArchiveLock } from './archive-lock.ts';
import type { ArchivePaths } from './archive-names.ts';
import type { Confirm, DurableWriter } from './durable-write.ts';
import { changedBetween, raiseGeneration, readGeneration, type Generation } from './generation.ts';
import type { Presence } from './presence.ts';
import type { TemporaryFolder } from './temporary-folder.ts';

/** The lock while it is held. */
export type Hold = {
  /** Throws when the lock was lost; asked before every rename. */
  confirm: Confirm;
  /** What other processes should look at again; null: anything. */
  changed: (articleIds: string[] | null) => void;
};

/** ms one hold of the lock may last before others get their turn. */
const LONGEST_HOLD = 700;
/** ms left to others after that. */
const TURN_OF_OTHERS = 30;

type QueueParts = {
  paths: ArchivePaths;
  writer: DurableWriter;
  lock: ArchiveLock;
  presence: Presence;
  temporary: TemporaryFolder;
  /** Others changed something while we did not hold the lock. */
  outside: (articleIds: string[] | null) => void;
  /** We changed these articles. */
  here: (articleIds: string[]) => Promise<void>;
};

type Task = { run: (hold: Hold) => Promise<void>; refuse: (error: unknown) => void };

/** Commits of this process, one after the other, as many under one lock as fit into its time. */
export class CommitQueue {
  readonly #parts: QueueParts;
  readonly #tasks: Task[] = [];
  #known: Generation | null = null;
  #running: Promise<void> | null = null;
  /** When the lock was first taken without a pause for others since. */
  #busySince: number | null = null;
  #lastRelease = 0;
  #isClosed = false;

  constructor(parts: QueueParts) {
    this.#parts = parts;
  }

  /** Where we stand, before the first commit. */
  async begin(): Promise<void> {
    this.#known = await readGeneration(this.#parts.paths);
  }

  /** Looks whether another process changed something; tells `outside` if so. */
  async look(): Promise<void> {
    if (this.#isRunning()) return;
    const present = await readGeneration(this.#parts.paths);
    if (!this.#isRunning()) this.#notice(present);
  }

  /**
   * Runs `task` under the lock. Throws `archive-vanished`, `archive-read-only`, `archive-newer`, `archive-locked`, and
   * `internal` once it is closed.
   */
  commit<T>(task: (hold: Hold) => Promise<T>): Promise<T> {
    if (this.#isClosed) return Promise.reject(new ArchiveError('internal', { subject: 'store', detail: 'closed' }));
    return new Promise<T>((resolve, reject) => {
      this.#tasks.push({ run: async (hold) => task(hold).then(resolve, reject), refuse: reject });
      this.#running ??= this.#drain();
    });
  }

  #isRunning(): boolean {
    return this.#running !== null;
  }

  /** Resolves when nothing is left to do. */
  async settle(): Promise<void> {
    while (this.#running !== null) await this.#running;
  }

  /** Refuses what comes from now on; resolves when nothing is left to do. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.settle();
  }

  async #drain(): Promise<void> {
    try {
      while (this.#tasks.length > 0) {
        await this.#giveWay();
        await this.#hold();
      }
    } catch (error) {
      for (const task of this.#tasks.splice(0)) task.refuse(error);
    } finally {
      // In the same breath: whoever is refused and at once tries again must not find a queue that seems to run.
      this.#running = null;
    }
  }

  async #hold(): Promise<void> {
    const { presence, lock } = this.#parts;
    await presence.requireWritable();
    const held = await lock.take();
    try {
      // Between look and lock a disk may go away and leave the empty folder it was mounted on.
      await presence.requireWritable();
      await this.#runHeld(held.confirm);
    } finally {
      await held.release().catch(ignore);
      this.#lastRelease = performance.now();
    }
  }

  async #runHeld(confirm: Confirm): Promise<void> {
    this.#notice(await readGeneration(this.#parts.paths));
    const changes: (string[] | null)[] = [];
    const end = performance.now() + LONGEST_HOLD;
    do {
      await this.#tasks.shift()?.run({ confirm, changed: (ids) => changes.push(ids) });
    } while (this.#tasks.length > 0 && performance.now() < end);
    if (changes.length === 0) return;
    const ids = changes.every((change) => change !== null) ? [...new Set(changes.flat())] : null;
    await this.#parts.here(ids ?? []).catch(ignore);
    const { paths, writer, temporary } = this.#parts;
    try {
      this.#known = await raiseGeneration(paths, writer, await temporary.path(), ids, confirm);
    } catch {
      // What was committed is committed; others find it when they next look at the folders.
    }
  }

  #notice(present: Generation | null): void {
    const changed = changedBetween(this.#known, present);
    this.#known = present;
    if (changed === null || changed.length > 0) this.#parts.outside(changed);
  }

  /** One who writes without end must not starve the others. */
  async #giveWay(): Promise<void> {
    const now = performance.now();
    if (this.#busySince === null || now - this.#lastRelease > TURN_OF_OTHERS) this.#busySince = now;
    if (now - this.#busySince < LONGEST_HOLD) return;
    await new Promise<void>((resolve) => setTimeout(resolve, TURN_OF_OTHERS));
    this.#busySince = performance.now();
  }
}

const ignore = () => undefined;
