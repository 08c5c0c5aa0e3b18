import type { Worker, WorkerOptions } from 'node:worker_threads';
import type { CallStop } from '../call-stop.ts';
import type { FrozenSegment } from './frozen-segment.ts';
import { ScanShare, type ShareTask } from './scan-share.ts';
import type { ScannerRole } from './scanner-thread.ts';

/** From so many articles, and postings to be looked at, on two threads are quicker than one. */
const WORTH_SHARING = { articles: 12_000, postings: 20_000 };
/** ms a segment may take at most before its thread is taken for dead. */
const PATIENCE = 3_000;

/** Which segments each thread did. */
export type Division = { own: number[]; other: number[] };

/** A second thread that takes part in searches, started when there is enough to search. */
export class SecondScanner {
  readonly #create: (options: WorkerOptions) => Worker;
  readonly #least: { articles: number; postings: number };
  #worker: Worker | null = null;
  #dead = false;
  #segments: readonly FrozenSegment[] = [];
  #share: ScanShare | null = null;
  #sequence = 0;
  /** Segments it has searched so far. */
  taken = 0;

  constructor(create: (options: WorkerOptions) => Worker, least = WORTH_SHARING) {
    this.#create = create;
    this.#least = least;
  }

  /** What to share a search by; `postings`: about how many have to be looked at. null: it is too little to share. */
  use(segments: readonly FrozenSegment[], postings: number): ScanShare | null {
    if (this.#dead || postings < this.#least.postings) return null;
    const isSame = segments.length === this.#segments.length && segments.every((own, at) => own === this.#segments[at]);
    if (isSame) return this.#share;
    this.#segments = [...segments];
    this.#share = null;
    const articles = segments.reduce((sum, { size }) => sum + size, 0);
    if (segments.length < 2 || articles < this.#least.articles) return null;
    this.#worker ??= this.#start();
    this.#share = new ScanShare(segments, null);
    this.#worker.postMessage({ segments: segments.map(({ sections }) => sections), shared: this.#share.shared });
    return this.#share;
  }

  /**
   * Does a task in both threads: `doOne` is called for the segments this thread takes, `order` being those it would
   * rather have first. What it throws ends the task.
   */
  divide(
    stop: CallStop,
    work: ShareTask['work'],
    order: readonly number[],
    doOne: (segment: number) => void,
  ): Division {
    const share = this.#share!;
    this.#sequence += 2;
    const sequence = this.#sequence;
    share.open(sequence);
    const { table, call } = stop;
    this.#worker!.postMessage({ sequence, stop: { table, call }, work } satisfies ShareTask);
    const own: number[] = [];
    const isOwn = new Set<number>();
    const take = (segment: number) => {
      if (!share.claim(segment, sequence)) return false;
      own.push(segment);
      isOwn.add(segment);
      return true;
    };
    try {
      for (const segment of [...order, ...this.#segments.keys()]) if (take(segment)) doOne(segment);
    } finally {
      // Whatever happened: the other thread gets no more of it, and is waited for, as the memory is used again.
      for (const segment of this.#segments.keys()) take(segment);
      if (!share.waitFor(share.length - own.length, PATIENCE)) this.close();
    }
    const other = [...this.#segments.keys()].filter((segment) => !isOwn.has(segment));
    if (!this.#dead) {
      this.taken += other.length;
      return { own, other };
    }
    for (const segment of other) doOne(segment);
    return { own: [...own, ...other], other: [] };
  }

  close(): void {
    this.#dead = true;
    this.#share = null;
    void this.#worker?.terminate();
    this.#worker = null;
  }

  #start(): Worker {
    const worker = this.#create({ workerData: { role: 'scanner' } satisfies ScannerRole });
    const died = () => {
      if (worker === this.#worker) this.close();
    };
    worker.on('error', died).on('exit', died);
    worker.unref();
    return worker;
  }
}
