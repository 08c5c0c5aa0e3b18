import type { Worker, WorkerOptions } from 'node:worker_threads';
import type { CallStop } from '../call-stop.ts';
import { SCANNER_LIMITS } from '../thread-limits.ts';
import type { FrozenSegment } from './frozen-segment.ts';
import { useJoint, type JointLists, type JointPlaces } from './joint-segments.ts';
import { ScanShare, type ScannerAnswer, type ScannerMessage, type ShareTask } from './scan-share.ts';
import type { ScannerRole } from './scanner-thread.ts';

/**
 * From so many articles, and postings to be looked at, on two threads are quicker than one: waking the other one takes as
 * long as some ten thousand postings, and this one pays for it.
 */
const WORTH_SHARING = { articles: 12_000, postings: 60_000 };
/** ms a segment may take at most before its thread is taken for dead. */
const PATIENCE = 3_000;

/** ms from a small search until the second thread is told of the segments. */
const MEET_AFTER = 300;
/** Segments are joined anew where more than this part of the articles is in none that is. */
const MOST_LOOSE = 0.1;

/** A second thread that takes part in searches, started when there is enough to search. */
export class SecondScanner {
  readonly #create: (options: WorkerOptions) => Worker;
  readonly #least: { articles: number; postings: number };
  #worker: Worker | null = null;
  #dead = false;
  #segments: readonly FrozenSegment[] = [];
  #share: ScanShare | null = null;
  #joint: { segments: (FrozenSegment | null)[]; lists: JointLists } | null = null;
  #meeting: NodeJS.Timeout | undefined;
  #number = 0;
  /** Number of the message whose segments could not be joined. */
  #unjoinable = -1;
  #sequence = 0;
  /** Segments it has searched so far. */
  taken = 0;

  constructor(create: (options: WorkerOptions) => Worker, least = WORTH_SHARING) {
    this.#create = create;
    this.#least = least;
  }

  /**
   * What to share a search by; `postings`: about how many have to be looked at. null: it is too little to share.
   * `segments` may change afterwards.
   */
  use(segments: readonly FrozenSegment[], postings: number): ScanShare | null {
    if (this.#dead) return null;
    if (postings >= this.#least.postings) return this.#meet(segments);
    this.#meeting ??= setTimeout(() => {
      this.#meeting = undefined;
      this.#meet(segments);
    }, MEET_AFTER).unref();
    return null;
  }

  #meet(segments: readonly FrozenSegment[]): ScanShare | null {
    if (this.#dead) return null;
    const isSame = segments.length === this.#segments.length && segments.every((own, at) => own === this.#segments[at]);
    if (isSame) return this.#share;
    this.#segments = [...segments];
    this.#share = null;
    const articles = segments.reduce((sum, { size }) => sum + size, 0);
    if (segments.length < 2 || articles < this.#least.articles) return null;
    this.#worker ??= this.#start();
    this.#share = new ScanShare(segments, null);
    const message: ScannerMessage = {
      segments: segments.map(({ sections }) => sections),
      shared: this.#share.shared,
      number: ++this.#number,
      joint: this.#placesIn(segments),
      isToJoin: this.#isLoose(segments),
    };
    this.#worker.postMessage(message);
    return this.#share;
  }

  /** A segment that was removed must not be kept in memory until the next search. */
  forget(segment: FrozenSegment): void {
    this.#segments = [];
    this.#share = null;
    if (this.#joint) this.#joint.segments = this.#joint.segments.map((own) => (own === segment ? null : own));
  }

  /** The joined lists for another thread with these segments; null: there are none; "soon": they are to be made. */
  jointOf(segments: readonly FrozenSegment[]): JointPlaces | null | 'soon' {
    this.#meet(segments);
    if (!this.#share) return null;
    return this.#isLoose(segments) && this.#unjoinable !== this.#number ? 'soon' : this.#placesIn(segments);
  }

  #placesIn(segments: readonly FrozenSegment[]): JointPlaces | null {
    if (!this.#joint) return null;
    const { lists, segments: joined } = this.#joint;
    return { lists, places: joined.map((own) => (own ? segments.indexOf(own) : -1)) };
  }

  /** Too many articles are in segments that are not joined. */
  #isLoose(segments: readonly FrozenSegment[]): boolean {
    const joined = this.#joint?.segments ?? [];
    const articles = segments.reduce((sum, { size }) => sum + size, 0);
    const loose = segments.reduce((sum, own) => sum + (joined.includes(own) ? 0 : own.size), 0);
    return loose > articles * MOST_LOOSE;
  }

  /**
   * Does a task in both threads: `doOne` is called for the segments this thread takes; what it throws ends the task.
   * Returns the segments the other thread did.
   */
  divide(stop: CallStop, work: ShareTask['work'], doOne: (segment: number) => void): number[] {
    const share = this.#share!;
    this.#sequence += 2;
    const sequence = this.#sequence;
    share.open(sequence);
    const { table, call } = stop;
    this.#worker!.postMessage({ sequence, stop: { table, call }, work } satisfies ShareTask);
    const own = new Set<number>();
    const take = (segment: number) => share.claim(segment, sequence) && own.add(segment);
    try {
      for (const segment of this.#segments.keys()) if (take(segment)) doOne(segment);
    } finally {
      // Whatever happened: the other thread gets no more of it, and is waited for, as the memory is used again.
      for (const segment of this.#segments.keys()) take(segment);
      if (!share.waitFor(share.length - own.size, PATIENCE)) this.close();
    }
    const other = [...this.#segments.keys()].filter((segment) => !own.has(segment));
    if (!this.#dead) {
      this.taken += other.length;
      return other;
    }
    for (const segment of other) doOne(segment);
    return [];
  }

  close(): void {
    this.#dead = true;
    this.#share = null;
    clearTimeout(this.#meeting);
    void this.#worker?.terminate();
    this.#worker = null;
  }

  #start(): Worker {
    const worker = this.#create({
      workerData: { role: 'scanner' } satisfies ScannerRole,
      resourceLimits: SCANNER_LIMITS,
    });
    const died = () => {
      if (worker === this.#worker) this.close();
    };
    worker.on('error', died).on('exit', died);
    worker.on('message', ({ number, lists }: ScannerAnswer) => {
      if (number !== this.#number || this.#dead) return;
      if (lists) {
        useJoint(this.#segments, lists);
        this.#joint = { segments: [...this.#segments], lists };
      } else this.#unjoinable = number;
    });
    worker.unref();
    return worker;
  }
}
