import { FIRST_SHARED } from './freeze-segment.ts';
import type { FrozenSegment } from './frozen-segment.ts';
import type { WordPlan } from './word-query.ts';

const RANKS = 65_536;

/** Whether a phrase stands in a text, by the ranks of its words; "perhaps": a rank that several rare words share. */
export type PhraseVerdict = 'yes' | 'no' | 'perhaps';

/** Looks for one phrase in the texts of one segment. */
export class PhraseScan {
  readonly #segment: FrozenSegment;
  /** By rank: bit n is set where the rank may be the n-th word. */
  readonly #slots = new Uint32Array(RANKS);
  readonly #words: number;
  readonly #distance: number | null;

  /** At most 32 words are told apart. */
  constructor(segment: FrozenSegment, words: readonly WordPlan[], distance: number | null) {
    this.#segment = segment;
    this.#words = Math.min(words.length, 32);
    this.#distance = distance;
    for (let slot = 0; slot < this.#words; slot++) {
      for (const key of keysOfWord(segment, words[slot]!)) this.#slots[segment.ranks[key]!]! |= 1 << slot;
    }
  }

  verdict(document: number): PhraseVerdict {
    const first = this.#segment.wordOffsets[document]!;
    const end = this.#segment.wordOffsets[document + 1]!;
    return this.#distance === null ? this.#adjacent(first, end) : this.#near(first, end, this.#distance);
  }

  #adjacent(first: number, end: number): PhraseVerdict {
    const { words } = this.#segment;
    const slots = this.#slots;
    let verdict: PhraseVerdict = 'no';
    for (let at = first; at + this.#words <= end; at++) {
      if ((slots[words[at]!]! & 1) === 0) continue;
      let shared = words[at]! >= FIRST_SHARED;
      let slot = 1;
      for (; slot < this.#words; slot++) {
        const rank = words[at + slot]!;
        if ((slots[rank]! & (1 << slot)) === 0) break;
        shared ||= rank >= FIRST_SHARED;
      }
      if (slot < this.#words) continue;
      if (!shared) return 'yes';
      verdict = 'perhaps';
    }
    return verdict;
  }

  /** All words in a stretch of the text, in any order. */
  #near(first: number, end: number, distance: number): PhraseVerdict {
    const { words } = this.#segment;
    const width = distance + this.#words;
    const last = new Int32Array(this.#words).fill(-1);
    const shared = new Uint8Array(this.#words);
    let verdict: PhraseVerdict = 'no';
    for (let at = first; at < end; at++) {
      const bits = this.#slots[words[at]!]!;
      if (bits === 0) continue;
      for (let slot = 0; slot < this.#words; slot++) {
        if ((bits & (1 << slot)) === 0) continue;
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

function keysOfWord(segment: FrozenSegment, { query }: WordPlan): Iterable<number> {
  if (query.mode === 'exact') return segment.keysOf(query, 'key');
  if (query.mode === 'form') return segment.keysOf(query, 'forms');
  const [first, end] = segment.keys.prefixRange(query.key);
  const keys = query.mode === 'typing' ? [...segment.keysOf(query, 'parts')] : [];
  for (let key = first; key < end; key++) keys.push(key);
  return keys;
}
