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
  counts: readonly number[];
  /** By key: first letters of the stems of the languages it counts in only; null: no key is bound. */
  bound: ReadonlyMap<number, string> | null;
};

const NONE: readonly number[] = [];
const NO_RANGES: (readonly number[])[] = FIELDS.map(() => NONE);

/** Words kept by segment: while one types, the same ones are asked for again and again. */
const MAX_KEPT = 64;
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
  const known = new KnownKeys();
  const bound: Bound = segment.mixed ? { keys: null } : null;
  const counts: number[] = [];
  for (const { kind } of tiersOf(query.mode)) {
    const isPrefix = kind === 'prefix';
    const keys = isPrefix ? segment.keys.prefixRange(query.key) : addedKeys(segment, query, kind, known, bound, check);
    const ranges: (readonly number[])[] = keys === NONE ? NO_RANGES : [];
    for (let field = 0; field < FIELDS.length; field++) {
      const own = isPrefix ? rangeOf(segment, field, keys[0]!, keys[1]!) : rangesOf(segment, field, keys, bound);
      if (keys !== NONE) ranges.push(own);
      let count = tiers.length === 0 || isPrefix ? 0 : counts[counts.length - FIELDS.length]!;
      for (let range = 0; range < own.length; range += 2) count += own[range + 1]! - own[range]!;
      counts.push(count);
    }
    tiers.push({ kind, keys, ranges });
  }
  return { tiers, counts, bound: bound?.keys ?? null };
}

/** Keys of a word that are known already: nearly always very few. */
class KnownKeys {
  readonly #keys: number[] = [];
  #set: Set<number> | null = null;

  has(key: number): boolean {
    if (this.#keys.length < 16) return this.#keys.includes(key);
    this.#set ??= new Set(this.#keys);
    return this.#set.has(key);
  }

  add(key: number): void {
    this.#keys.push(key);
    this.#set?.add(key);
  }
}

/**
 * Keys that count in articles of some languages only, with the letters of these: a word that is found as a form of
 * another is so in the language that knows this form, and the same letters may be another word elsewhere. null: all
 * articles are of one language.
 */
type Bound = { keys: Map<number, string> | null } | null;

/**
 * What a tier has and `known` not yet, ascending; the first tier that has a key decides where it counts. "parts" and
 * "near" come behind "forms", whose keys are known then.
 */
function addedKeys(
  segment: FrozenSegment,
  query: WordQuery,
  kind: TierKind,
  known: KnownKeys,
  bound: Bound,
  check: (() => void) | undefined,
): readonly number[] {
  const added: number[] = [];
  const sole = bound && segment.sole;
  const add = (key: number, language: string | null) => {
    if (known.has(key)) {
      // Of this tier: found by another stem as well.
      if (bound?.keys && added.includes(key)) widen(bound.keys, key, language);
      return;
    }
    known.add(key);
    added.push(key);
    if (!bound || language === null || sole?.[key] === language.charCodeAt(0)) return;
    (bound.keys ??= new Map<number, string>()).set(key, language);
  };
  if (kind === 'key' || kind === 'forms') {
    const own = segment.keys.indexOf(query.key);
    if (own >= 0) add(own, null);
  }
  if (kind === 'forms' || kind === 'parts') {
    const group = kind === 'forms' ? segment.forms : segment.parts;
    for (const stem of query.stems) addMembers(group, stem, add);
  }
  if (kind === 'near') {
    for (const { index } of findNearKeys(segment.keys, query.key, fuzzyDistance(query.key), check)) add(index, null);
  }
  if (added.length === 0) return NONE;
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
  if (!stems.hasBeginning(stem.charCodeAt(0))) return;
  const at = stems.indexOf(stem);
  if (at < 0) return;
  for (let member = offsets[at]!; member < offsets[at + 1]!; member++) add(members[member]!, stem.charAt(0));
}

function rangeOf(segment: FrozenSegment, field: number, firstKey: number, endKey: number): readonly number[] {
  const range = segment.postingRange(field, firstKey, endKey);
  return range[1] > range[0] ? range : NONE;
}

/** Postings of these keys, those without any left out, and those in articles of languages a key does not count in. */
function rangesOf(segment: FrozenSegment, field: number, keys: readonly number[], bound: Bound): readonly number[] {
  if (keys.length === 0) return NONE;
  const { keys: listed, offsets, documents } = segment.fields[field]!;
  const short = listed && shortFields(segment);
  let ranges: number[] | null = null;
  for (const key of keys) {
    if (short && (short[key]! & (1 << field)) === 0) continue;
    const at = listed ? placeOf(listed, key) : key;
    if (at < 0 || offsets[at] === offsets[at + 1]) continue;
    const languages = bound?.keys?.get(key);
    const own = (ranges ??= []);
    if (languages === undefined) own.push(offsets[at]!, offsets[at + 1]!);
    else addRuns(documents, offsets[at]!, offsets[at + 1]!, segment.languages, languages, own);
  }
  return ranges ?? NONE;
}

const keptFields = new WeakMap<FrozenSegment, Uint8Array>();

/** By key, a bit for each of the short fields it stands in: most stand in none. */
function shortFields(segment: FrozenSegment): Uint8Array {
  let bits = keptFields.get(segment);
  if (!bits) {
    bits = new Uint8Array(segment.keys.length);
    for (const [field, { keys }] of segment.fields.entries()) for (const key of keys ?? []) bits[key]! |= 1 << field;
    keptFields.set(segment, bits);
  }
  return bits;
}

const counting = new Uint8Array(0x100);

/** The stretches of some postings that are in articles of these languages. */
function addRuns(
  documents: Uint16Array,
  first: number,
  end: number,
  languageOf: Uint8Array,
  languages: string,
  into: number[],
): void {
  for (let at = 0; at < languages.length; at++) counting[languages.charCodeAt(at)] = 1;
  let start = -1;
  for (let at = first; at < end; at++) {
    if (counting[languageOf[documents[at]!]!] === 1) {
      if (start < 0) start = at;
    } else if (start >= 0) {
      into.push(start, at);
      start = -1;
    }
  }
  if (start >= 0) into.push(start, end);
  counting.fill(0);
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
