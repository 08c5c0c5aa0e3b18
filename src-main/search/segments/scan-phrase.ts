import { findPair, pairsOf } from './find-pair.ts';
import { documentsOfPair } from './frequent-pairs.ts';
import type { FrozenSegment } from './frozen-segment.ts';
import { resolveKeys } from './resolve-word.ts';
import { FIRST_SHARED } from './segment-ranks.ts';
import type { WordPlan } from './word-query.ts';

/** Whether a phrase stands in a text, by the ranks of its words; "perhaps": a rank that several rare words share. */
export type PhraseVerdict = 'yes' | 'no' | 'perhaps';

/** By rank: bit n is set where the rank may be the n-th word of the phrase that is looked for just now. */
const slots = new Uint32Array(65_536);
/** By document: 1 where two frequent neighbours of such a phrase stand side by side. */
const paired = new Uint8Array(65_536);

/** Looks for one phrase in the texts of one segment; one at a time, from its making to its {@link end}. */
export class PhraseScan {
  readonly #segment: FrozenSegment;
  readonly #words: number;
  readonly #distance: number | null;
  readonly #marked: number[] = [];
  /** By rank and word of the phrase: languages it counts in only. */
  readonly #bound = new Map<number, string>();
  #language = '';
  /** Of each word its only rank, which nothing else has; null: not all words are as simple as that. */
  readonly #ranks: Uint16Array | null;
  /** The place of its rarest pair of neighbours in such a phrase. */
  readonly #pair: number;
  readonly #pairs: Int32Array;
  /** In ascending order, documents that alone can have it in their texts; null: any can. */
  readonly documents: Uint16Array | null = null;
  /** The rarest word, and its rank if it has only one. */
  readonly #anchor: { slot: number; rank: number } | null;

