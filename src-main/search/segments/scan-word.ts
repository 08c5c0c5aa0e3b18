import type { DocumentScores } from './document-scores.ts';
import type { FrozenSegment } from './frozen-segment.ts';
import { resolveWord, type ResolvedWord } from './resolve-word.ts';
import { scoreAdded, scoreCounted, scoreOnly, slopeOf, type FieldScan, type Occurrences } from './score-postings.ts';
import { FIELDS, TEXT, type WordPlan } from './word-query.ts';

/** The long list first: into an empty table nothing has to be added up. */
const ORDER = [TEXT, ...FIELDS.keys()].filter((field, at) => at === 0 || field !== TEXT);

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
      slope: slopeOf(averages[field]!),
      within,
      occurrences,
      into,
      isFresh: within === null && into.count === 0,
      size: segment.size,
    };
    const last = joined === 0 ? first : rangeEnds[place + joined - 1]!;
    if (last > first) scanJoined(scan, plan, word, joined, first, last);
    if (last < end) {
      const { keys } = word;
      const weight = plan.weights[joined * FIELDS.length + field]!;
      const keyCount = keys[keys.length - 1]! - keys[keys.length - 2]!;
      if (keyCount > 1) scoreCounted(scan, ranges[last]!, ranges[last + 1]!, weight);
      else scoreOnly(scan, ranges[last]!, ranges[last + 1]!, weight);
      occurrences.clear(into);
    }
  }
}

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
  const { field } = scan;
  let weight = 0;
  for (let tier = 0; tier < joined; tier++) weight += plan.weights[tier * FIELDS.length + field]!;
  if (last === first + 2) {
    let tier = 0;
    while (rangeEnds[field * kinds.length + tier]! < last) weight -= plan.weights[tier++ * FIELDS.length + field]!;
    scoreOnly(scan, ranges[first]!, ranges[first + 1]!, weight);
  } else {
    let from = first;
    for (let tier = 0; tier < joined; tier++) {
      const end = rangeEnds[field * kinds.length + tier]!;
      if (end > from) scoreAdded(scan, ranges, from, end, weight);
      weight -= plan.weights[tier * FIELDS.length + field]!;
      from = end;
    }
  }
  scan.occurrences.clear(scan.into);
}
