import { ArchiveError } from '../errors.ts';

/** ms between two looks whether writing has ended. */
const STEP = 20;

/** Lets calls that write through, one beside the other, unless it is closed: then they wait until it opens again. */
export class WriteGate {
  #inside = 0;
  #closed: Promise<void> | null = null;
  #reopen: () => void = () => undefined;

  /** Runs `task` when the gate is open. */
  async pass<T>(task: () => Promise<T>): Promise<T> {
    while (this.#closed !== null) await this.#closed;
    this.#inside += 1;
    try {
      return await task();
    } finally {
      this.#inside -= 1;
    }
  }

  /**
   * Closes in a moment in which nobody is inside: an import that runs is waited for, and what comes beside it still gets
   * through. `waits` is told once if that takes time. Throws `cancelled`.
   */
  async closeWhenEmpty(waits: () => void, cancelled: () => boolean): Promise<void> {
    if (this.#inside > 0) waits();
    while (this.#inside > 0) {
      if (cancelled()) throw new ArchiveError('cancelled', { job: 'move' });
      await new Promise<void>((resolve) => setTimeout(resolve, STEP));
    }
    this.#closed = new Promise((resolve) => (this.#reopen = resolve));
  }

  open(): void {
    this.#closed = null;
    this.#reopen();
  }
}
