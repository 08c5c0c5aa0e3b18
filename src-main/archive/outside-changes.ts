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
 * rounds, not a thousand. Comparing everything takes long, and goes on beside the rounds.
 */
export class OutsideChanges {
  readonly #rounds: Rounds;
  readonly #ids = new Set<string>();
  #isAll = false;
  #reading: Promise<void> | null = null;
  #comparing: Promise<void> | null = null;
  /** Of each comparison under way: what changed since it began. */
  readonly #since = new Set<Set<string>>();
  #failures = 0;
  #again: NodeJS.Timeout | null = null;
  #isEnded = false;

  constructor(rounds: Rounds) {
    this.#rounds = rounds;
  }

  /** null: it may be any article. */
  add(articleIds: readonly string[] | null): void {
    if (articleIds === null) this.#isAll = true;
    else
      for (const id of articleIds) {
        this.#ids.add(id);
        for (const changed of this.#since) changed.add(id);
      }
    this.#begin();
  }

  /**
   * Runs what compares the whole folder. What changes meanwhile is read at once, and once more after it: the comparison may
   * have looked at it before and tell so later.
   */
  async beside<T>(comparison: () => Promise<T>): Promise<T> {
    const changed = new Set<string>();
    this.#since.add(changed);
    try {
      return await comparison();
    } finally {
      this.#since.delete(changed);
      this.add([...changed]);
    }
  }

  /** Resolves when the rounds under way are over; none begins after it. */
  async end(): Promise<void> {
    this.#isEnded = true;
    if (this.#again !== null) clearTimeout(this.#again);
    await Promise.all([this.#reading, this.#comparing]);
  }

  #begin(): void {
    if (this.#isEnded) return;
    if (this.#ids.size > 0) this.#reading ??= this.#read();
    if (this.#isAll) this.#comparing ??= this.#compare();
  }

  async #read(): Promise<void> {
    try {
      while (this.#ids.size > 0 && !this.#isEnded) {
        const ids = [...this.#ids];
        this.#ids.clear();
        if (await this.#succeeds(() => this.#rounds.refresh(ids))) continue;
        for (const id of ids) this.#ids.add(id);
        return;
      }
    } finally {
      // In the same breath as the last look whether anything is left: what comes now begins a run of its own.
      this.#reading = null;
    }
  }

  async #compare(): Promise<void> {
    try {
      // Whatever is told in one breath is one comparison.
      await Promise.resolve();
      while (this.#isAll && !this.#isEnded) {
        this.#isAll = false;
        if (await this.#succeeds(() => this.#rounds.compareAll())) continue;
        this.#isAll = true;
        return;
      }
    } finally {
      this.#comparing = null;
    }
  }

  /** What failed is tried again after a while, at the latest at the next start. */
  async #succeeds(round: () => Promise<void>): Promise<boolean> {
    try {
      await round();
      this.#failures = 0;
      return true;
    } catch {
      this.#failures += 1;
      if (this.#failures > MOST_FAILURES) return false;
      if (this.#again !== null) clearTimeout(this.#again);
      this.#again = setTimeout(() => this.#begin(), AGAIN);
      this.#again.unref();
      return false;
    }
  }
}
