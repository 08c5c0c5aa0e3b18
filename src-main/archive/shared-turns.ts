/** What goes on beside its like, and what must be alone: an import, and what makes the index forget what there is. */
export class SharedTurns {
  /** What was asked for since the last that is to be alone, until it is over. */
  readonly #shared = new Set<Promise<void>>();
  #alone: Promise<void> = Promise.resolve();

  /** Runs beside others, but after everything that was to be alone and asked for earlier. */
  share<T>(task: () => Promise<T>): Promise<T> {
    const done = this.#alone.then(task);
    const over = done.then(nothing, nothing).then(() => {
      this.#shared.delete(over);
    });
    this.#shared.add(over);
    return done;
  }

  /** Runs when all that was asked for earlier is over; what is asked for later waits for it. */
  alone<T>(task: () => Promise<T>): Promise<T> {
    const done = Promise.all([this.#alone, ...this.#shared]).then(task);
    this.#alone = done.then(nothing, nothing);
    return done;
  }
}

const nothing = () => undefined;
