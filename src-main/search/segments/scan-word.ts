import type { DocumentScores } from './document-scores.ts';
import type { FieldPostings, FrozenSegment } from './frozen-segment.ts';
import { resolveWord, type ResolvedWord } from './resolve-word.ts';
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
  const word = resolveWord(segment, plan.query, check);
  if (word.ranges.length === 0) return;
  const { kinds, ranges, rangeEnds } = word;
  // "prefix" stands alone; the keys of the tiers before it add up.
  const hasPrefix = kinds.at(-1) === 'prefix';
  const joined = hasPrefix ? kinds.length - 1 : kinds.length;
  for (const field of ORDER) {
    const place = field * kinds.length;
    const first = place === 0 ? 0 : rangeEnds[place - 1]!;
    const end = rangeEnds[place + kinds.length - 1]!;
    if (first === end || (only !== null && only !== FIELDS[field])) continue;
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
    const last = joined === 0 ? first : rangeEnds[place + joined - 1]!;
    if (last > first) scanJoined(scan, plan, word, joined, first, last);
    if (last < end) {
      const { keys } = word;
      const weight = plan.weights[joined * FIELDS.length + field]!;
      const keyCount = keys[keys.length - 1]! - keys[keys.length - 2]!;
      if (keyCount > 1) scoreCounted(scan, ranges[last]!, ranges[last + 1]!, weight);
      else if (isSparse(within, ranges[last + 1]! - ranges[last]!))
        scoreSome(scan, within, ranges[last]!, ranges[last + 1]!, weight);
      else scoreOnly(scan, ranges[last]!, ranges[last + 1]!, weight);
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
 * adds to a count counts for its own tier and all behind it. `first` to `last`: their ranges.
 */
function scanJoined(
  scan: FieldScan,
  plan: WordPlan,
  { kinds, ranges, rangeEnds }: ResolvedWord,
  joined: number,
  first: number,
  last: number,
): void {
  const { field, within } = scan;
  let weight = 0;
  for (let tier = 0; tier < joined; tier++) weight += plan.weights[tier * FIELDS.length + field]!;
  if (last === first + 2) {
    let tier = 0;
    while (rangeEnds[field * kinds.length + tier]! < last) weight -= plan.weights[tier++ * FIELDS.length + field]!;
    if (isSparse(within, ranges[first + 1]! - ranges[first]!))
      scoreSome(scan, within, ranges[first]!, ranges[first + 1]!, weight);
    else scoreOnly(scan, ranges[first]!, ranges[first + 1]!, weight);
  } else {
    let from = first;
    for (let tier = 0; tier < joined; tier++) {
      const end = rangeEnds[field * kinds.length + tier]!;
      if (end > from) scoreAdded(scan, ranges, from, end, weight);
      weight -= plan.weights[tier * FIELDS.length + field]!;
      from = end;
    }
  }
  scan.occurrences.clear();
}

function isSparse(within: DocumentScores | null, postings: number): within is DocumentScores {
  return within !== null && within.count * SPARSE < postings;
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

/** Postings of several keys: a document may have come before with others. */
function scoreAdded(scan: FieldScan, ranges: readonly number[], from: number, end: number, weight: number): void {
  const { lengths, field, slope, into, within, occurrences } = scan;
  const { documents, counts } = scan.postings;
  const { has, scores, documents: list } = into;
  const { counts: before, documents: met } = occurrences;
  const mask = within?.has ?? null;
  let known = into.count;
  let total = occurrences.count;
  for (let range = from; range < end; range += 2) {
    const last = ranges[range + 1]!;
    if (isSparse(within, last - ranges[range]!)) {
      into.count = known;
      occurrences.count = total;
      scoreSome(scan, within, ranges[range]!, last, weight);
      known = into.count;
      total = occurrences.count;
      continue;
    }
    for (let at = ranges[range]!; at < last; at++) {
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
