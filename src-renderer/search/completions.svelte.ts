import type { Completion, NachleseApi } from '#contract';

const AT_MOST = 7;
/** Letters of a field's name that must be there before it is proposed: one letter begins any word. */
const FIELD_LETTERS = 2;

/** Proposals for the end of a query: names of fields and their values. Newest wins. */
export class Completions {
  readonly #archive: Pick<NachleseApi, 'complete'>;
  #turn = 0;
  #shown: readonly Completion[] = $state.raw([]);
  #active: number | null = $state(null);

  constructor(archive: Pick<NachleseApi, 'complete'>) {
    this.#archive = archive;
  }

  get shown(): readonly Completion[] {
    return this.#shown;
  }
  /** The one the arrow keys are at; null: still in the box. */
  get active(): number | null {
    return this.#active;
  }

  async ask(query: string): Promise<void> {
    const turn = ++this.#turn;
    const last = /\S*$/.exec(query)?.[0] ?? '';
    if (last.length < FIELD_LETTERS) {
      this.close();
      return;
    }
    try {
      const proposals = await this.#archive.complete(query);
      if (turn !== this.#turn) return;
      this.#shown = proposals.filter(({ text }) => text !== last).slice(0, AT_MOST);
      this.#active = null;
    } catch {
      if (turn === this.#turn) this.close();
    }
  }

  close(): void {
    this.#turn++;
    this.#shown = [];
    this.#active = null;
  }

  /** Goes one on (1) or back (-1); before the first is the box again. */
  move(by: 1 | -1): void {
    const count = this.#shown.length;
    if (count === 0) return;
    const next = (this.#active ?? -1) + by;
    this.#active = next < 0 ? (by === -1 && this.#active === null ? count - 1 : null) : Math.min(next, count - 1);
  }
}
