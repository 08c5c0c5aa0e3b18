import { lowerBound, type FrozenSegment, type KeyGroup } from './frozen-segment.ts';
import { findNearKeys } from './near-keys.ts';
import { FIELDS, fuzzyDistance, tiersOf, type TierKind, type WordQuery } from './word-query.ts';

/** A word in one segment; lists of numbers without an object for each key. */
export type ResolvedWord = {
  kinds: readonly TierKind[];
  /** Keys of one tier after the other, those of the tiers before left out; "prefix": the first and the one behind the last. */
  keys: readonly number[];
  /** By tier: behind its last key. */
  keyEnds: readonly number[];
  /** Postings as first, behind the last, first, …; of one field after the other, and of its tiers. */
  ranges: readonly number[];
  /** By field and tier: behind its last range. */
  rangeEnds: readonly number[];
  /** By tier and field: articles that have a key of the tier or, "prefix" aside, of one before it: the sum over keys. */
  counts: readonly number[];
  /** By key: first letters of the stems of the languages it counts in only; null: no key is bound. */
  bound: ReadonlyMap<number, string> | null;
};

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
    word = new Resolver(segment, query).resolve(check);
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
  readonly #keyEnds: number[] = [];
  /**
   * Keys that count in articles of some languages only: a word that is found as a form of another is so in the language
   * that knows this form, and the same letters may be another word elsewhere.
   */
  #bound: Map<number, string> | null = null;
  #tier = 0;

  constructor(segment: FrozenSegment, query: WordQuery) {
    this.#segment = segment;
    this.#query = query;
  }

  resolve(check: (() => void) | undefined): ResolvedWord {
    const kinds = kindsOf(this.#query.mode);
    nextRound(this.#segment.keys.length);
    for (const kind of kinds) {
      this.#addTier(kind, check);
      this.#keyEnds.push(this.#keys.length);
      this.#tier++;
    }
    const ranges: number[] = [];
    const rangeEnds: number[] = [];
    const counts = new Array<number>(kinds.length * FIELDS.length).fill(0);
    const short = this.#shortFields(kinds);
    for (let field = 0; field < FIELDS.length; field++) {
      for (let tier = 0; tier < kinds.length; tier++) {
        const first = ranges.length;
        if (kinds[tier] === 'prefix') this.#addPrefix(field, tier, ranges);
        else this.#addRanges(field, tier, short, ranges);
        const before = tier === 0 || kinds[tier] === 'prefix' ? 0 : counts[(tier - 1) * FIELDS.length + field]!;
        let count = before;
        for (let range = first; range < ranges.length; range += 2) count += ranges[range + 1]! - ranges[range]!;
        counts[tier * FIELDS.length + field] = count;
        rangeEnds.push(ranges.length);
      }
    }
    return { kinds, keys: this.#keys, keyEnds: this.#keyEnds, ranges, rangeEnds, counts, bound: this.#bound };
  }

  /** What a tier has and those before it have not; the first tier that has a key decides where it counts. */
  #addTier(kind: TierKind, check: (() => void) | undefined): void {
    const { keys, forms, parts } = this.#segment;
    const { key, stems, mode } = this.#query;
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
    if (kind === 'forms') for (const stem of stems) this.#addMembers(forms, stem);
    if (kind === 'parts') for (const stem of stems) this.#addMembers(parts, stem);
    if (kind === 'near') {
      for (const { index } of findNearKeys(keys, key, fuzzyDistance(key), check))
        if (met[index]! < round) this.#add(index);
    }
  }

  #add(key: number): void {
    met[key] = round + this.#tier;
    this.#keys.push(key);
  }

  #addMembers({ stems, offsets, members }: KeyGroup, stem: string): void {
    const language = stem.charCodeAt(0);
    if (!stems.hasBeginning(language)) return;
    const at = stems.indexOf(stem);
    if (at < 0) return;
    const { mixed, sole } = this.#segment;
    const end = offsets[at + 1]!;
    for (let member = offsets[at]!; member < end; member++) {
      const key = members[member]!;
      const known = met[key]!;
      if (known < round) {
        this.#add(key);
        if (mixed && sole[key] !== language) (this.#bound ??= new Map<number, string>()).set(key, stem.charAt(0));
      } else if (known === round + this.#tier) this.#widen(key, stem.charAt(0));
    }
  }

  /** A key of the same tier, found by another stem as well. */
  #widen(key: number, language: string): void {
    const languages = this.#bound?.get(key);
    if (languages !== undefined && !languages.includes(language)) this.#bound!.set(key, languages + language);
  }

  /** A bit for each short field that any of the keys stands in: most stand in none. */
  #shortFields(kinds: readonly TierKind[]): number {
    const bits = shortFields(this.#segment);
    // The keys of "prefix" come last, and are no keys.
    const end = kinds.at(-1) === 'prefix' ? this.#keys.length - 2 : this.#keys.length;
    let short = 0;
    for (let at = 0; at < end; at++) short |= bits[this.#keys[at]!]!;
    return short;
  }

  #addPrefix(field: number, tier: number, into: number[]): void {
    const at = this.#keyEnds[tier]!;
    const [first, end] = this.#segment.postingRange(field, this.#keys[at - 2]!, this.#keys[at - 1]!);
    if (end > first) into.push(first, end);
  }

  /** Postings of the keys of a tier, those in articles of languages a key does not count in left out. */
  #addRanges(field: number, tier: number, short: number, into: number[]): void {
    const { keys: listed, offsets } = this.#segment.fields[field]!;
    const end = this.#keyEnds[tier]!;
    const keys = this.#keys;
    if (listed) {
      const bit = 1 << field;
      if ((short & bit) === 0) return;
      const bits = shortFields(this.#segment);
      for (let at = tier === 0 ? 0 : this.#keyEnds[tier - 1]!; at < end; at++) {
        const key = keys[at]!;
        if ((bits[key]! & bit) === 0) continue;
        const place = lowerBound(listed, key);
        this.#addRange(field, key, offsets[place]!, offsets[place + 1]!, into);
      }
      return;
    }
    for (let at = tier === 0 ? 0 : this.#keyEnds[tier - 1]!; at < end; at++) {
      const key = keys[at]!;
      this.#addRange(field, key, offsets[key]!, offsets[key + 1]!, into);
    }
  }

  #addRange(field: number, key: number, first: number, end: number, into: number[]): void {
    if (first === end) return;
    const languages = this.#bound === null ? undefined : this.#bound.get(key);
    if (languages === undefined) into.push(first, end);
    else addRuns(this.#segment.fields[field]!.documents, first, end, this.#segment.languages, languages, into);
  }
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
