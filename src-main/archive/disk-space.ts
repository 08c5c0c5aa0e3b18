import type { DiskSpace } from '#contract';
import type { ArchiveStore } from '../store/archive-store.ts';
import { isLittle } from '../store/free-space.ts';

/** ms for which an answer is good. */
const GOOD_FOR = 10_000;
/** ms; a distant disk may take its time, and the status must not wait for it. */
const PATIENCE = 500;

/** Room on the archive's disk, asked for at most every ten seconds. */
export class DiskSpaceWatch {
  readonly #store: Pick<ArchiveStore, 'freeSpace'>;
  #known: DiskSpace | null = null;
  #asked = -Infinity;
  #asking: Promise<void> | null = null;

  constructor(store: Pick<ArchiveStore, 'freeSpace'>) {
    this.#store = store;
  }

  /** The latest answer; null where there is none. */
  async space(): Promise<DiskSpace | null> {
    if (performance.now() - this.#asked > GOOD_FOR) this.#asking ??= this.#ask();
    if (this.#asking !== null) await Promise.race([this.#asking, pause(PATIENCE)]);
    return this.#known;
  }

  /** The next answer is asked for anew. */
  forget(): void {
    this.#asked = -Infinity;
  }

  async #ask(): Promise<void> {
    this.#asked = performance.now();
    const space = await this.#store.freeSpace().catch(() => null);
    this.#known = space === null ? null : { ...space, low: isLittle(space) };
    this.#asking = null;
  }
}

const pause = (duration: number) => new Promise<void>((resolve) => setTimeout(resolve, duration).unref());
