// Loops over postings stand in functions of their own that end with them, and what they return is written down by who
// called: V8 compiles a long loop while it runs for the first time, and would give that up at its end each time where
// anything comes behind it that it has never seen done.
//
// A document that was counted f times before and has a word a more times, c = f + a in all, gains c / (c + n) - f / (f + n),
// with n the constant and slope of BM25+: written a / (c + n) · n / (f + n), it is a / (c + n) to the last bit where f is 0,
// so that all these loops give the very same scores.
import { CONSTANT, D, K, type FieldScan } from './field-scan.ts';
import type { DocumentScores } from './document-scores.ts';
import type { Postings } from './frozen-segment.ts';

/** From so many postings a document on, looking documents up in them is quicker than going through. */
const SPARSE = 24;

function isSparse(within: DocumentScores | null, postings: number): boolean {
  return within !== null && within.count * SPARSE < postings;
}

/** A document comes only once: nothing has to be counted. */
export function scoreOnly(scan: FieldScan, postings: Postings, first: number, end: number, weight: number): void {
  if (isSparse(scan.within, end - first)) scoreSome(scan, postings, first, end, weight);
  else if (scan.isFresh && scan.into.count === 0) scoreFirst(scan, postings, first, end, weight);
  else scan.into.count = scoreEach(scan, postings, first, end, weight);
}

/** How many documents there are then. */
function scoreEach(
  { lengths, slope, into, within }: FieldScan,
  { documents, counts }: Postings,
  first: number,
  end: number,
  weight: number,
): number {
  const { places, scores, documents: list } = into;
  const mask = within?.places ?? null;
  let known = into.count;
  for (let at = first; at < end; at++) {
    const document = documents[at]!;
    if (mask !== null && mask[document] === 0) continue;
    const count = counts[at]!;
    const norm = CONSTANT + slope * lengths[document]!;
    const score = weight * (D + (count * (K + 1)) / (count + norm));
    const place = places[document]!;
    if (place === 0) {
      list[known] = document;
      scores[known] = score;
      places[document] = ++known;
    } else scores[place - 1]! += score;
  }
  return known;
}

/** The first of all postings of a field, into an empty table: all documents differ, and are the list. */
function scoreFirst(scan: FieldScan, postings: Postings, first: number, end: number, weight: number): void {
  const { lengths, slope, into, occurrences } = scan;
  const { documents, counts } = postings;
  const { places, scores, documents: list } = into;
  const { times } = occurrences;
  occurrences.hasTimes = true;
  into.count = end - first;
  for (let at = 0; at < end - first; at++) {
    const document = documents[first + at]!;
    const count = counts[first + at]!;
    const norm = CONSTANT + slope * lengths[document]!;
    list[at] = document;
    places[document] = at + 1;
    times[at] = count;
    scores[at] = weight * (D + (count * (K + 1)) / (count + norm));
  }
}

/** Postings of several keys: a document may have come before with others. `ranges`: first, behind the last, first, … */
export function scoreAdded(
  scan: FieldScan,
  postings: Postings,
  ranges: readonly number[],
  from: number,
  end: number,
  weight: number,
): void {
  scan.occurrences.hasTimes = true;
  for (let range = from; range < end; range += 2) {
    const first = ranges[range]!;
    const last = ranges[range + 1]!;
    if (isSparse(scan.within, last - first)) scoreSome(scan, postings, first, last, weight);
    else if (!scan.isFresh) scan.into.count = addCounted(scan, postings, first, last, weight);
    else if (scan.into.count === 0) scoreFirst(scan, postings, first, last, weight);
    else scan.into.count = addFresh(scan, postings, first, last, weight);
  }
}

/**
 * Most words, and most of their postings: a document that was not counted yet is not in the list either. Without a jump,
 * as nobody can foresee which were. How many there are then.
 */
function addFresh(
  { lengths, slope, into, occurrences }: FieldScan,
  { documents, counts }: Postings,
  first: number,
  end: number,
  weight: number,
): number {
  const { places, scores, documents: list } = into;
  const { times } = occurrences;
  let known = into.count;
  for (let at = first; at < end; at++) {
    const document = documents[at]!;
    const added = counts[at]!;
    const norm = CONSTANT + slope * lengths[document]!;
    const before = places[document]! - 1;
    const isNew = before >>> 31;
    const place = before + isNew * (known + 1);
    const former = times[place]!;
    const count = former + added;
    times[place] = count;
    list[known] = document;
    known += isNew;
    places[document] = place + 1;
    scores[place] =
      scores[place]! * (1 - isNew) +
      weight * (D * isNew + ((added * (K + 1)) / (count + norm)) * (norm / (former + norm)));
  }
  return known;
}

function addCounted(
  { lengths, slope, into, within, occurrences }: FieldScan,
  { documents, counts }: Postings,
  first: number,
  end: number,
  weight: number,
): number {
  const { places, scores, documents: list } = into;
  const { times } = occurrences;
  const mask = within?.places ?? null;
  let known = into.count;
  for (let at = first; at < end; at++) {
    const document = documents[at]!;
    if (mask !== null && mask[document] === 0) continue;
    const added = counts[at]!;
    const norm = CONSTANT + slope * lengths[document]!;
    const place = places[document]! - 1;
    if (place < 0) {
      list[known] = document;
      scores[known] = weight * (D + (added * (K + 1)) / (added + norm));
      times[known] = added;
      places[document] = ++known;
      continue;
    }
    const former = times[place]!;
    const count = former + added;
    times[place] = count;
    scores[place]! +=
      former === 0
        ? weight * (D + (added * (K + 1)) / (added + norm))
        : weight * (((added * (K + 1)) / (count + norm)) * (norm / (former + norm)));
  }
  return known;
}

/** The same for few documents, which are looked up in ascending postings. */
function scoreSome(scan: FieldScan, postings: Postings, first: number, end: number, weight: number): void {
  const { lengths, slope, into, occurrences } = scan;
  const { times } = occurrences;
  const within = scan.within!;
  occurrences.hasTimes = true;
  for (let at = 0; at < within.count; at++) {
    const document = within.documents[at]!;
    const found = placeOf(postings.documents, document, first, end);
    if (found < 0) continue;
    const place = into.has(document) ? into.places[document]! - 1 : into.count;
    const former = times[place]!;
    const added = postings.counts[found]!;
    const count = former + added;
    times[place] = count;
    const norm = CONSTANT + slope * lengths[document]!;
    if (former === 0) into.add(document, weight * (D + (count * (K + 1)) / (count + norm)));
    else into.add(document, weight * (((added * (K + 1)) / (count + norm)) * (norm / (former + norm))));
  }
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
