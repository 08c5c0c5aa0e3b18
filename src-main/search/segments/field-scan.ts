import type { DocumentScores } from './document-scores.ts';

// BM25+ as MiniSearch has it.
export const K = 1.2;
const B = 0.7;
export const D = 0.5;
export const CONSTANT = K * (1 - B);

/** How often a word stands in each document, summed over its keys so far; used again for each word and field. */
export class Occurrences {
  /** By place in the list of what was found. */
  readonly times: Uint16Array;
  /** By document: for many keys, which are counted before anything is scored. */
  readonly counts: Uint16Array;
  /** Room for a list of all documents, and for what is written behind its end before it is known whether it belongs there. */
  readonly documents: Uint16Array;
  /** Some number of `times`, or of `counts`, is not 0. */
  hasTimes = false;
  hasCounts = false;

  constructor(capacity: number) {
    this.times = new Uint16Array(capacity + 1);
    this.counts = new Uint16Array(capacity);
    this.documents = new Uint16Array(capacity + 1);
  }

  /** `met`: all documents that have numbers are among these; null: unknown. */
  clear(met: DocumentScores | null): void {
    if (this.hasTimes) this.times.fill(0, 0, met?.count);
    if (this.hasCounts) {
      if (met === null || met.count * 8 > this.counts.length) this.counts.fill(0);
      else for (let at = 0; at < met.count; at++) this.counts[met.documents[at]!] = 0;
    }
    this.hasTimes = this.hasCounts = false;
  }
}

/** One field of a segment, of which postings are scored: those of its keys or of its stems' lists. */
export type FieldScan = {
  /** Its length by document. */
  lengths: Uint16Array;
  slope: number;
  within: DocumentScores | null;
  occurrences: Occurrences;
  into: DocumentScores;
  /** Nothing was in `into` when the field was begun, and nothing is left out: what is in there was met in this field. */
  isFresh: boolean;
  size: number;
};

/** What of BM25+ depends on a field's length: both parts of its divisor. `average`: words of such a field. */
export function slopeOf(average: number): number {
  return (K * B) / average;
}
