import type { FrozenSegment, KeyGroup } from './frozen-segment.ts';
import { findNearKeys } from './near-keys.ts';
import { FIELDS, fuzzyDistance, tiersOf, type TierKind, type WordQuery } from './word-query.ts';

/** Keys of one tier in one segment, those of the tiers before it left out. */
export type ResolvedTier = {
  kind: TierKind;
  /** "prefix": keys from the first one to behind the second; else one by one. */
  keys: readonly number[];
  /** By field: postings as first, behind the last, first, … */
  ranges: readonly (readonly number[])[];
};

/** A word in one segment. */
export type ResolvedWord = {
  tiers: readonly ResolvedTier[];
  /** By tier and field: articles that have a key of the tier or, "prefix" aside, of one before it: the sum over keys. */
  counts: Float64Array;
  /** By key: first letters of the stems of the languages it counts in only; null: no key is bound. */
  bound: ReadonlyMap<number, string> | null;
};

/** Words kept by segment: while one types, the same ones are asked for again and again. */
const MAX_KEPT = 200;
const kept = new WeakMap<FrozenSegment, Map<string, ResolvedWord>>();

/** Looks a word up in a segment; `check` is called now and then and may throw. */
export function resolveWord(segment: FrozenSegment, query: WordQuery, check?: () => void): ResolvedWord {
  let known = kept.get(segment);
  if (!known) kept.set(segment, (known = new Map<string, ResolvedWord>()));
  const name = nameOf(query);
  let word = known.get(name);
  if (!word) {
    word = resolve(segment, query, check);
    if (known.size >= MAX_KEPT) known.clear();
    known.set(name, word);
  }
  return word;
}

const names = new WeakMap<WordQuery, string>();

/** The same for queries that look for the same keys. */
export function nameOf(query: WordQuery): string {
  let name = names.get(query);
  if (name === undefined) names.set(query, (name = [query.mode, query.key, ...query.stems].join('\n')));
  return name;
}

function resolve(segment: FrozenSegment, query: WordQuery, check?: () => void): ResolvedWord {
  const tiers: ResolvedTier[] = [];
  const known = new Set<number>();
  const bound: Bound = segment.mixed ? new Map<number, string>() : null;
  const counts = new Float64Array(tiersOf(query.mode).length * FIELDS.length);
  for (const [at, { kind }] of tiersOf(query.mode).entries()) {
    const isPrefix = kind === 'prefix';
    const keys = isPrefix ? segment.keys.prefixRange(query.key) : addedKeys(segment, query, kind, known, bound, check);
    const ranges = FIELDS.map((_, field) =>
      isPrefix ? rangeOf(segment, field, keys[0]!, keys[1]!) : rangesOf(segment, field, keys, bound),
    );
    tiers.push({ kind, keys, ranges });
    for (const [field, own] of ranges.entries()) {
      const place = at * FIELDS.length + field;
      if (at > 0 && !isPrefix) counts[place] = counts[place - FIELDS.length]!;
      for (let range = 0; range < own.length; range += 2) counts[place]! += own[range + 1]! - own[range]!;
    }
  }
  return { tiers, counts, bound };
}

/**
 * Keys that count in articles of some languages only, with the letters of these: a word that is found as a form of
 * another is so in the language that knows this form, and the same letters may be another word elsewhere. null: all
 * articles are of one language.
 */
type Bound = Map<number, string> | null;

/** What a tier has and `known` not yet, ascending; the first tier that has a key decides where it counts. */
function addedKeys(
  segment: FrozenSegment,
  query: WordQuery,
  kind: TierKind,
  known: Set<number>,
  bound: Bound,
  check: (() => void) | undefined,
): number[] {
  const added: number[] = [];
  const now = new Set<number>();
  const add = (key: number, language: string | null) => {
    if (known.has(key)) {
      if (bound && now.has(key)) widen(bound, key, language);
      return;
    }
    known.add(key);
    added.push(key);
    if (!bound || language === null) return;
    now.add(key);
    bound.set(key, language);
  };
  const own = segment.keys.indexOf(query.key);
  if (own >= 0) add(own, null);
  if (kind !== 'key') {
    for (const stem of query.stems) {
      addMembers(segment.forms, stem, add);
      if (kind === 'parts') addMembers(segment.parts, stem, add);
    }
  }
  if (kind === 'near') {
    for (const { index } of findNearKeys(segment.keys, query.key, fuzzyDistance(query.key), check)) add(index, null);
  }
  return added.length > 1 ? added.sort((a, b) => a - b) : added;
}

function widen(bound: Map<number, string>, key: number, language: string | null): void {
  const languages = bound.get(key);
  if (languages === undefined) return;
  if (language === null) bound.delete(key);
  else if (!languages.includes(language)) bound.set(key, languages + language);
}

function addMembers(
  { stems, offsets, members }: KeyGroup,
  stem: string,
  add: (key: number, language: string) => void,
): void {
  const at = stems.indexOf(stem);
  if (at < 0) return;
  for (let member = offsets[at]!; member < offsets[at + 1]!; member++) add(members[member]!, stem.charAt(0));
}

const NONE: readonly number[] = [];

function rangeOf(segment: FrozenSegment, field: number, firstKey: number, endKey: number): readonly number[] {
  const range = segment.postingRange(field, firstKey, endKey);
  return range[1] > range[0] ? range : NONE;
}

/** Postings of these keys, those without any left out, and those in articles of languages a key does not count in. */
function rangesOf(segment: FrozenSegment, field: number, keys: readonly number[], bound: Bound): readonly number[] {
  const { keys: listed, offsets, documents } = segment.fields[field]!;
  let ranges: number[] | null = null;
  for (const key of keys) {
    const at = listed ? placeOf(listed, key) : key;
    if (at < 0 || offsets[at] === offsets[at + 1]) continue;
    const languages = bound?.get(key);
    const own = (ranges ??= []);
    if (languages === undefined) own.push(offsets[at]!, offsets[at + 1]!);
    else addRuns(documents, offsets[at]!, offsets[at + 1]!, segment.languages, languages, own);
  }
  return ranges ?? NONE;
}

/** The stretches of some postings that are in articles of these languages. */
function addRuns(
  documents: Uint16Array,
  first: number,
  end: number,
  languageOf: Uint8Array,
  languages: string,
  into: number[],
): void {
  const codes = Array.from(languages, (letter) => letter.charCodeAt(0));
  let start = -1;
  for (let at = first; at <= end; at++) {
    const counts = at < end && codes.includes(languageOf[documents[at]!]!);
    if (counts && start < 0) start = at;
    else if (!counts && start >= 0) {
      into.push(start, at);
      start = -1;
    }
  }
}

function placeOf(sorted: Uint32Array, wanted: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return sorted[low] === wanted ? low : -1;
}
