import { findLists, sumOfLists, type ListedStem, type ListRanges } from './choose-part-lists.ts';
import { lowerBound, type FrozenSegment } from './frozen-segment.ts';
import { addRuns } from './language-runs.ts';
import { FIELDS, TEXT, type TierKind } from './word-query.ts';

/** The keys of a word in one segment. */
export type WordKeys = {
  kinds: readonly TierKind[];
  /**
   * Keys of one tier after the other, those of the tiers before left out, and those that lists stand for; "prefix": the
   * first and the one behind the last.
   */
  keys: readonly number[];
  /** By tier: behind its last key. */
  keyEnds: readonly number[];
  /** By key: first letters of the stems of the languages it counts in only; null: no key is bound. */
  bound: ReadonlyMap<number, string> | null;
  /** Stems of the tier "parts" whose lists stand for their keys. */
  listed: readonly ListedStem[];
};

/** Where the postings of a word are in one segment; lists of numbers without an object for each key. */
export type WordPostings = ListRanges & {
  kinds: readonly TierKind[];
  /** Postings as first, behind the last, first, …; of one field after the other, and of its tiers. */
  ranges: readonly number[];
  /** By field and tier: behind its last range. */
  rangeEnds: readonly number[];
  /** Keys of the tier "prefix". */
  prefixKeys: number;
};

export type ResolvedWord = WordKeys &
  WordPostings & {
    /** By tier and field: articles that have a key of the tier or, "prefix" aside, of one before it: the sum over keys. */
    counts: readonly number[];
  };

/** Finds the postings of some keys. */
export function findRanges(segment: FrozenSegment, word: WordKeys): ResolvedWord {
  const { kinds, keys, keyEnds, bound, listed } = word;
  const ranges: number[] = [];
  const rangeEnds = new Array<number>(kinds.length * FIELDS.length);
  const counts = new Array<number>(kinds.length * FIELDS.length).fill(0);
  const short = shortFieldsOf(segment, word);
  const hasPrefix = kinds.at(-1) === 'prefix';
  for (let field = 0; field < FIELDS.length; field++) {
    // Most words stand in texts only.
    if (!hasPrefix && field !== TEXT && (short & (1 << field)) === 0) {
      for (let tier = 0; tier < kinds.length; tier++) {
        if (kinds[tier] === 'parts') counts[tier * FIELDS.length + field] = sumOfLists(segment, listed, field);
        rangeEnds[field * kinds.length + tier] = ranges.length;
      }
      continue;
    }
    for (let tier = 0; tier < kinds.length; tier++) {
      const first = ranges.length;
      const end = keyEnds[tier]!;
      if (kinds[tier] === 'prefix') addPrefix(segment, field, keys[end - 2]!, keys[end - 1]!, ranges);
      else addRanges(segment, word, field, tier, short, ranges);
      let count = tier === 0 || kinds[tier] === 'prefix' ? 0 : counts[(tier - 1) * FIELDS.length + field]!;
      for (let range = first; range < ranges.length; range += 2) count += ranges[range + 1]! - ranges[range]!;
      if (kinds[tier] === 'parts') count += sumOfLists(segment, listed, field);
      counts[tier * FIELDS.length + field] = count;
      rangeEnds[field * kinds.length + tier] = ranges.length;
    }
  }
  const { lists, listEnds } = findLists(segment, listed);
  const prefixKeys = hasPrefix ? keys[keys.length - 1]! - keys[keys.length - 2]! : 0;
  return { kinds, keys, keyEnds, bound, listed, ranges, rangeEnds, lists, listEnds, counts, prefixKeys };
}

function addPrefix(segment: FrozenSegment, field: number, first: number, end: number, into: number[]): void {
  const [from, to] = segment.postingRange(field, first, end);
  if (to > from) into.push(from, to);
}

/** Postings of the keys of a tier, those in articles of languages a key does not count in left out. */
function addRanges(
  segment: FrozenSegment,
  word: WordKeys,
  field: number,
  tier: number,
  short: number,
  into: number[],
): void {
  const { keys: listed, offsets } = segment.fields[field]!;
  const { keys, keyEnds } = word;
  const end = keyEnds[tier]!;
  if (listed) {
    const bit = 1 << field;
    if ((short & bit) === 0) return;
    const bits = shortFields(segment);
    for (let at = tier === 0 ? 0 : keyEnds[tier - 1]!; at < end; at++) {
      const key = keys[at]!;
      if ((bits[key]! & bit) === 0) continue;
      const place = lowerBound(listed, key);
      addRange(segment, word, field, key, offsets[place]!, offsets[place + 1]!, into);
    }
    return;
  }
  for (let at = tier === 0 ? 0 : keyEnds[tier - 1]!; at < end; at++) {
    const key = keys[at]!;
    addRange(segment, word, field, key, offsets[key]!, offsets[key + 1]!, into);
  }
}

function addRange(
  { fields, languages }: FrozenSegment,
  { bound }: WordKeys,
  field: number,
  key: number,
  first: number,
  end: number,
  into: number[],
): void {
  if (first === end) return;
  const own = bound === null ? undefined : bound.get(key);
  if (own === undefined) into.push(first, end);
  else addRuns(fields[field]!.documents, first, end, languages, own, into);
}

/** A bit for each short field that any of the keys stands in: most stand in none. */
function shortFieldsOf(segment: FrozenSegment, { kinds, keys }: WordKeys): number {
  const bits = shortFields(segment);
  // The keys of "prefix" come last, and are no keys.
  const end = kinds.at(-1) === 'prefix' ? keys.length - 2 : keys.length;
  let short = 0;
  for (let at = 0; at < end; at++) short |= bits[keys[at]!]!;
  return short;
}

const keptFields = new WeakMap<FrozenSegment, Uint8Array>();

/** By key, a bit for each of the short fields it stands in. */
function shortFields(segment: FrozenSegment): Uint8Array {
  let bits = keptFields.get(segment);
  if (!bits) {
    bits = new Uint8Array(segment.keys.length);
    for (const [field, { keys }] of segment.fields.entries()) for (const key of keys ?? []) bits[key]! |= 1 << field;
    keptFields.set(segment, bits);
  }
  return bits;
}
