import type { ArchiveEvent } from '#contract';

/**
 * Files and links handed to the program from outside. They wait while no window listens: while there is none, and while a
 * new one loads.
 */
export class HandedOver {
  readonly #waiting: ArchiveEvent[] = [];
  #tell: ((event: ArchiveEvent) => void) | null = null;

  /** Tells the window, now or when it listens; null: nothing was asked. */
  take(request: ArchiveEvent | null): void {
    if (request === null) return;
    if (this.#tell === null) this.#waiting.push(request);
    else this.#tell(request);
  }

  /** A window listens, and is told what waits. */
  heardBy(tell: (event: ArchiveEvent) => void): void {
    this.#tell = tell;
    for (const request of this.#waiting.splice(0)) tell(request);
  }

  /** The window is gone; the next one listens when it says so. */
  unheard(): void {
    this.#tell = null;
  }
}
