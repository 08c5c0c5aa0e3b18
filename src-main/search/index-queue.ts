import type { CatalogueEntry } from './catalogue.ts';
import { BUILT_SIZE } from './segments/freeze-segment.ts';
import type { Freezer } from './segments/freezer.ts';
import type { WordIndex } from './word-index.ts';

/** Articles indexed in one go while the rest of the program waits: about 10 ms. */
const BATCH = 8;
/** Fewer articles are indexed one by one, more become a segment of their own. */
const FEWEST_FROZEN = 1_000;
/** Articles in the live segment before it is frozen, if all goes well. */
const LIVE_SIZE = 1_000;
/** ms without additions after which a smaller one is frozen as well: frozen it is faster, and there at the next start. */
const REST = 3_000;
const WORTH_FREEZING = 64;
/** ms without new articles after which those that wait are indexed. */
const QUIET = 400;

/** Articles that are in the catalogue but not yet indexed, and the live segment on its way to be frozen. */
export class IndexQueue {
  readonly #words: WordIndex;
  readonly #freezer: Freezer;
  readonly #index: (entry: CatalogueEntry) => void;
  readonly #entryAt: (ordinal: number) => CatalogueEntry | undefined;
  readonly #threads: number;
  #waiting: CatalogueEntry[] = [];
  #inWork = 0;
  #lastPush = 0;
  #hurry = false;
  #running: Promise<void> | null = null;
  #sealing: Promise<void> | null = null;
  #generation = 0;
  /** Articles in the live segment before it is frozen. */
  #enough = LIVE_SIZE;
  #rest: NodeJS.Timeout | undefined;
  #wake: () => void = () => undefined;

  /** `threads`: segments that may be built at the same time. */
  constructor(
    words: WordIndex,
    freezer: Freezer,
    threads: number,
    index: (entry: CatalogueEntry) => void,
    entryAt: (ordinal: number) => CatalogueEntry | undefined,
  ) {
    this.#words = words;
    this.#freezer = freezer;
    this.#threads = threads;
    this.#index = index;
    this.#entryAt = entryAt;
  }

  get size(): number {
    return this.#waiting.length + this.#inWork;
  }

  /** Whether segments are being built: their texts must stay where they are. */
  get busy(): boolean {
    return this.size > 0 || this.#running !== null || this.#sealing !== null;
  }

  push(entries: readonly CatalogueEntry[]): void {
    this.#waiting.push(...entries);
    this.#lastPush = Date.now();
    this.#wake();
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
    });
  }

  /** Resolves when nothing waits any more. */
  async finish(): Promise<void> {
    this.#hurry = true;
    await this.#running;
    this.#hurry = false;
  }

  /** {@link finish}, and what is new is frozen, so that the next start finds it. */
  async settle(): Promise<void> {
    await this.finish();
    await this.#sealing;
    if (this.#words.liveSize < WORTH_FREEZING) return;
    this.#freezeLive();
    await this.#sealing;
  }

  /** Freezes what is new, however little, so that the next start finds it and other threads can read it. */
  async freezeRest(): Promise<void> {
    await this.#sealing;
    if (this.#words.liveSize === 0 || this.size > 0) return;
    this.#freezeLive();
    await this.#sealing;
  }

  /**
   * Joins small segments, `withLeftovers` also where these are few, and renews those of which much is dead, in the
   * background; resolves when that is done.
   */
  async merge(withLeftovers = false): Promise<void> {
    await this.#sealing;
    const generation = this.#generation;
    this.#sealing ??= this.#mergeAll(() => generation === this.#generation, withLeftovers).finally(() => {
      this.#sealing = null;
    });
    await this.#sealing;
  }

  /** To be called when an article was added: freezes the live segment when it is large, or after a while of quiet. */
  touchLive(): void {
    clearTimeout(this.#rest);
    if (this.#words.liveSize >= this.#enough) this.#freezeLive();
    else if (this.#enough === LIVE_SIZE) {
      this.#rest = setTimeout(() => {
        if (this.#words.liveSize >= WORTH_FREEZING && this.size === 0) this.#freezeLive();
      }, REST);
      this.#rest.unref();
    }
  }

  clear(): void {
    clearTimeout(this.#rest);
    this.#generation++;
    this.#waiting = [];
    this.#freezer.clear();
  }

  #freezeLive(): void {
    if (this.#sealing) return;
    const ordinals = this.#words.seal();
    if (!ordinals) return;
    const generation = this.#generation;
    const isWanted = () => generation === this.#generation;
    this.#sealing = this.#freezeSealed(ordinals, isWanted).finally(() => {
      this.#sealing = null;
    });
  }

  async #freezeSealed(ordinals: number[], isWanted: () => boolean): Promise<void> {
    const entries = ordinals.map(this.#entryAt).filter((entry) => entry !== undefined);
    const done = await this.#freezer.freeze(entries, isWanted);
    if (!isWanted()) return;
    this.#words.dropSealed();
    // It could not be frozen: back into the live one, which is let grow before the next try.
    this.#enough = done ? LIVE_SIZE : entries.length * 4;
    if (!done) for (const entry of entries) if (this.#isCurrent(entry)) this.#index(entry);
    if (done) await this.#mergeAll(isWanted);
  }

  async #mergeAll(isWanted: () => boolean, withLeftovers = false): Promise<void> {
    while (isWanted() && (await this.#freezer.merge(isWanted, withLeftovers)));
  }

  async #run(): Promise<void> {
    const jobs = new Set<Promise<void>>();
    while (this.#waiting.length > 0 || jobs.size > 0) {
      await new Promise((resolve) => setImmediate(resolve));
      const more = !this.#hurry && Date.now() - this.#lastPush < QUIET;
      const waiting = this.#waiting.length;
      // The first of many is a small one: nothing else is to be done meanwhile.
      const enough = jobs.size === 0 ? BUILT_SIZE / 2 : BUILT_SIZE;
      const isWorthIt = waiting >= enough || (waiting >= FEWEST_FROZEN && !more);
      if (isWorthIt && jobs.size < this.#threads) {
        const job: Promise<void> = this.#freezeChunk(this.#takeChunk(more), this.#generation);
        jobs.add(job);
        job.finally(() => jobs.delete(job)).catch(() => undefined);
      } else if (jobs.size > 0 && (isWorthIt || waiting === 0)) await Promise.race([...jobs, this.#nextPush()]);
      else if (more) await new Promise((resolve) => setTimeout(resolve, 20));
      else this.#indexSome(this.#waiting.splice(0, BATCH));
    }
  }

  /** A segment's articles; when no more come, much that is left is divided among the threads. */
  #takeChunk(more: boolean): CatalogueEntry[] {
    const waiting = this.#waiting.length;
    const isLittle = more || waiting <= BUILT_SIZE / 2;
    const share = isLittle ? waiting : Math.ceil(waiting / this.#threads);
    const size = Math.min(BUILT_SIZE, share);
    const entries = this.#waiting.splice(0, size).filter((entry) => this.#isCurrent(entry));
    this.#inWork += entries.length;
    return entries;
  }

  #nextPush(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
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

  /** Neither replaced nor removed meanwhile. */
  #isCurrent(entry: CatalogueEntry): boolean {
    return this.#entryAt(entry.ordinal) === entry;
  }

  #indexSome(entries: CatalogueEntry[]): void {
    for (const entry of entries) if (this.#isCurrent(entry)) this.#index(entry);
  }
}
