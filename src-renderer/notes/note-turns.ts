/** Changes of notes: those of one note come one after the other, as each needs the revision that the one before made. */
export class NoteTurns {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Makes a change once those of the same note before it are through, well or ill. */
  run<T>(noteId: string, change: () => Promise<T>): Promise<T> {
    const changed = this.settled(noteId).then(change);
    const over = changed
      .catch(() => undefined)
      .then(() => {
        if (this.#last.get(noteId) === over) this.#last.delete(noteId);
      });
    this.#last.set(noteId, over);
    return changed;
  }

  /** Resolves when the changes of a note that were begun until now are through. */
  async settled(noteId: string): Promise<void> {
    await this.#last.get(noteId);
  }
}
