import type { RestingIndex, NumberedRow } from './resting-search.ts';
import type { SearchEngine } from './search-engine.ts';

/** What the thread that asks is told: the index is at rest; it is no longer; rows of an index at rest changed. */
export type RestingNews = { resting: RestingIndex | null } | { rows: NumberedRow[] };

/** ms without changes after which the index counts as being at rest. */
const QUIET = 500;
/** ms between two looks whether it is, at most. */
const LONGEST = 4_000;
/** Rows told of at once; who asks for others is answered by the thread that has them. */
const MOST_ROWS = 4_096;

/** Tells the thread that asks whenever the index has come to rest, and before anything of it changes there. */
export class RestingNotice {
  readonly #engine: SearchEngine;
  readonly #tell: (news: RestingNews) => void;
  readonly #quiet: number;
  /** Version of what was told; null: nothing is at rest. */
  #told: number | null = null;
  #timer: NodeJS.Timeout | undefined;

  /** `quiet`: ms. */
  constructor(engine: SearchEngine, tell: (news: RestingNews) => void, quiet = QUIET) {
    this.#quiet = quiet;
    this.#engine = engine;
    this.#tell = tell;
    engine.words.onChange(() => {
      // What changes in the background is told of as well, as the thread that asks would keep old segments in memory.
      if (this.#told !== null)
        setImmediate(() => {
          this.changed();
        });
    });
    this.#wait(quiet);
  }

  /**
   * To be called after each change and before whoever wanted it is told: so the thread that asks answers nothing from
   * before a change it knows of.
   */
  changed(): void {
    const { words, catalogue, complete } = this.#engine;
    const touched = catalogue.takeTouched();
    if (this.#told === null) return;
    if (this.#told === words.changes && complete) {
      if (touched.size > 0) this.#tell({ rows: this.#rows(touched) });
      return;
    }
    this.#told = null;
    this.#tell({ resting: null });
    this.#wait(this.#quiet);
  }

  #wait(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (!this.#look()) this.#wait(Math.min(milliseconds * 2, LONGEST));
    }, milliseconds).unref();
  }

  /** False: it is not at rest. */
  #look(): boolean {
    const { words, catalogue, rules, isAtWork } = this.#engine;
    // Who builds needs the memory that is free: what another thread still reads would be kept until it is done.
    const changed = isAtWork ? [] : catalogue.unlikeStored();
    // Without a stored catalogue most rows would not be known there, and most searches be done twice.
    const isKnown = catalogue.stored !== null || changed.length <= MOST_ROWS;
    const segments = isAtWork || !isKnown ? null : words.resting;
    const joint = segments && words.joint;
    if (!segments || joint === 'soon') return false;
    catalogue.takeTouched();
    this.#told = words.changes;
    this.#tell({
      resting: {
        segments: segments.map(({ sections }) => sections),
        joint,
        alive: catalogue.alive(),
        catalogue: catalogue.stored?.sections ?? null,
        rows: this.#rows(changed.slice(-MOST_ROWS)),
        untold: Uint32Array.from(changed.slice(0, -MOST_ROWS)),
        words: rules.archiveWords,
      },
    });
    return true;
  }

  #rows(ordinals: Iterable<number>): NumberedRow[] {
    const rows: NumberedRow[] = [];
    for (const ordinal of ordinals) {
      const row = this.#engine.catalogue.rowAt(ordinal);
      if (row) rows.push([ordinal, row]);
    }
    return rows;
  }
}
