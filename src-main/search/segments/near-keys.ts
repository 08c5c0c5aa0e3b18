import { beginningsOf, DEPTH, END, type KeyBeginnings } from './key-beginnings.ts';
import { placeOf, storedBefore, type KeyList, type KeyListData } from './key-list.ts';

export type NearKey = { index: number; distance: number };

const MAX_KEPT = 16;
/** Beginnings looked at between two looks at whether it is still wanted. */
const CHECKED = 512;
/** No key is much longer. */
const LONGEST = 250;

/**
 * Keys that differ from one by at most `limit` letters (Levenshtein), with their distance, in ascending order. An
 * automaton goes letter by letter through the beginnings of the list (key-beginnings.ts) and through the keys of those it
 * survives; what stands behind a dead one is never read. `check` is called now and then and may throw.
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
    return new NearWalk(keys, automaton, wanted.length, limit, check).found();
  } finally {
    automaton.mark(false);
  }
}

class NearWalk {
  readonly #data: KeyListData;
  readonly #beginnings: KeyBeginnings;
  readonly #automaton: Automaton;
  readonly #shortest: number;
  readonly #deepest: number;
  readonly #limit: number;
  readonly #check: () => void;
  /** By units read. */
  readonly #states: Int32Array;
  readonly #found: NearKey[] = [];
  #looked = 0;

  constructor(keys: KeyList, automaton: Automaton, length: number, limit: number, check: () => void) {
    this.#data = keys.data;
    this.#beginnings = beginningsOf(keys);
    this.#automaton = automaton;
    this.#shortest = length - limit;
    this.#deepest = length + limit;
    this.#limit = limit;
    this.#check = check;
    this.#states = new Int32Array(Math.max(this.#deepest, DEPTH) + 2);
  }

  found(): NearKey[] {
    this.#states[0] = this.#automaton.start;
    const [first] = this.#beginnings.starts;
    this.#beginningsOf(0, 0, first!.length - 1);
    return this.#found;
  }

  /** Those at a depth that belong to one beginning, from `first` to before `end`. */
  #beginningsOf(depth: number, first: number, end: number): void {
    const { starts, letters, children } = this.#beginnings;
    const own = letters[depth]!;
    const below = children[depth]!;
    const state = this.#states[depth]!;
    for (let at = first; at < end; at++) {
      if (this.#looked++ % CHECKED === 0) this.#check();
      const letter = own[at]!;
      if (letter === END) {
        this.#accept(starts[depth]![at]!, depth, state);
        continue;
      }
      const next = this.#automaton.next(state, letter);
      if (next === DEAD) continue;
      this.#states[depth + 1] = next;
      if (depth + 1 < DEPTH) this.#beginningsOf(depth + 1, below[at]!, below[at + 1]!);
      else this.#keys(starts[depth]![at]!, starts[depth]![at + 1]!);
    }
  }

  /** Keys that share {@link DEPTH} units, whose states are known. */
  #keys(first: number, end: number): void {
    const { units, shared, sizes } = this.#data;
    const states = this.#states;
    const automaton = this.#automaton;
    let place = placeOf(this.#data, first);
    /** States up to this one belong to the current key's beginning. */
    let valid = DEPTH;
    /** Keys that share more than this with a dead one are dead as well. */
    let dead = Infinity;
    for (let index = first; index < end; index++) {
      const same = shared[index]!;
      const size = sizes[index]!;
      const stored = storedBefore(this.#data, index);
      const start = place - stored;
      place += size - stored;
      if (index > first) {
        if (same > dead) continue;
        if (same < valid) valid = same;
      }
      dead = Infinity;
      let state = states[valid]!;
      for (let row = valid; row < size; row++) {
        // Too long to be near, or nothing near begins like this.
        if (row >= this.#deepest || (state = automaton.next(state, units[start + row]!)) === DEAD) {
          dead = row;
          break;
        }
        valid = row + 1;
        states[valid] = state;
      }
      if (dead === Infinity) this.#accept(index, size, state);
    }
  }

  /** A key whose last letter led to a state. */
  #accept(index: number, size: number, state: number): void {
    if (size < this.#shortest) return;
    const distance = this.#automaton.distance(state);
    if (distance <= this.#limit) this.#found.push({ index, distance });
  }
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
