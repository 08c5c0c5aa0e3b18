/** How a click chooses: alone, up to here, or one more. */
export type SelectionMode = 'only' | 'range' | 'toggle';

/** Fetches the ids of a stretch of the list, both ends included. */
export type IdsBetween = (first: number, last: number) => Promise<string[]>;

/**
 * What is chosen in a list. One line is active (the keyboard is there, and the reader shows it); several can be
 * chosen for a common action. Lines are known by id, so that a list that changes does not change the choice.
 */
export class ListSelection {
  readonly #idsBetween: IdsBetween;
  #active: { index: number; id: string } | null = $state.raw(null);
  #anchor: number | null = null;
  #chosen: ReadonlySet<string> = $state.raw(new Set());
  #turn = 0;

  constructor(idsBetween: IdsBetween) {
    this.#idsBetween = idsBetween;
  }

  get activeId(): string | null {
    return this.#active?.id ?? null;
  }
  get activeIndex(): number | null {
    return this.#active?.index ?? null;
  }
  get chosen(): ReadonlySet<string> {
    return this.#chosen;
  }
  /** True when a common action would act on more than the active line. */
  get several(): boolean {
    return this.#chosen.size > 1;
  }

  async choose(index: number, id: string, mode: SelectionMode): Promise<void> {
    const turn = ++this.#turn;
    const anchor = this.#anchor ?? this.#active?.index ?? index;
    this.#active = { index, id };
    if (mode === 'only') {
      this.#anchor = index;
      this.#chosen = new Set([id]);
    } else if (mode === 'toggle') {
      this.#anchor = index;
      const chosen = new Set(this.#chosen);
      if (!chosen.delete(id)) chosen.add(id);
      this.#chosen = chosen;
    } else {
      this.#anchor = anchor;
      const ids = await this.#idsBetween(Math.min(anchor, index), Math.max(anchor, index));
      if (turn === this.#turn) this.#chosen = new Set(ids);
    }
  }

  /** The line where an article stands now; the choice stays. */
  moveTo(index: number, id: string): void {
    this.#active = { index, id };
    if (this.#chosen.size === 0) this.#chosen = new Set([id]);
  }

  async chooseAll(count: number): Promise<void> {
    const turn = ++this.#turn;
    const ids = await this.#idsBetween(0, count - 1);
    if (turn === this.#turn) this.#chosen = new Set(ids);
  }

  /** Back to the active line alone. */
  reduce(): void {
    this.#turn++;
    this.#chosen = new Set(this.#active ? [this.#active.id] : []);
  }

  clear(): void {
    this.#turn++;
    this.#active = null;
    this.#anchor = null;
    this.#chosen = new Set();
  }
}
