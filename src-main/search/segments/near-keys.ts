import { automatonOf, DEAD, type LevenshteinAutomaton } from './levenshtein-automaton.ts';
import { beginningsOf, DEPTH, END, type KeyBeginnings } from './key-beginnings.ts';
import { placeOf, storedBefore, type KeyList, type KeyListData } from './key-list.ts';

export type NearKey = { index: number; distance: number };

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
  readonly #automaton: LevenshteinAutomaton;
  readonly #shortest: number;
  readonly #deepest: number;
  readonly #limit: number;
  readonly #check: () => void;
  /** By units read. */
  readonly #states: Int32Array;
  readonly #found: NearKey[] = [];
  #looked = 0;

  constructor(keys: KeyList, automaton: LevenshteinAutomaton, length: number, limit: number, check: () => void) {
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
