/** Calls that have begun and not ended, so that what they work with outlives them. */
export class CallsUnderWay {
  readonly #running = new Set<Promise<unknown>>();

  /** Runs a call; until it ends it is under way. */
  async run<T>(call: () => Promise<T>): Promise<T> {
    const running = call();
    this.#running.add(running);
    try {
      return await running;
    } finally {
      this.#running.delete(running);
    }
  }

  /** Resolves when none is under way, however they end. */
  async ended(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled(this.#running);
  }
}
