import { CONSTANT, D, K, type FieldScan } from './field-scan.ts';
import type { Postings } from './frozen-segment.ts';

/** Many keys, of which a document may have many: counted first. */
export function scoreCounted(scan: FieldScan, postings: Postings, first: number, end: number, weight: number): void {
  const { into, occurrences, size } = scan;
  occurrences.hasCounts = true;
  const total = countKeys(scan, postings, first, end);
  // In the order of the documents where most of them are met: the tables are gone through, not jumped about in.
  const most = total * 3 > size;
  if (most && scan.isFresh && into.count === 0) into.count = scoreAll(scan, weight);
  else into.count = scoreMet(scan, weight, most ? null : occurrences.documents, most ? size : total);
}

/**
 * Documents that are counted: the first of a list, null: all. How many there are then (score-postings.ts on its loop).
 * Like the one there it does by itself what `DocumentScores.add` does: calling that takes a twentieth longer.
 */
function scoreMet(
  { lengths, slope, into, occurrences }: FieldScan,
  weight: number,
  met: Uint16Array | null,
  length: number,
): number {
  const { counts: sums } = occurrences;
  const { places, scores, documents: list } = into;
  let known = into.count;
  for (let at = 0; at < length; at++) {
    const document = met === null ? at : met[at]!;
    const count = sums[document]!;
    if (count === 0) continue;
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

/** All documents that are counted, into an empty table; without a jump, as nobody can foresee which are. */
function scoreAll({ lengths, slope, into, occurrences, size }: FieldScan, weight: number): number {
  const { counts: sums } = occurrences;
  const { places, scores, documents: list } = into;
  let known = 0;
  for (let document = 0; document < size; document++) {
    const count = sums[document]!;
    const norm = CONSTANT + slope * lengths[document]!;
    const isMet = 1 - ((count - 1) >>> 31);
    list[known] = document;
    scores[known] = weight * (D + (count * (K + 1)) / (count + norm));
    known += isMet;
    places[document] = known * isMet;
  }
  return known;
}

/** Sums up how often each document has the keys; how many have any, with a list of them, or the size: most may have. */
function countKeys(
  { within, occurrences, size }: FieldScan,
  { documents, counts }: Postings,
  first: number,
  end: number,
): number {
  const { counts: sums, documents: met } = occurrences;
  // With so many there is no need of a list: most documents are met.
  if (within === null && end - first > size) {
    for (let at = first; at < end; at++) sums[documents[at]!]! += counts[at]!;
    return size;
  }
  const mask = within?.places ?? null;
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
  return total;
}
