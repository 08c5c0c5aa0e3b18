/** Jobs that were asked to stop without running, that are remembered: most of them are over, and will not begin. */
const MOST_EARLY = 16;

/** Which jobs run, and which were asked to stop. */
export class Jobs {
  /** Job → whether it was asked to stop. */
  readonly #running = new Map<string, boolean>();
  readonly #early = new Set<string>();
  #isEnded = false;

  /** All were asked to stop, because the archive is being closed: what is left of them can be done later. */
  get isEnded(): boolean {
    return this.#isEnded;
  }

  /** Asks all to stop, and each that begins after it. */
  end(): void {
    this.#isEnded = true;
  }

  /** Asks a job to stop; one that has not begun yet is stopped at its beginning. */
  stop(job: string): void {
    if (this.#running.has(job)) this.#running.set(job, true);
    else this.#early.add(job);
    for (const oldest of this.#early) if (this.#early.size > MOST_EARLY) this.#early.delete(oldest);
  }

  isRunning(job: string): boolean {
    return this.#running.has(job);
  }

  isStopped(job: string): boolean {
    return this.#isEnded || (this.#running.get(job) ?? this.#early.has(job));
  }

  /** Runs a job, which asks {@link isStopped} whether to go on. */
  async run<T>(job: string, task: () => Promise<T>): Promise<T> {
    this.#running.set(job, this.#early.delete(job));
    try {
      return await task();
    } finally {
      this.#running.delete(job);
    }
  }
}
