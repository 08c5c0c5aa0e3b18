import { chooseLists, isListed, type ListedStem, type PartStem } from './choose-part-lists.ts';
import type { FrozenSegment, KeyGroup } from './frozen-segment.ts';
import { findNearKeys } from './near-keys.ts';
import { PACKED_MODE } from './packed-words.ts';
import { fuzzyDistance, tiersOf, type TierKind, type WordQuery } from './word-query.ts';
import { findRanges, type ResolvedWord, type WordPostings } from './word-ranges.ts';

const NONE: readonly PartStem[] = [];

/** Says where a word stands in a segment; `check` is called now and then and may throw. */
export function resolveWord(segment: FrozenSegment, query: WordQuery, check?: () => void): WordPostings {
  const { packed } = segment.known;
  const known = packed && query.mode === PACKED_MODE ? packed.words.get(query.name, packed.place) : null;
  return known ?? resolveLists(segment, query, check);
}

/** By tier and field, articles that have a word ({@link ResolvedWord.counts}). */
export function countWord(segment: FrozenSegment, query: WordQuery, check?: () => void): readonly number[] {
  return resolveLists(segment, query, check).counts;
}

function resolveLists(segment: FrozenSegment, query: WordQuery, check: (() => void) | undefined): ResolvedWord {
  const recent = segment.known.recent(query.mode);
  return recent.get(query.name) ?? recent.keep(query.name, lookUpWord(segment, query, check));
}

/** Looks a word up in a segment, with the keys that are not found by lists, and without keeping what it finds. */
export function lookUpWord(segment: FrozenSegment, query: WordQuery, check?: () => void): ResolvedWord {
  return new Resolver(segment, query, true).resolve(check);
}

/** The same with all keys, and without lists: for who asks where each of them stands. */
export function resolveKeys(segment: FrozenSegment, query: WordQuery): ResolvedWord {
  if (!kindsOf(query.mode).includes('parts')) return resolveLists(segment, query, undefined);
  const recent = segment.known.recentKeys(query.mode);
  return recent.get(query.name) ?? recent.keep(query.name, new Resolver(segment, query, false).resolve());
}

const kindsOfModes = new Map<WordQuery['mode'], TierKind[]>();

function kindsOf(mode: WordQuery['mode']): TierKind[] {
  let kinds = kindsOfModes.get(mode);
  if (!kinds) kindsOfModes.set(mode, (kinds = tiersOf(mode).map(({ kind }) => kind)));
  return kinds;
}

/** By key: {@link round} and the tier that has it, where it is known in this round; used again for each word. */
let met = new Uint32Array(0);
let round = 0;
const ROUND = 8;

/** Makes the table large enough and forgets what was known. */
function nextRound(keys: number): void {
  if (met.length < keys || round > 0xffff_ff00) {
    met = new Uint32Array(Math.max(keys, met.length));
    round = 0;
  }
  round += ROUND;
}

class Resolver {
  readonly #segment: FrozenSegment;
  readonly #query: WordQuery;
  readonly #keys: number[] = [];
  readonly #keyEnds: number[];
  /**
   * Keys that count in articles of some languages only: a word that is found as a form of another is so in the language
   * that knows this form, and the same letters may be another word elsewhere.
   */
  #bound: Map<number, string> | null = null;
  readonly #useLists: boolean;
  /** Stems whose keys are found by lists. */
  #listed: readonly ListedStem[] = [];
  #tier = 0;

  constructor(segment: FrozenSegment, query: WordQuery, useLists: boolean) {
    this.#segment = segment;
    this.#query = query;
    this.#useLists = useLists;
    this.#keyEnds = new Array<number>(kindsOf(query.mode).length);
  }

  resolve(check?: () => void): ResolvedWord {
    const kinds = kindsOf(this.#query.mode);
    nextRound(this.#segment.keys.length);
    for (const kind of kinds) {
      this.#addTier(kind, check);
      this.#keyEnds[this.#tier++] = this.#keys.length;
    }
    return findRanges(this.#segment, {
      kinds,
      keys: this.#keys,
      keyEnds: this.#keyEnds,
      bound: this.#bound,
      listed: this.#listed,
    });
  }

  /** What a tier has and those before it have not; the first tier that has a key decides where it counts. */
  #addTier(kind: TierKind, check: (() => void) | undefined): void {
    const { keys, forms, parts } = this.#segment;
    const { key, mode } = this.#query;
    if (kind === 'prefix') {
      const [first, end] = keys.prefixRange(key);
      this.#keys.push(first, end);
      return;
    }
    // "forms" begins with the key where no tier before it has looked for it.
    if (kind === 'key' || (kind === 'forms' && mode === 'form')) {
      const own = keys.indexOf(key);
      if (own >= 0) this.#add(own);
    }
    if (kind === 'forms') for (const stem of this.#find(forms)) this.#addMembers(forms, stem);
    if (kind === 'parts') {
      const found = this.#find(parts);
      if (this.#useLists && found.length > 0) this.#listed = chooseLists(this.#segment, found, this.#keys);
      for (const stem of found) if (!this.#listed.some(({ at }) => at === stem.at)) this.#addMembers(parts, stem);
    }
    if (kind === 'near') {
      for (const { index } of findNearKeys(keys, key, fuzzyDistance(key), check))
        if (met[index]! < round) this.#add(index);
    }
  }

  #add(key: number): void {
    met[key] = round + this.#tier;
    this.#keys.push(key);
  }

  /** Those of the word's stems that some key has. */
  #find({ stems }: KeyGroup): readonly PartStem[] {
    let found = NONE;
    for (const stem of this.#query.stems) {
      const language = stem.charCodeAt(0);
      const at = stems.hasBeginning(language) ? stems.indexOf(stem) : -1;
      // Most words have one, for which a list that grows would have room for seventeen.
      if (at >= 0) found = found.length === 0 ? [{ at, language }] : [...found, { at, language }];
    }
    return found;
  }

  #addMembers({ offsets, members }: KeyGroup, stem: PartStem): void {
    const { mixed, sole } = this.#segment;
    const { at, language } = stem;
    const letter = String.fromCharCode(language);
    const end = offsets[at + 1]!;
    for (let member = offsets[at]!; member < end; member++) {
      const key = members[member]!;
      if (this.#listed.length > 0 && isListed(this.#segment, this.#listed, key, stem)) continue;
      const known = met[key]!;
      if (known < round) {
        this.#add(key);
        if (mixed && sole[key] !== language) (this.#bound ??= new Map<number, string>()).set(key, letter);
      } else if (known === round + this.#tier) this.#widen(key, letter);
    }
  }

  /** A key of the same tier, found by another stem as well. */
  #widen(key: number, language: string): void {
    const languages = this.#bound?.get(key);
    if (languages !== undefined && !languages.includes(language)) this.#bound!.set(key, languages + language);
  }
}
