import type { DocumentScores } from './document-scores.ts';
import type { FrozenSegment, Postings } from './frozen-segment.ts';
import { resolveWord } from './resolve-word.ts';
import { slopeOf, type FieldScan, type Occurrences } from './field-scan.ts';
import { scoreCounted } from './score-counted.ts';
import { scoreAdded, scoreOnly } from './score-postings.ts';
import { FIELDS, TEXT, type WordPlan } from './word-query.ts';
import type { WordPostings } from './word-ranges.ts';

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
  const { ranges, rangeEnds, listEnds, prefixKeys } = word;
  if (ranges.length === 0 && word.lists.length === 0) return;
  const tiers = word.kinds.length;
  const joined = joinedTiers(word);
  for (const field of ORDER) {
    const place = field * tiers;
    const first = place === 0 ? 0 : rangeEnds[place - 1]!;
    const end = rangeEnds[place + tiers - 1]!;
    const hasLists = listEnds[field]! > (field === 0 ? 0 : listEnds[field - 1]!);
    if ((first === end && !hasLists) || (only !== null && only !== FIELDS[field])) continue;
    const scan: FieldScan = {
      lengths: segment.lengths[field]!,
      slope: slopeOf(averages[field]!),
      within,
      occurrences,
      into,
      isFresh: within === null && into.count === 0,
      size: segment.size,
    };
    const last = joined === 0 ? first : rangeEnds[place + joined - 1]!;
    if (last > first || hasLists) scanJoined(scan, segment, plan, word, field);
    if (last < end) {
      const postings = segment.fields[field]!;
      const weight = plan.weights[joined * FIELDS.length + field]!;
      if (prefixKeys > 1) scoreCounted(scan, postings, ranges[last]!, ranges[last + 1]!, weight);
      else scoreOnly(scan, postings, ranges[last]!, ranges[last + 1]!, weight);
      occurrences.clear(into);
    }
  }
}

/** "prefix" stands alone; the keys of the tiers before it add up. */
function joinedTiers({ kinds }: WordPostings): number {
  return kinds.at(-1) === 'prefix' ? kinds.length - 1 : kinds.length;
}

/**
 * Tiers that add up: a document is scored for each of them with how often it has the keys up to there. So what a posting
 * adds to a count counts for its own tier and all behind it.
 */
function scanJoined(
  scan: FieldScan,
  segment: FrozenSegment,
  { weights }: WordPlan,
  word: WordPostings,
  field: number,
): void {
  const { kinds, ranges, rangeEnds, lists, listEnds } = word;
  const place = field * kinds.length;
  const joined = joinedTiers(word);
  const first = place === 0 ? 0 : rangeEnds[place - 1]!;
  const firstList = field === 0 ? 0 : listEnds[field - 1]!;
  const lastList = listEnds[field]!;
  const isOnly = rangeEnds[place + joined - 1]! - first + lastList - firstList === 2;
  const score = isOnly ? scoreOne : scoreAdded;
  let weight = 0;
  for (let tier = 0; tier < joined; tier++) weight += weights[tier * FIELDS.length + field]!;
  let from = first;
  for (let tier = 0; tier < joined; tier++) {
    const end = rangeEnds[place + tier]!;
    if (end > from) score(scan, segment.fields[field]!, ranges, from, end, weight);
    if (kinds[tier] === 'parts' && lastList > firstList)
      score(scan, segment.partPostings, lists, firstList, lastList, weight);
    weight -= weights[tier * FIELDS.length + field]!;
    from = end;
  }
  scan.occurrences.clear(scan.into);
}

/** The only range a field has. */
function scoreOne(
  scan: FieldScan,
  postings: Postings,
  ranges: readonly number[],
  at: number,
  _: number,
  weight: number,
): void {
  scoreOnly(scan, postings, ranges[at]!, ranges[at + 1]!, weight);
}
