/** ms without a change after which an article whose files are not all here, or not whole, is reported. */
export const GRACE = 30_000;
/** ms after which it is reported although something of it still changes. */
const LONGEST = 600_000;

type Waiting = { seen: string; since: number; first: number };

/**
 * Articles that somebody (a sync client, git, a slow disk) is bringing: their files come in any order and half written. Such
 * a one is no damaged article yet; it is looked at again, and is what it is when nothing of it changed for a while.
 */
export class ArrivingArticles {
  readonly #waiting = new Map<string, Waiting>();
  /** Articles that were waited for in vain, as they were then. */
  readonly #overdue = new Map<string, string>();
  readonly #steady: () => number;
  readonly #again: (ids: string[]) => void;
  readonly #grace: number;
  #timer: NodeJS.Timeout | null = null;

  /** `steady`: ms of a clock that never jumps. `again` is asked to look at articles once more. */
  constructor({
    steady,
    again,
    grace = GRACE,
  }: {
    steady: () => number;
    again: (ids: string[]) => void;
    grace?: number;
  }) {
    this.#steady = steady;
    this.#again = again;
    this.#grace = grace;
  }

  /** Whether to wait for an article that is not whole. `seen` changes whenever something of it does. */
  awaits(id: string, seen: string): boolean {
    if (this.#overdue.get(id) === seen) return false;
    const now = this.#steady();
    const waiting = this.#waiting.get(id) ?? { seen, since: now, first: now };
    if (waiting.seen !== seen) Object.assign(waiting, { seen, since: now });
    if (now - waiting.since >= this.#grace || now - waiting.first >= LONGEST) {
      this.#waiting.delete(id);
      this.#overdue.set(id, seen);
      return false;
    }
    this.#waiting.set(id, waiting);
    this.#look();
    return true;
  }

  /** Whether it was not whole when it was last looked at. */
  concerns(id: string): boolean {
    return this.#waiting.has(id) || this.#overdue.has(id);
  }

  /** It is whole, or gone. */
  settled(id: string): void {
    this.#waiting.delete(id);
    this.#overdue.delete(id);
  }

  end(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#waiting.clear();
  }

  #look(): void {
    if (this.#timer !== null || this.#waiting.size === 0) return;
    const now = this.#steady();
    const next = Math.min(...[...this.#waiting.values()].map(({ since }) => since + this.#grace - now));
    this.#timer = setTimeout(
      () => {
        this.#timer = null;
        const due = this.#steady();
        const ids = [...this.#waiting].filter(([, { since }]) => due - since >= this.#grace).map(([id]) => id);
        if (ids.length > 0) this.#again(ids);
        this.#look();
      },
      // Those that are due are being looked at.
      Math.max(next, 1_000, this.#grace / 10),
    );
    this.#timer.unref();
  }
}
