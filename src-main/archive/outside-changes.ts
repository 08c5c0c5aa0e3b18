type Rounds = {
  /** Reads these articles again. */
  refresh: (articleIds: string[]) => Promise<void>;
  /** Compares the whole folder. */
  compareAll: () => Promise<void>;
};

/** ms until what failed is tried again; a disk may be away for a moment. */
const AGAIN = 2_000;
const MOST_FAILURES = 5;

/**
 * Brings the index in step with what others changed, one round after the other, so that of two looks at one article the
 * later is the last to be told. What comes during a round is one round together: a burst of a thousand changes is a few
 * rounds, not a thousand.
 */
export class OutsideChanges {
  readonly #rounds: Rounds;
  readonly #ids = new Set<string>();
  #isAll = false;
  #running: Promise<void> | null = null;
  #failures = 0;
  #again: NodeJS.Timeout | null = null;
  #isEnded = false;

  constructor(rounds: Rounds) {
    this.#rounds = rounds;
  }

  /** null: it may be any article. */
  add(articleIds: readonly string[] | null): void {
    if (articleIds === null) this.#isAll = true;
    else for (const id of articleIds) this.#ids.add(id);
    this.#begin();
  }

  /** Resolves when the round under way is over; none begins after it. */
  async end(): Promise<void> {
    this.#isEnded = true;
    if (this.#again !== null) clearTimeout(this.#again);
    await this.#running;
  }

  #begin(): void {
    if (this.#isEnded) return;
    this.#running ??= this.#run();
  }

  /** Only begun where there is something to do. */
  async #run(): Promise<void> {
    try {
      while ((this.#isAll || this.#ids.size > 0) && !this.#isEnded) if (!(await this.#round())) return;
    } finally {
      // In the same breath as the last look whether anything is left: what comes now begins a run of its own.
      this.#running = null;
    }
  }

  /** False where it failed. */
  async #round(): Promise<boolean> {
    const [isAll, ids] = [this.#isAll, [...this.#ids]];
    this.#isAll = false;
    this.#ids.clear();
    try {
      if (isAll) await this.#rounds.compareAll();
      else await this.#rounds.refresh(ids);
      this.#failures = 0;
      return true;
    } catch {
      this.#failures += 1;
      if (this.#failures > MOST_FAILURES) return false;
      // What could not be read now is tried again, at the latest at the next start.
      this.#isAll ||= isAll;
      for (const id of ids) this.#ids.add(id);
      this.#again = setTimeout(() => {
        this.#begin();
      }, AGAIN);
      this.#again.unref();
      return false;
    }
  }
}
