import type { ArchiveApi, ArchiveEvent, ArchiveStatus } from '#contract';
import type { Archive } from '../archive.ts';
import { ArchiveError } from '../errors.ts';
import { asArchiveError } from '../messages/as-archive-error.ts';
import { looksLikeArchive } from '../store/open-store.ts';
import { realPathOf } from '../store/remembered-folders.ts';
import { endsWithItsArchive } from './archive-methods.ts';
import { CallsUnderWay } from './calls-under-way.ts';

type Methods = Record<string, (...args: unknown[]) => Promise<unknown>>;

/**
 * The archive that calls go to. It is changed for another one step after the other. An archive that is closed waits for the
 * calls it has; those that have not reached one yet are waited for here.
 */
export class ArchiveInUse {
  readonly #emit: (event: ArchiveEvent) => void;
  /** Calls as they came in, also those that still wait for the archive. */
  readonly #asked = new CallsUnderWay();
  #held: Archive | null = null;
  #failure: unknown = null;
  #stopListening: () => void = () => undefined;
  #turn: Promise<unknown> = Promise.resolve();
  /** While the open one is closed to be opened anew; whoever calls then means that one, and waits. */
  #comingBack: Promise<unknown> | null = null;
  #isClosed = false;

  constructor(emit: (event: ArchiveEvent) => void) {
    this.#emit = emit;
  }

  /** Why none is open, if so. */
  get failure(): unknown {
    return this.#failure;
  }

  /** None could be opened, for this reason. */
  failed(reason: unknown): void {
    this.#failure = reason;
  }

  /** The open one, if any. */
  get archive(): Archive | null {
    return this.#isClosed ? null : this.#held;
  }

  /** The open one; throws what kept it from opening. */
  require(): Archive {
    if (this.archive === null) throw this.#refusal();
    return this.archive;
  }

  /** Passes a call on. `through` lets it pass to the archive when it may. Throws what kept the archive from opening. */
  async call(
    method: keyof ArchiveApi,
    args: readonly unknown[],
    through: (task: () => Promise<unknown>) => Promise<unknown>,
  ): Promise<unknown> {
    // Asked too late is refused; what waits since before is not.
    if (this.#isClosed) throw this.#refusal();
    const run = () => through(() => this.#run(method, args));
    return endsWithItsArchive(method) ? run() : this.#asked.run(run);
  }

  async #run(method: keyof ArchiveApi, args: readonly unknown[]): Promise<unknown> {
    if (this.#held === null) await this.#comingBack;
    return (this.#required() as unknown as Methods)[method]?.(...args);
  }

  /** A file of an article of the open archive; throws `not-found`. */
  async asset(id: string, name: string): ReturnType<Archive['asset']> {
    if (this.#held === null) await this.#comingBack;
    return this.#required().asset(id, name);
  }

  #required(): Archive {
    if (this.#held === null) throw this.#refusal();
    return this.#held;
  }

  #refusal(): ArchiveError {
    return asArchiveError(this.#failure ?? new ArchiveError('archive-missing', { folder: '' }));
  }

  /** Opens, moves or closes in turn, so that what was asked for last is what stays. Throws when the program ends. */
  inTurn<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(() => {
      if (this.#isClosed) throw new ArchiveError('cancelled', { subject: 'Nachlese' });
      return task();
    });
    this.#turn = result.catch(() => undefined);
    return result;
  }

  /**
   * Opens an archive to be adopted. One that is open already is closed before: two of one folder stand in each other's way,
   * only one of them may write the cache. Where it is not there any more it stays as it is. In turn only.
   */
  async openAnew(folder: string, open: () => Promise<Archive>): Promise<Archive> {
    const former = this.#held;
    const isOpen = former !== null && former.folder === (await realPathOf(folder));
    if (!isOpen || !(await looksLikeArchive(folder))) return open();
    this.#held = null;
    this.#comingBack = this.#turn;
    this.#stopListening();
    try {
      await former.close();
      return await open();
    } catch (error) {
      this.#failure = error;
      this.#comingBack = null;
      throw error;
    }
  }

  /** Everything goes to this archive from now on, whether or not `remember` can remember it. In turn only. */
  async adopt(archive: Archive, remember: () => Promise<void> = () => Promise.resolve()): Promise<ArchiveStatus> {
    const former = this.#held;
    this.#stopListening();
    this.#held = archive;
    this.#failure = null;
    this.#comingBack = null;
    this.#stopListening = archive.onEvent(this.#emit);
    const refused = await remember().then(
      () => null,
      (reason: unknown) => ({ reason }),
    );
    try {
      const status = await archive.status();
      this.#emit({ type: 'archive-opened', status });
      if (refused === null) return status;
    } finally {
      await former?.close();
    }
    throw refused.reason;
  }

  /** Refuses what comes from now on; resolves when everything asked before is done and the archive is closed. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#turn;
    await this.#asked.ended();
    this.#stopListening();
    await this.#held?.close();
  }
}
