import type { DocumentScores } from './document-scores.ts';
import type { FieldPostings, FrozenSegment } from './frozen-segment.ts';
import { FIELDS, WEIGHTS, tiersOf, type Statistics, type WordPlan } from './word-query.ts';

// BM25+ as MiniSearch has it.
const K = 1.2;
const B = 0.7;
const D = 0.5;

/** How often a word stands in each document, summed over its keys; used again for each word and field. */
export class Occurrences {
  readonly #counts: Uint16Array;
  readonly #documents: Uint16Array;
  #count = 0;

  constructor(capacity: number) {
    this.#counts = new Uint16Array(capacity);
    this.#documents = new Uint16Array(capacity);
  }

  get count(): number {
    return this.#count;
  }

  addRange({ documents, counts }: FieldPostings, first: number, end: number, mask: Uint8Array | null): void {
    const own = this.#counts;
    for (let at = first; at < end; at++) {
      const document = documents[at]!;
      if (mask !== null && mask[document] === 0) continue;
      const before = own[document]!;
      if (before === 0) this.#documents[this.#count++] = document;
      own[document] = before + counts[at]!;
    }
  }

  /** Adds BM25+ scores, `weight` being all that does not depend on the document. */
  score(weight: number, lengths: Uint16Array, field: number, average: number, into: DocumentScores): void {
    const constant = K * (1 - B);
    const slope = (K * B) / average;
    for (let at = 0; at < this.#count; at++) {
      const document = this.#documents[at]!;
      const count = this.#counts[document]!;
      const length = lengths[document * FIELDS.length + field]!;
      into.add(document, weight * (D + (count * (K + 1)) / (count + constant + slope * length)));
    }
  }

  clear(): void {
    for (let at = 0; at < this.#count; at++) this.#counts[this.#documents[at]!] = 0;
    this.#count = 0;
  }
}

type Step = { ranges: Uint32Array; weight: (field: number) => number; alone: boolean };

/** Scores of all documents that match a word, those outside of `mask` left out; the same as MiniSearch gives. */
export function scanWord(
  segment: FrozenSegment,
  plan: WordPlan,
  { documents, averages }: Statistics,
  mask: Uint8Array | null,
  occurrences: Occurrences,
  into: DocumentScores,
): void {
  const steps = stepsOf(segment, plan, documents);
  const only = plan.query.field;
  for (const [field, name] of FIELDS.entries()) {
    if (only !== null && only !== name) continue;
    const postings = segment.fields[field]!;
    const average = averages[field] ?? 0;
    for (const { ranges, weight, alone } of steps) {
      if (alone) occurrences.clear();
      for (let at = 0; at < ranges.length; at += 2) {
        const [first, end] = segment.postingRange(field, ranges[at]!, ranges[at + 1]!);
        if (end > first) occurrences.addRange(postings, first, end, mask);
      }
      if (occurrences.count > 0) occurrences.score(weight(field), segment.lengths, field, average, into);
    }
    occurrences.clear();
  }
}

/** The tiers one after the other, each with the keys it adds; a tier that adds none joins the one before. */
function stepsOf(segment: FrozenSegment, { query, counts }: WordPlan, documents: number): Step[] {
  const steps: Step[] = [];
  let known = new Set<number>();
  for (const [tier, { kind, weight }] of tiersOf(query.mode).entries()) {
    const idf = (field: number) => {
      const found = Math.min(counts[tier]?.[field] ?? 0, documents);
      return weight * WEIGHTS[field]! * Math.log(1 + (documents - found + 0.5) / (found + 0.5));
    };
    if (kind === 'prefix') {
      const [first, end] = segment.keys.prefixRange(query.key);
      if (end > first) steps.push({ ranges: Uint32Array.of(first, end), weight: idf, alone: true });
      continue;
    }
    const keys = segment.keysOf(query, kind);
    const added = keys.filter((key) => !known.has(key));
    const last = steps.at(-1);
    if (added.length === 0 && last) {
      const before = last.weight;
      last.weight = (field) => before(field) + idf(field);
    } else if (keys.length > 0) {
      const ranges = new Uint32Array(added.length * 2);
      for (const [at, key] of added.entries()) ranges.set([key, key + 1], at * 2);
      steps.push({ ranges, weight: idf, alone: false });
    }
    known = new Set(keys);
  }
  return steps;
}
