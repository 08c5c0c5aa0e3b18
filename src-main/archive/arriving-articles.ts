/** ms without a change after which an article whose files are not all here, or not whole, is reported. */
export const GRACE = 30_000;
/** ms after which it is reported although something of it still changes. */
const LONGEST = 600_000;
/** ms between two looks at what was reported: not everything that arrives late is noticed otherwise. */
const LATE = 60_000;
/** Articles of which that is looked at in one go. */
const AT_A_TIME = 50;

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
  readonly #seenNow: (id: string) => Promise<string>;
  readonly #grace: number;
  #timer: NodeJS.Timeout | null = null;
  #late: NodeJS.Timeout | null = null;

  /**
   * `steady`: ms of a clock that never jumps. `again` is asked to look at articles once more. `seen` changes whenever something
   * of an article does.
   */
  constructor({
    steady,
    again,
    seen,
    grace = GRACE,
  }: {
    steady: () => number;
    again: (ids: string[]) => void;
    seen: (id: string) => Promise<string>;
    grace?: number;
  }) {
    this.#steady = steady;
    this.#again = again;
    this.#seenNow = seen;
    this.#grace = grace;
  }

  /** Whether to wait for an article that is not whole; `quiet`: for how many ms nothing of it changed, as its files tell. */
  awaits(id: string, seen: string, quiet = 0): boolean {
    if (this.#overdue.get(id) === seen) return false;
    const now = this.#steady();
    const waiting = this.#waiting.get(id) ?? { seen, since: now - quiet, first: now };
    if (waiting.seen !== seen) Object.assign(waiting, { seen, since: now });
    if (now - waiting.since >= this.#grace || now - waiting.first >= LONGEST) {
      this.#waiting.delete(id);
      this.#overdue.set(id, seen);
      this.#lookLater();
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
    if (this.#late !== null) clearInterval(this.#late);
    this.#waiting.clear();
    this.#overdue.clear();
  }

  /** A file may come into a folder that nobody watches, on a drive that tells nothing. */
  #lookLater(): void {
    if (this.#late !== null) return;
    this.#late = setInterval(() => void this.#lookAtOverdue().catch(() => undefined), LATE);
    this.#late.unref();
  }

  async #lookAtOverdue(): Promise<void> {
    for (const [id, seen] of [...this.#overdue].slice(0, AT_A_TIME)) {
      const isSame = (await this.#seenNow(id)) === seen;
      if (this.#overdue.get(id) !== seen) continue;
      // To the end: of many each has its turn.
      this.#overdue.delete(id);
      this.#overdue.set(id, seen);
      if (!isSame) this.#again([id]);
    }
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
