import type { DocumentScores } from './document-scores.ts';
import type { FieldPostings, FrozenSegment } from './frozen-segment.ts';
import { resolveWord } from './resolve-word.ts';
import { FIELDS, TEXT, type WordPlan } from './word-query.ts';

// BM25+ as MiniSearch has it.
const K = 1.2;
const B = 0.7;
const D = 0.5;
/** The long list first: into an empty table nothing has to be added up. */
const ORDER = [TEXT, ...FIELDS.keys()].filter((field, at) => at === 0 || field !== TEXT);
/** From so many postings a document on, looking documents up in them is quicker than going through. */
const SPARSE = 24;

/** How often a word stands in each document, summed over its keys; used again for each word and field. */
export class Occurrences {
  readonly counts: Uint16Array;
  readonly documents: Uint16Array;
  count = 0;

  constructor(capacity: number) {
    this.counts = new Uint16Array(capacity);
    this.documents = new Uint16Array(capacity);
  }

  addRange(postings: FieldPostings, first: number, end: number, within: DocumentScores | null): void {
    const { documents, counts } = postings;
    const own = this.counts;
    const met = this.documents;
    let count = this.count;
    if (within === null) {
      for (let at = first; at < end; at++) {
        const document = documents[at]!;
        const before = own[document]!;
        if (before === 0) met[count++] = document;
        own[document] = before + counts[at]!;
      }
    } else {
      const mask = within.has;
      for (let at = first; at < end; at++) {
        const document = documents[at]!;
        if (mask[document] === 0) continue;
        const before = own[document]!;
        if (before === 0) met[count++] = document;
        own[document] = before + counts[at]!;
      }
    }
    this.count = count;
  }

  /** The same where few documents are looked for in the postings of one key, which ascend. */
  addSome(postings: FieldPostings, first: number, end: number, within: DocumentScores): void {
    for (let at = 0; at < within.count; at++) {
      const document = within.documents[at]!;
      const found = placeOf(postings.documents, document, first, end);
      if (found < 0) continue;
      const before = this.counts[document]!;
      if (before === 0) this.documents[this.count++] = document;
      this.counts[document] = before + postings.counts[found]!;
    }
  }

  clear(): void {
    for (let at = 0; at < this.count; at++) this.counts[this.documents[at]!] = 0;
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
  const typing = plan.query.mode === 'typing';
  const joined = typing ? tiers.length - 1 : tiers.length;
  for (const field of ORDER) {
    if (only !== null && only !== FIELDS[field]) continue;
    const average = averages[field]!;
    const scan = (first: number, end: number) => {
      const last = (end - 1) * FIELDS.length + field;
      if (counts[last] === 0) return;
      scanField(segment, plan, tiers, field, average, first, end, within, occurrences, into);
    };
    scan(0, joined);
    if (typing) scan(joined, joined + 1);
  }
}

/** Tiers that add up: each is scored with the keys of those before it; what adds no postings only adds its weight. */
function scanField(
  segment: FrozenSegment,
  plan: WordPlan,
  tiers: ReturnType<typeof resolveWord>['tiers'],
  field: number,
  average: number,
  firstTier: number,
  endTier: number,
  within: DocumentScores | null,
  occurrences: Occurrences,
  into: DocumentScores,
): void {
  const postings = segment.fields[field]!;
  const { lengths } = segment;
  let weight = 0;
  /** Postings of the one key there is so far, not yet looked at. */
  let single: { first: number; end: number } | null = null;
  let any = false;
  for (let tier = firstTier; tier < endTier; tier++) {
    const { kind, ranges } = tiers[tier]!;
    const own = ranges[field]!;
    if (own.length > 0) {
      if (!any && own.length === 2 && isOneKey(kind, tiers[tier]!.keys)) {
        single = { first: own[0]!, end: own[1]! };
      } else {
        if (single) {
          scoreKey(postings, single.first, single.end, weight, lengths, field, average, within, into);
          add(occurrences, postings, single.first, single.end, within, true);
          single = null;
        } else if (any) scoreOccurrences(occurrences, weight, lengths, field, average, into);
        for (let at = 0; at < own.length; at += 2)
          add(occurrences, postings, own[at]!, own[at + 1]!, within, kind !== 'prefix');
      }
      any = true;
      weight = 0;
    }
    if (any) weight += plan.weights[tier * FIELDS.length + field]!;
  }
  if (single) scoreKey(postings, single.first, single.end, weight, lengths, field, average, within, into);
  else scoreOccurrences(occurrences, weight, lengths, field, average, into);
  occurrences.clear();
}

function isOneKey(kind: string, keys: readonly number[]): boolean {
  return kind !== 'prefix' || keys[1] === keys[0]! + 1;
}

function add(
  occurrences: Occurrences,
  postings: FieldPostings,
  first: number,
  end: number,
  within: DocumentScores | null,
  oneKey: boolean,
): void {
  if (within && oneKey && within.count * SPARSE < end - first) occurrences.addSome(postings, first, end, within);
  else occurrences.addRange(postings, first, end, within);
}

/** Adds BM25+ scores, `weight` being all that does not depend on the document. */
function scoreOccurrences(
  { counts, documents, count: total }: Occurrences,
  weight: number,
  lengths: Uint16Array,
  field: number,
  average: number,
  into: DocumentScores,
): void {
  const constant = K * (1 - B);
  const slope = (K * B) / average;
  const { has, scores, documents: list } = into;
  let known = into.count;
  for (let at = 0; at < total; at++) {
    const document = documents[at]!;
    const count = counts[document]!;
    const length = lengths[document * FIELDS.length + field]!;
    const score = weight * (D + (count * (K + 1)) / (count + constant + slope * length));
    if (has[document] === 0) {
      has[document] = 1;
      list[known++] = document;
      scores[document] = score;
    } else scores[document]! += score;
  }
  into.count = known;
}

/** The same for the postings of one key, without counting first. */
function scoreKey(
  { documents, counts }: FieldPostings,
  first: number,
  end: number,
  weight: number,
  lengths: Uint16Array,
  field: number,
  average: number,
  within: DocumentScores | null,
  into: DocumentScores,
): void {
  const constant = K * (1 - B);
  const slope = (K * B) / average;
  if (within && within.count * SPARSE < end - first) {
    for (let at = 0; at < within.count; at++) {
      const document = within.documents[at]!;
      const found = placeOf(documents, document, first, end);
      if (found < 0) continue;
      const count = counts[found]!;
      const length = lengths[document * FIELDS.length + field]!;
      into.add(document, weight * (D + (count * (K + 1)) / (count + constant + slope * length)));
    }
    return;
  }
  const { has, scores, documents: list } = into;
  const mask = within?.has ?? null;
  let known = into.count;
  for (let at = first; at < end; at++) {
    const document = documents[at]!;
    if (mask !== null && mask[document] === 0) continue;
    const count = counts[at]!;
    const length = lengths[document * FIELDS.length + field]!;
    const score = weight * (D + (count * (K + 1)) / (count + constant + slope * length));
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
