import type { CatalogueEntry } from './catalogue.ts';
import { SEGMENT_SIZE } from './segments/freeze-segment.ts';
import type { Freezer } from './segments/freezer.ts';
import type { WordIndex } from './word-index.ts';

/** Articles indexed in one go while the rest of the program waits: about 10 ms. */
const BATCH = 8;
/** Fewer articles are indexed one by one, more become a segment of their own. */
const FEWEST_FROZEN = 1_000;
/** Articles in the live segment before it is frozen. */
const LIVE_SIZE = 1_000;
/** ms without new articles after which those that wait are indexed. */
const QUIET = 400;

/** Articles that are in the catalogue but not yet indexed, and the live segment on its way to be frozen. */
export class IndexQueue {
  readonly #words: WordIndex;
  readonly #freezer: Freezer;
  readonly #index: (entry: CatalogueEntry) => void;
  readonly #isCurrent: (entry: CatalogueEntry) => boolean;
  readonly #threads: number;
  #waiting: CatalogueEntry[] = [];
  #inWork = 0;
  #lastPush = 0;
  #hurry = false;
  #running: Promise<void> | null = null;
  #sealing: Promise<void> | null = null;
  #generation = 0;

  /** `threads`: segments that may be built at the same time. */
  constructor(
    words: WordIndex,
    freezer: Freezer,
    threads: number,
    index: (entry: CatalogueEntry) => void,
    isCurrent: (entry: CatalogueEntry) => boolean,
  ) {
    this.#words = words;
    this.#freezer = freezer;
    this.#threads = threads;
    this.#index = index;
    this.#isCurrent = isCurrent;
  }

  get size(): number {
    return this.#waiting.length + this.#inWork;
  }

  push(entries: readonly CatalogueEntry[]): void {
    this.#waiting.push(...entries);
    this.#lastPush = Date.now();
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
    });
  }

  /** Resolves when nothing waits any more. */
  async finish(): Promise<void> {
    this.#hurry = true;
    await this.#running;
    await this.#sealing;
    this.#hurry = false;
  }

  /** Freezes the live segment when it has become large. */
  checkLive(entryAt: (ordinal: number) => CatalogueEntry | undefined): void {
    if (this.#words.liveSize < LIVE_SIZE || this.#sealing) return;
    const ordinals = this.#words.seal();
    if (!ordinals) return;
    const generation = this.#generation;
    const entries = ordinals.map(entryAt).filter((entry) => entry !== undefined);
    this.#sealing = this.#freezer
      .freeze(entries, () => generation === this.#generation)
      .then((done) => {
        if (generation !== this.#generation) return;
        this.#words.dropSealed();
        // It could not be frozen: back into the live one, which is let grow.
        if (!done) for (const entry of entries) if (this.#isCurrent(entry)) this.#index(entry);
      })
      .finally(() => {
        this.#sealing = null;
      });
  }

  clear(): void {
    this.#generation++;
    this.#waiting = [];
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      await new Promise((resolve) => setImmediate(resolve));
      const more = !this.#hurry && Date.now() - this.#lastPush < QUIET;
      if (this.#waiting.length >= SEGMENT_SIZE || (this.#waiting.length >= FEWEST_FROZEN && !more)) {
        await this.#freezeWaiting();
      } else if (more) await new Promise((resolve) => setTimeout(resolve, 20));
      else this.#indexSome(this.#waiting.splice(0, BATCH));
    }
  }

  async #freezeWaiting(): Promise<void> {
    const generation = this.#generation;
    const jobs: Promise<void>[] = [];
    while (jobs.length < this.#threads && this.#waiting.length >= (jobs.length === 0 ? FEWEST_FROZEN : SEGMENT_SIZE)) {
      const entries = this.#waiting.splice(0, SEGMENT_SIZE).filter(this.#isCurrent);
      this.#inWork += entries.length;
      jobs.push(this.#freezeChunk(entries, generation));
    }
    await Promise.all(jobs);
  }

  async #freezeChunk(entries: CatalogueEntry[], generation: number): Promise<void> {
    const done = await this.#freezer.freeze(entries, () => generation === this.#generation);
    this.#inWork -= entries.length;
    if (generation !== this.#generation || done) return;
    for (let at = 0; at < entries.length; at += BATCH) {
      this.#indexSome(entries.slice(at, at + BATCH));
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  #indexSome(entries: CatalogueEntry[]): void {
    // Some may have been replaced or removed meanwhile.
    for (const entry of entries) if (this.#isCurrent(entry)) this.#index(entry);
  }
}
