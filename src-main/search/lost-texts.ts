/** How often one article is told of: where what is put again is damaged again, a disk is broken. */
const MOST_TOLD = 3;

/** Articles whose texts in the cache are damaged: told a few times each, together and soon, or when somebody listens. */
export class LostTexts {
  readonly #told = new Map<string, number>();
  readonly #untold = new Set<string>();
  #listener: ((ids: string[]) => void) | null = null;
  #isSoon = false;

  tell(ids: readonly string[]): void {
    for (const id of ids) if ((this.#told.get(id) ?? 0) < MOST_TOLD) this.#untold.add(id);
    this.#wake();
  }

  listen(listener: (ids: string[]) => void): void {
    this.#listener = listener;
    this.#wake();
  }

  end(): void {
    this.#listener = null;
    this.#untold.clear();
  }

  #wake(): void {
    if (this.#isSoon || !this.#listener || this.#untold.size === 0) return;
    this.#isSoon = true;
    setImmediate(() => {
      this.#isSoon = false;
      const ids = [...this.#untold];
      this.#untold.clear();
      for (const id of ids) this.#told.set(id, (this.#told.get(id) ?? 0) + 1);
      this.#listener?.(ids);
    });
  }
}
