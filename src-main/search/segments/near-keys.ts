import { BLOCK, type KeyList } from './key-list.ts';

export type NearKey = { index: number; distance: number };

/** No beginning is known to be dead. */
const NONE = 1_000;
const MAX_KEPT = 16;
/** No key is much longer. */
const LONGEST = 250;

/**
 * Keys that differ from one by at most `limit` letters (Levenshtein), with their distance. Walks the sorted list with an
 * automaton: states of a shared beginning are kept, and keys behind a dead beginning are skipped, whole blocks of them
 * unread. `check` is called now and then and may throw.
 */
export function findNearKeys(
  keys: KeyList,
  wanted: string,
  limit: number,
  check: () => void = () => undefined,
): readonly NearKey[] {
  if (wanted.length > LONGEST) return [];
  if (keys.joint) return keys.joint.keys.near(wanted, limit, check)[keys.joint.place]!;
  const automaton = automatonOf(wanted, limit);
  automaton.mark(true);
  try {
    return walk(keys, automaton, wanted.length, limit, check);
  } finally {
    automaton.mark(false);
  }
}

function walk(keys: KeyList, automaton: Automaton, length: number, limit: number, check: () => void) {
  const { units, shared, sizes, blocks } = keys.data;
  const least = leastShared(keys);
  const deepest = length + limit;
  const shortest = length - limit;
  const states = new Int32Array(deepest + 2);
  states[0] = automaton.start;
  const found: NearKey[] = [];
  /** States up to this one belong to the current key's beginning. */
  let valid = 0;
  /** Keys that share more than this with a dead one are dead as well. */
  let dead = NONE;
  for (let block = 0; block < blocks.length; block++) {
    if (least[block]! > dead) continue;
    if (block % 1_024 === 0) check();
    let place = blocks[block]!;
    const begin = block * BLOCK;
    const end = Math.min(begin + BLOCK, sizes.length);
    for (let index = begin; index < end; index++) {
      const same = shared[index]!;
      const size = sizes[index]!;
      // The first of a block is stored in full.
      const stored = index === begin ? 0 : same;
      const first = place - stored;
      place += size - stored;
      if (same > dead) continue;
      dead = NONE;
      if (same < valid) valid = same;
      let state = states[valid]!;
      for (let row = valid; row < size; row++) {
        // Too long to be near, or nothing near begins like this.
        if (row >= deepest || (state = automaton.next(state, units[first + row]!)) === DEAD) {
          dead = row;
          break;
        }
        valid = row + 1;
        states[valid] = state;
      }
      if (dead !== NONE || size < shortest) continue;
      const distance = automaton.distance(state);
      if (distance <= limit) found.push({ index, distance });
    }
  }
  return found;
}

const kept = new WeakMap<KeyList, Uint8Array>();

/** Of each block, the least any of its keys shares with the one before it. */
function leastShared(keys: KeyList): Uint8Array {
  let least = kept.get(keys);
  if (!least) {
    const { shared, blocks } = keys.data;
    least = new Uint8Array(blocks.length).fill(0xff);
    for (let index = 0; index < shared.length; index++) {
      const block = (index / BLOCK) | 0;
      if (shared[index]! < least[block]!) least[block] = shared[index]!;
    }
    kept.set(keys, least);
  }
  return least;
}

const automata = new Map<string, Automaton>();

/** The same word is looked up in segment after segment. */
function automatonOf(wanted: string, limit: number): Automaton {
  const name = `${limit} ${wanted}`;
  let automaton = automata.get(name);
  if (!automaton) {
    if (automata.size >= MAX_KEPT) automata.clear();
    automata.set(name, (automaton = new Automaton(wanted, limit)));
  }
  return automaton;
}

const DEAD = 0;
/** Of each code unit its letter in the word that is looked for just now, from 1 on; 0: another one. */
const letterOf = new Uint8Array(0x1_0000);

/**
 * Levenshtein automaton, made as far as it is used: a state is a row of the distance matrix, values over the limit being
 * the same to it.
 */
class Automaton {
  readonly start: number;
  readonly #letters: string[];
  readonly #limit: number;
  /** Of each letter of the word, its number in #letters and 1. */
  readonly #word: Uint8Array;
  readonly #rows: Uint8Array[] = [];
  readonly #numbers = new Map<string, number>();
  /** By state and letter; -1: not made yet. */
  #next: Int32Array;
  readonly #width: number;

  constructor(wanted: string, limit: number) {
    this.#limit = limit;
    this.#letters = [...new Set(wanted.split(''))];
    this.#word = Uint8Array.from(wanted.split(''), (letter) => this.#letters.indexOf(letter) + 1);
    this.#width = this.#letters.length + 1;
    this.#next = new Int32Array(64 * this.#width).fill(-1);
    this.#number(new Uint8Array(wanted.length + 1).fill(limit + 1));
    this.start = this.#number(Uint8Array.from({ length: wanted.length + 1 }, (_, at) => Math.min(at, limit + 1)));
  }

  /** To be called before and after a walk. */
  mark(on: boolean): void {
    for (const [at, letter] of this.#letters.entries()) letterOf[letter.charCodeAt(0)] = on ? at + 1 : 0;
  }

  next(state: number, unit: number): number {
    const place = state * this.#width + letterOf[unit]!;
    const next = this.#next[place]!;
    return next >= 0 ? next : this.#make(state, letterOf[unit]!);
  }

  /** Of the word to what led to this state. */
  distance(state: number): number {
    const row = this.#rows[state]!;
    return row[row.length - 1]!;
  }

  #make(state: number, letter: number): number {
    const above = this.#rows[state]!;
    const row = new Uint8Array(above.length);
    const most = this.#limit + 1;
    row[0] = Math.min(above[0]! + 1, most);
    for (let column = 1; column < row.length; column++) {
      const changed = above[column - 1]! + (this.#word[column - 1] === letter ? 0 : 1);
      row[column] = Math.min(changed, above[column]! + 1, row[column - 1]! + 1, most);
    }
    const number = this.#number(row);
    this.#next[state * this.#width + letter] = number;
    return number;
  }

  #number(row: Uint8Array): number {
    const name = String.fromCharCode(...row);
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    const number = this.#rows.length;
    this.#rows.push(row);
    this.#numbers.set(name, number);
    if ((number + 1) * this.#width > this.#next.length) {
      const larger = new Int32Array(this.#next.length * 2).fill(-1);
      larger.set(this.#next);
      this.#next = larger;
    }
    return number;
  }
}
