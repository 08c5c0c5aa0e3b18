import type { DocumentScores } from './document-scores.ts';
import type { FieldPostings } from './frozen-segment.ts';
import { FIELDS } from './word-query.ts';

// BM25+ as MiniSearch has it.
const K = 1.2;
const B = 0.7;
const D = 0.5;
const CONSTANT = K * (1 - B);
/** From so many postings a document on, looking documents up in them is quicker than going through. */
const SPARSE = 24;

/** How often a word stands in each document, summed over its keys so far; used again for each word and field. */
export class Occurrences {
  readonly counts: Uint16Array;
  /** Room for a list of all documents, and for what is written behind its end before it is known whether it belongs there. */
  readonly documents: Uint16Array;
  /** Some count is not 0. */
  isUsed = false;

  constructor(capacity: number) {
    this.counts = new Uint16Array(capacity);
    this.documents = new Uint16Array(capacity + 1);
  }

  /** `met`: all documents that have counts are among these; null: unknown. */
  clear(met: DocumentScores | null): void {
    if (!this.isUsed) return;
    this.isUsed = false;
    if (met === null || met.count * 8 > this.counts.length) this.counts.fill(0);
    else for (let at = 0; at < met.count; at++) this.counts[met.documents[at]!] = 0;
  }
}

/** One field of a segment, of which postings are scored. */
export type FieldScan = {
  postings: FieldPostings;
  lengths: Uint16Array;
  field: number;
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

function isSparse(within: DocumentScores | null, postings: number): boolean {
  return within !== null && within.count * SPARSE < postings;
}

/** A document comes only once: nothing has to be counted. */
export function scoreOnly(scan: FieldScan, first: number, end: number, weight: number): void {
  if (isSparse(scan.within, end - first)) {
    scoreSome(scan, first, end, weight);
    return;
  }
  const { lengths, field, slope, into, within } = scan;
  const { documents, counts } = scan.postings;
  const { has, scores, documents: list } = into;
  const mask = within?.has ?? null;
  let known = into.count;
  for (let at = first; at < end; at++) {
    const document = documents[at]!;
    if (mask !== null && mask[document] === 0) continue;
    const count = counts[at]!;
    const length = lengths[document * FIELDS.length + field]!;
    const score = weight * (D + (count * (K + 1)) / (count + CONSTANT + slope * length));
    if (has[document] === 0) {
      has[document] = 1;
      list[known++] = document;
      scores[document] = score;
    } else scores[document]! += score;
  }
  into.count = known;
}

/** Postings of several keys: a document may have come before with others. */
export function scoreAdded(
  scan: FieldScan,
  ranges: readonly number[],
  from: number,
  end: number,
  weight: number,
): void {
  scan.occurrences.isUsed = true;
  for (let range = from; range < end; range += 2) {
    const first = ranges[range]!;
    const last = ranges[range + 1]!;
    if (scan.isFresh) addFresh(scan, first, last, weight);
    else if (isSparse(scan.within, last - first)) scoreSome(scan, first, last, weight);
    else addCounted(scan, first, last, weight);
  }
}

/** Most words, and most of their postings: a document that was not counted yet is not in the list either. */
function addFresh(
  { lengths, field, slope, into, occurrences, postings }: FieldScan,
  first: number,
  end: number,
  weight: number,
): void {
  const { documents, counts } = postings;
  const { has, scores, documents: list } = into;
  const { counts: before } = occurrences;
  let known = into.count;
  for (let at = first; at < end; at++) {
    const document = documents[at]!;
    const former = before[document]!;
    const count = former + counts[at]!;
    before[document] = count;
    const norm = CONSTANT + slope * lengths[document * FIELDS.length + field]!;
    if (former === 0) {
      has[document] = 1;
      list[known++] = document;
      scores[document] = weight * (D + (count * (K + 1)) / (count + norm));
    } else scores[document]! += weight * (K + 1) * (count / (count + norm) - former / (former + norm));
  }
  into.count = known;
}

function addCounted(
  { lengths, field, slope, into, within, occurrences, postings }: FieldScan,
  first: number,
  end: number,
  weight: number,
): void {
  const { documents, counts } = postings;
  const { has, scores, documents: list } = into;
  const { counts: before } = occurrences;
  const mask = within?.has ?? null;
  let known = into.count;
  for (let at = first; at < end; at++) {
    const document = documents[at]!;
    if (mask !== null && mask[document] === 0) continue;
    const former = before[document]!;
    const count = former + counts[at]!;
    before[document] = count;
    const norm = CONSTANT + slope * lengths[document * FIELDS.length + field]!;
    if (former > 0) {
      scores[document]! += weight * (K + 1) * (count / (count + norm) - former / (former + norm));
      continue;
    }
    const score = weight * (D + (count * (K + 1)) / (count + norm));
    if (has[document] === 0) {
      has[document] = 1;
      list[known++] = document;
      scores[document] = score;
    } else scores[document]! += score;
  }
  into.count = known;
}

/** The same for few documents, which are looked up in the postings of one key. */
function scoreSome(scan: FieldScan, first: number, end: number, weight: number): void {
  const { lengths, field, slope, into, occurrences, postings } = scan;
  const within = scan.within!;
  occurrences.isUsed = true;
  for (let at = 0; at < within.count; at++) {
    const document = within.documents[at]!;
    const found = placeOf(postings.documents, document, first, end);
    if (found < 0) continue;
    const former = occurrences.counts[document]!;
    const count = former + postings.counts[found]!;
    occurrences.counts[document] = count;
    const norm = CONSTANT + slope * lengths[document * FIELDS.length + field]!;
    if (former === 0) into.add(document, weight * (D + (count * (K + 1)) / (count + norm)));
    else into.add(document, weight * (K + 1) * (count / (count + norm) - former / (former + norm)));
  }
}

/** Many keys, of which a document may have many: counted first. */
export function scoreCounted(scan: FieldScan, first: number, end: number, weight: number): void {
  const { lengths, field, slope, into, within, occurrences, size } = scan;
  const { documents, counts } = scan.postings;
  const { counts: sums, documents: met } = occurrences;
  const mask = within?.has ?? null;
  occurrences.isUsed = true;
  let total = 0;
  for (let at = first; at < end; at++) {
    const document = documents[at]!;
    if (mask !== null && mask[document] === 0) continue;
    const before = sums[document]!;
    sums[document] = before + counts[at]!;
    // One more where nothing was before: without a jump, as nobody can foresee it.
    met[total] = document;
    total += (before - 1) >>> 31;
  }
  const { has, scores, documents: list } = into;
  let known = into.count;
  // In the order of the documents where most of them are met: the tables are gone through, not jumped about in.
  const most = total * 3 > size;
  for (let at = 0; at < (most ? size : total); at++) {
    const document = most ? at : met[at]!;
    const count = sums[document]!;
    if (count === 0) continue;
    const length = lengths[document * FIELDS.length + field]!;
    const score = weight * (D + (count * (K + 1)) / (count + CONSTANT + slope * length));
    if (has[document] === 0) {
      has[document] = 1;
      list[known++] = document;
      scores[document] = score;
    } else scores[document]! += score;
  }
  into.count = known;
}

/** Place of a document among ascending ones from `first` to before `end`, or -1. */
function placeOf(documents: Uint16Array, wanted: number, first: number, end: number): number {
  let low = first;
  let high = end;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (documents[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return low < end && documents[low] === wanted ? low : -1;
}
