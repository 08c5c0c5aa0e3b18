import type { FrozenSegment } from './frozen-segment.ts';
import type { JointLists, JointPlaces } from './joint-segments.ts';
import type { QueryPlan } from './query-plan.ts';
import type { Section } from './segment-file.ts';

/** What both threads do of a search: find what a plan matches. `averages`: words of an article, by field. */
export type ShareTask = {
  sequence: number;
  /** Of {@link CallStop}. */
  stop: { table: SharedArrayBuffer | null; call: number };
  work: { plan: QueryPlan; averages: readonly number[] };
};

/** To the second thread. `joint`: what segments were joined to before; `isToJoin`: join them now. */
export type ScannerMessage =
  | {
      segments: Record<string, Section>[];
      shared: SharedArrayBuffer;
      number: number;
      joint: JointPlaces | null;
      isToJoin: boolean;
    }
  | ShareTask;

/** From the second thread: it has joined the segments of the message of this number; null: there are too many. */
export type ScannerAnswer = { number: number; lists: JointLists | null };

/** How the second thread left a segment. */
export const FAILED = 1;

/**
 * Memory two threads share while they work on one search: which of them took a segment, and what the second one found.
 * Either takes the next free segment, so that a thread that comes late does not keep the other waiting.
 */
export class ScanShare {
  readonly shared: SharedArrayBuffer;
  /** By segment: {@link FAILED} or 0. */
  readonly states: Int32Array;
  /** By segment: documents found, and those whose texts have to be looked at. */
  readonly found: Int32Array;
  readonly unsure: Int32Array;
  /** Sequence of the task a segment is free for; one more: taken. */
  readonly #claims: Int32Array;
  /** Segments the second thread is done with. */
  readonly #done: Int32Array;
  readonly #documents: Uint16Array;
  readonly #scores: Float64Array;
  readonly #starts: number[] = [];

  /** `shared` null: makes it. */
  constructor(segments: readonly FrozenSegment[], shared: SharedArrayBuffer | null) {
    let documents = 0;
    for (const { size } of segments) {
      this.#starts.push(documents);
      documents += size;
    }
    const count = segments.length;
    const numbers = 1 + 4 * count;
    this.shared = shared ?? new SharedArrayBuffer(documents * 10 + numbers * 4);
    this.#scores = new Float64Array(this.shared, 0, documents);
    let end = documents * 8;
    const take = (length: number) => {
      const array = new Int32Array(this.shared, end, length);
      end += array.byteLength;
      return array;
    };
    this.#done = take(1);
    this.#claims = take(count);
    this.states = take(count);
    this.found = take(count);
    this.unsure = take(count);
    this.#documents = new Uint16Array(this.shared, end, documents);
  }

  get length(): number {
    return this.#claims.length;
  }

  /** Opens all segments for a task; `sequence` must be even and new. */
  open(sequence: number): void {
    this.states.fill(0);
    Atomics.store(this.#done, 0, 0);
    for (let at = 0; at < this.length; at++) Atomics.store(this.#claims, at, sequence);
  }

  /** Takes a segment; false: the other thread has it, or the task is over. */
  claim(segment: number, sequence: number): boolean {
    return Atomics.compareExchange(this.#claims, segment, sequence, sequence + 1) === sequence;
  }

  finishOne(): void {
    Atomics.add(this.#done, 0, 1);
    Atomics.notify(this.#done, 0);
  }

  /** Waits until the second thread is done with so many segments; false: it is not, after `milliseconds`. */
  waitFor(count: number, milliseconds: number): boolean {
    for (let done = Atomics.load(this.#done, 0); done < count; done = Atomics.load(this.#done, 0)) {
      if (Atomics.wait(this.#done, 0, done, milliseconds) === 'timed-out') return false;
    }
    return true;
  }

  /** Documents of a segment with their scores, by place in `documents`; found ones first, unsure ones from the end. */
  results(segment: number, size: number): { documents: Uint16Array; scores: Float64Array } {
    const start = this.#starts[segment]!;
    return {
      documents: this.#documents.subarray(start, start + size),
      scores: this.#scores.subarray(start, start + size),
    };
  }
}
