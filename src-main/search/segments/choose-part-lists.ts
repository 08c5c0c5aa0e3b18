import { lowerBound, type FrozenSegment, type KeyGroup } from './frozen-segment.ts';
import { LEAST_KEYS } from './part-postings.ts';
import { FIELDS } from './word-query.ts';

/** A stem that some keys have as a part: its place among all of them, and the letter of its language. */
export type PartStem = { at: number; language: number };
/** One whose lists stand for its keys. `place`: among the stems that have lists. */
export type ListedStem = PartStem & { place: number };

/** Where lists are in the segment's {@link FrozenSegment.partPostings}. */
export type ListRanges = {
  /** As first, behind the last, first, …; of one field after the other. */
  lists: readonly number[];
  /** By field: behind its last list. */
  listEnds: readonly number[];
};

const NONE: ListedStem[] = [];
/** Of most words. */
const NO_LISTS: ListRanges = { lists: [], listEnds: FIELDS.map(() => 0) };

/**
 * Which stems may be looked up by their lists, instead of one key after the other, with the very same result: no key of
 * theirs counts before (those of `before`), and no two lists have postings of the same key in common. Of stems that do,
 * the one with the most keys has its list read.
 */
export function chooseLists(
  segment: FrozenSegment,
  stems: readonly PartStem[],
  before: readonly number[],
): ListedStem[] {
  const { parts, partPostings } = segment;
  let chosen: ListedStem[] = NONE;
  const most = stems.length > 1 ? [...stems].sort((a, b) => countOf(parts, b.at) - countOf(parts, a.at)) : stems;
  for (const stem of most) {
    if (countOf(parts, stem.at) < LEAST_KEYS) break;
    const place = lowerBound(partPostings.stems, stem.at);
    if (partPostings.stems[place] !== stem.at) continue;
    if (hasAnyKey(parts, stem.at, before)) continue;
    if (chosen.some((other) => canMeet(segment, stem, other) && shareKey(parts, other.at, stem.at))) continue;
    const listed = { at: stem.at, language: stem.language, place };
    chosen = chosen.length === 0 ? [listed] : [...chosen, listed];
  }
  return chosen;
}

/** Whether one of these lists has the postings a key has for a stem that is not among theirs. */
export function isListed(segment: FrozenSegment, lists: readonly ListedStem[], key: number, stem: PartStem): boolean {
  return lists.some((other) => canMeet(segment, stem, other) && hasKey(segment.parts, other.at, key));
}

/** Where the chosen stems have their lists, empty ones left out. */
export function findLists({ partPostings }: FrozenSegment, listed: readonly ListedStem[]): ListRanges {
  if (listed.length === 0) return NO_LISTS;
  const { offsets } = partPostings;
  const lists = new Array<number>(listed.length * FIELDS.length * 2);
  const listEnds = new Array<number>(FIELDS.length);
  let end = 0;
  for (let field = 0; field < FIELDS.length; field++) {
    for (const { place } of listed) {
      const at = place * FIELDS.length + field;
      if (offsets[at + 1]! <= offsets[at]!) continue;
      lists[end++] = offsets[at]!;
      lists[end++] = offsets[at + 1]!;
    }
    listEnds[field] = end;
  }
  lists.length = end;
  return { lists, listEnds };
}

/** Postings in a field of the keys that lists stand for: the sum over keys, which is more than the lists are long. */
export function sumOfLists({ partPostings }: FrozenSegment, listed: readonly ListedStem[], field: number): number {
  let sum = 0;
  for (const { place } of listed) sum += partPostings.sums[place * FIELDS.length + field]!;
  return sum;
}

/** Articles have one language, and where they are of several a stem counts in those of its own: two of them never meet. */
function canMeet({ mixed }: FrozenSegment, stem: PartStem, other: PartStem): boolean {
  return !mixed || stem.language === other.language;
}

function countOf({ offsets }: KeyGroup, stem: number): number {
  return offsets[stem + 1]! - offsets[stem]!;
}

/** Whether any key of the second stem is one of the first, which has as many or more. */
function shareKey(parts: KeyGroup, first: number, second: number): boolean {
  const { offsets, members } = parts;
  for (let member = offsets[second]!; member < offsets[second + 1]!; member++)
    if (hasKey(parts, first, members[member]!)) return true;
  return false;
}

function hasAnyKey(parts: KeyGroup, stem: number, keys: readonly number[]): boolean {
  for (const key of keys) if (hasKey(parts, stem, key)) return true;
  return false;
}

function hasKey({ offsets, members }: KeyGroup, stem: number, key: number): boolean {
  let low = offsets[stem]!;
  let high = offsets[stem + 1]!;
  const end = high;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (members[middle]! < key) low = middle + 1;
    else high = middle;
  }
  return low < end && members[low] === key;
}