  /** At most 32 words are told apart. */
  constructor(segment: FrozenSegment, words: readonly WordPlan[], distance: number | null) {
    this.#segment = segment;
    this.#words = Math.min(words.length, 32);
    this.#distance = distance;
    let anchor: { slot: number; rank: number } | null = null;
    for (let slot = 0; slot < this.#words; slot++) {
      const first = this.#marked.length;
      const { bound } = resolveKeys(segment, words[slot]!.query);
      for (const key of keysOfWord(segment, words[slot]!)) {
        const rank = segment.ranks[key]!;
        const languages = bound?.get(key);
        // What rare words share is looked at again anyway.
        if (languages !== undefined && rank < FIRST_SHARED) this.#bound.set(rank * 32 + slot, languages);
        slots[rank]! |= 1 << slot;
        this.#marked.push(rank);
      }
      const rank = this.#marked[first];
      if (this.#marked.length === first + 1 && rank !== undefined && rank > (anchor?.rank ?? -1)) {
        anchor = { slot, rank };
      }
    }
    this.#anchor = anchor;
    const isSimple = this.#marked.length === this.#words && !this.#marked.some((rank) => rank >= FIRST_SHARED);
    this.#ranks = isSimple && this.#bound.size === 0 && this.#words > 1 ? Uint16Array.from(this.#marked) : null;
    this.#pair = this.#ranks ? rarestPair(this.#ranks) : 0;
    this.#pairs = pairsOf(segment.words);
    if (this.#ranks && distance === null) this.documents = fewestDocuments(segment, this.#ranks);
    for (const document of this.documents ?? []) paired[document] = 1;
  }

  verdict(document: number): PhraseVerdict {
    if (this.documents) {
      if (paired[document] === 0) return 'no';
      if (this.#words === 2) return 'yes';
    }
    const first = this.#segment.wordOffsets[document]!;
    const end = this.#segment.wordOffsets[document + 1]!;
    if (this.#bound.size > 0) this.#language = String.fromCharCode(this.#segment.languages[document]!);
    return this.#distance === null ? this.#adjacent(first, end) : this.#near(first, end, this.#distance);
  }

  end(): void {
    for (const rank of this.#marked) slots[rank] = 0;
    for (const document of this.documents ?? []) paired[document] = 0;
  }

  #adjacent(first: number, end: number): PhraseVerdict {
    if (this.#ranks) return this.#isIn(this.#ranks, first, end) ? 'yes' : 'no';
    const { words } = this.#segment;
    let verdict: PhraseVerdict = 'no';
    const last = end - this.#words;
    if (this.#anchor) {
      const { slot, rank } = this.#anchor;
      for (let at = first; at <= last; at++) {
        if (words[at + slot] !== rank) continue;
        const here = this.#standsAt(at);
        if (here === 'yes') return here;
        if (here === 'perhaps') verdict = here;
      }
      return verdict;
    }
    for (let at = first; at <= last; at++) {
      if ((slots[words[at]!]! & 1) === 0) continue;
      const here = this.#standsAt(at);
      if (here === 'yes') return here;
      if (here === 'perhaps') verdict = here;
    }
    return verdict;
  }

  /** Whether these ranks follow each other: most phrases, and the most texts. */
  #isIn(ranks: Uint16Array, first: number, end: number): boolean {
    const { words } = this.#segment;
    const pair = this.#pair;
    // Of a phrase the first pair stands with the rest behind it, the last one with the rest before.
    const behind = end - (ranks.length - 2 - pair);
    let at = first + pair;
    while ((at = findPair(words, this.#pairs, ranks[pair]!, ranks[pair + 1]!, at, behind)) >= 0) {
      let same = 0;
      while (same < ranks.length && words[at - pair + same] === ranks[same]) same++;
      if (same === ranks.length) return true;
      at++;
    }
    return false;
  }

  #standsAt(at: number): PhraseVerdict {
    const { words } = this.#segment;
    let shared = false;
    for (let slot = 0; slot < this.#words; slot++) {
      const rank = words[at + slot]!;
      if ((slots[rank]! & (1 << slot)) === 0 || !this.#counts(rank, slot)) return 'no';
      shared ||= rank >= FIRST_SHARED;
    }
    return shared ? 'perhaps' : 'yes';
  }

  /** Whether a word may be this one of the phrase in the language of the text. */
  #counts(rank: number, slot: number): boolean {
    const languages = this.#bound.size > 0 ? this.#bound.get(rank * 32 + slot) : undefined;
    return languages === undefined || languages.includes(this.#language);
  }

  /** All words in a stretch of the text, in any order. */
  #near(first: number, end: number, distance: number): PhraseVerdict {
    const { words } = this.#segment;
    const width = distance + this.#words;
    const last = new Int32Array(this.#words).fill(-1);
    const shared = new Uint8Array(this.#words);
    let verdict: PhraseVerdict = 'no';
    for (let at = first; at < end; at++) {
      const bits = slots[words[at]!]!;
      if (bits === 0) continue;
      for (let slot = 0; slot < this.#words; slot++) {
        if ((bits & (1 << slot)) === 0 || !this.#counts(words[at]!, slot)) continue;
        last[slot] = at;
        shared[slot] = words[at]! >= FIRST_SHARED ? 1 : 0;
      }
      let oldest = at;
      for (const place of last) oldest = Math.min(oldest, place);
      if (oldest < first || at - oldest >= width) continue;
      if (!shared.includes(1)) return 'yes';
      verdict = 'perhaps';
    }
    return verdict;
  }
}

/**
 * The place of the two neighbours that stand side by side least often by chance: the higher a rank, the rarer is its
 * word.
 */
function rarestPair(ranks: Uint16Array): number {
  let best = 0;
  let rarity = -1;
  for (let at = 0; at + 1 < ranks.length; at++) {
    const own = (ranks[at]! + 1) * (ranks[at + 1]! + 1);
    if (own > rarity) [best, rarity] = [at, own];
  }
  return best;
}

/** Documents that have the two frequent neighbours that fewest have; null: no neighbours are frequent. */
function fewestDocuments({ pairs }: FrozenSegment, ranks: Uint16Array): Uint16Array | null {
  let fewest: Uint16Array | null = null;
  for (let at = 0; at + 1 < ranks.length; at++) {
    const documents = documentsOfPair(pairs, ranks[at]!, ranks[at + 1]!);
    if (documents && documents.length < (fewest?.length ?? Infinity)) fewest = documents;
  }
  return fewest;
}

/** Also those of the tiers that weigh least: any of them may stand in the phrase. */
function keysOfWord(segment: FrozenSegment, { query }: WordPlan): readonly number[] {
  const { kinds, keys } = resolveKeys(segment, query);
  if (kinds.at(-1) !== 'prefix') return keys;
  const all = keys.slice(0, -2);
  for (let key = keys[keys.length - 2]!; key < keys[keys.length - 1]!; key++) all.push(key);
  return all;
}
