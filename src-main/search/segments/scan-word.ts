import type { DocumentScores } from './document-scores.ts';
import type { FieldPostings, FrozenSegment } from './frozen-segment.ts';
import { resolveWord, type ResolvedTier } from './resolve-word.ts';
import { FIELDS, TEXT, type WordPlan } from './word-query.ts';

// BM25+ as MiniSearch has it.
const K = 1.2;
const B = 0.7;
const D = 0.5;
const CONSTANT = K * (1 - B);
/** The long list first: into an empty table nothing has to be added up. */
const ORDER = [TEXT, ...FIELDS.keys()].filter((field, at) => at === 0 || field !== TEXT);
/** From so many postings a document on, looking documents up in them is quicker than going through. */
const SPARSE = 24;

/** How often a word stands in each document, summed over its keys so far; used again for each word and field. */
export class Occurrences {
  readonly counts: Uint16Array;
  readonly documents: Uint16Array;
  count = 0;

  constructor(capacity: number) {
    this.counts = new Uint16Array(capacity);
    this.documents = new Uint16Array(capacity);
  }

  clear(): void {
    const { counts, documents, count } = this;
    if (count * 8 > counts.length) counts.fill(0);
    else for (let at = 0; at < count; at++) counts[documents[at]!] = 0;
    this.count = 0;
  }
}

/** Scores of all documents that match a word, those outside of `within` left out; the same as MiniSearch gives. */
export function scanWord(
  segment: FrozenSegment,
  plan: WordPlan,
  averages: readonly number[],
  within: DocumentScores | null,
  occurrences: Occurrences,
  into: DocumentScores,
  check: () => void,
): void {
  const only = plan.query.field;
  const { tiers, counts } = resolveWord(segment, plan.query, check);
  for (const field of ORDER) {
    if (only !== null && only !== FIELDS[field]) continue;
    const scan: FieldScan = {
      postings: segment.fields[field]!,
      lengths: segment.lengths,
      field,
      // What of BM25+ depends on a field's length: both parts of its divisor.
      slope: (K * B) / averages[field]!,
      within,
      occurrences,
      into,
      size: segment.size,
    };
    // "prefix" stands alone; the keys of the tiers before it add up.
    const last = tiers.length - 1;
    const joined = tiers[last]!.kind === 'prefix' ? last : tiers.length;
    if (joined > 0 && counts[(joined - 1) * FIELDS.length + field]! > 0) scanJoined(scan, plan, tiers, joined);
    const ranges = joined > last ? undefined : tiers[last]!.ranges[field];
    if (ranges && ranges.length > 0) {
      const { keys } = tiers[last]!;
      const weight = plan.weights[last * FIELDS.length + field]!;
      const oneKey = keys[1] === keys[0]! + 1;
      scanRange(scan, ranges[0]!, ranges[1]!, weight, oneKey ? 'only' : 'prefix');
      occurrences.clear();
    }
  }
}

type FieldScan = {
  postings: FieldPostings;
  lengths: Uint16Array;
  field: number;
  slope: number;
  within: DocumentScores | null;
  occurrences: Occurrences;
  into: DocumentScores;
  size: number;
};

/**
 * Tiers that add up: a document is scored for each of them with how often it has the keys up to there. So what a posting
 * adds to a count counts for its own tier and all behind it.
 */
function scanJoined(scan: FieldScan, plan: WordPlan, tiers: readonly ResolvedTier[], end: number): void {
  const { field } = scan;
  let weight = 0;
  let ranges = 0;
  for (let tier = 0; tier < end; tier++) {
    weight += plan.weights[tier * FIELDS.length + field]!;
    ranges += tiers[tier]!.ranges[field]!.length;
  }
  for (let tier = 0; tier < end; tier++) {
    const own = tiers[tier]!.ranges[field]!;
    for (let at = 0; at < own.length; at += 2)
      scanRange(scan, own[at]!, own[at + 1]!, weight, ranges === 2 ? 'only' : 'one');
    weight -= plan.weights[tier * FIELDS.length + field]!;
  }
  scan.occurrences.clear();
}

/** Scores some postings: the only ones, those of one key among others, or those of many keys that are all there is. */
function scanRange(scan: FieldScan, first: number, end: number, weight: number, of: 'only' | 'one' | 'prefix'): void {
  const { within } = scan;
  if (of === 'prefix') scoreCounted(scan, first, end, weight);
  else if (within && within.count * SPARSE < end - first) scoreSome(scan, within, first, end, weight);
  else if (of === 'only') scoreOnly(scan, first, end, weight);
  else scoreAdded(scan, first, end, weight);
}

/** A document comes only once: nothing has to be counted. */
function scoreOnly(scan: FieldScan, first: number, end: number, weight: number): void {
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

/** A document may have come before with other keys. */
function scoreAdded(scan: FieldScan, first: number, end: number, weight: number): void {
  const { lengths, field, slope, into, within, occurrences } = scan;
  const { documents, counts } = scan.postings;
  const { has, scores, documents: list } = into;
  const { counts: before, documents: met } = occurrences;
  const mask = within?.has ?? null;
  let known = into.count;
  let total = occurrences.count;
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
    met[total++] = document;
    const score = weight * (D + (count * (K + 1)) / (count + norm));
    if (has[document] === 0) {
      has[document] = 1;
      list[known++] = document;
      scores[document] = score;
    } else scores[document]! += score;
  }
  into.count = known;
  occurrences.count = total;
}

/** The same for few documents, which are looked up in the postings of one key. */
function scoreSome(scan: FieldScan, within: DocumentScores, first: number, end: number, weight: number): void {
  const { lengths, field, slope, into, occurrences, postings } = scan;
  for (let at = 0; at < within.count; at++) {
    const document = within.documents[at]!;
    const found = placeOf(postings.documents, document, first, end);
    if (found < 0) continue;
    const former = occurrences.counts[document]!;
    const count = former + postings.counts[found]!;
    occurrences.counts[document] = count;
    const norm = CONSTANT + slope * lengths[document * FIELDS.length + field]!;
    if (former === 0) {
      occurrences.documents[occurrences.count++] = document;
      into.add(document, weight * (D + (count * (K + 1)) / (count + norm)));
    } else into.add(document, weight * (K + 1) * (count / (count + norm) - former / (former + norm)));
  }
}

/** Many keys, of which a document may have many: counted first. */
function scoreCounted(scan: FieldScan, first: number, end: number, weight: number): void {
  const { lengths, field, slope, into, within, occurrences, size } = scan;
  const { documents, counts } = scan.postings;
  const { counts: sums, documents: met } = occurrences;
  const mask = within?.has ?? null;
  let total = 0;
  for (let at = first; at < end; at++) {
    const document = documents[at]!;
    if (mask !== null && mask[document] === 0) continue;
    const before = sums[document]!;
    if (before === 0) met[total++] = document;
    sums[document] = before + counts[at]!;
  }
  occurrences.count = total;
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
