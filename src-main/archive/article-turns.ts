/**
 * Of each article one at a time is read and told to the index, so that the index never hears something older after something
 * newer: whoever changes files does so before its turn, or in it, and each turn looks at the files again.
 */
export class ArticleTurns {
  /** Article → the end of the last turn that was asked for. */
  readonly #last = new Map<string, Promise<void>>();

  /** Runs `task` when every earlier turn of any of these articles is over. No task may wait for a turn asked for later. */
  take<T>(articleIds: readonly string[], task: () => Promise<T>): Promise<T> {
    const before = articleIds.map((id) => this.#last.get(id) ?? Promise.resolve());
    const done = Promise.all(before).then(task);
    const over = done.then(nothing, nothing).then(() => {
      for (const id of articleIds) if (this.#last.get(id) === over) this.#last.delete(id);
    });
    for (const id of articleIds) this.#last.set(id, over);
    return done;
  }
}

const nothing = () => undefined;
