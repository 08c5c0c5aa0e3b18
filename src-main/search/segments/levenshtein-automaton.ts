import { grown } from './grown-array.ts';

const MAX_KEPT = 16;
const automata = new Map<string, LevenshteinAutomaton>();

/** The same word is looked up in segment after segment. */
export function automatonOf(wanted: string, limit: number): LevenshteinAutomaton {
  const name = `${limit} ${wanted}`;
  let automaton = automata.get(name);
  if (!automaton) {
    if (automata.size >= MAX_KEPT) automata.clear();
    automata.set(name, (automaton = new LevenshteinAutomaton(wanted, limit)));
  }
  return automaton;
}

/** No key that begins like this is near. */
export const DEAD = 0;
/** Of each code unit its letter in the word that is looked for just now, from 1 on; 0: another one. */
const letterOf = new Uint8Array(0x1_0000);

/** Values a row of states has that are at most the limit: those near its diagonal. */
const BAND = 5;

/**
 * Levenshtein automaton, made as far as it is used: a state is a row of the distance matrix, values over the limit, which
 * is 2 at most, being the same to it (K. Schulz and S. Mihov, Fast string correction with Levenshtein automata, 2002).
 */
export class LevenshteinAutomaton {
  readonly start: number;
  readonly #letters: string[];
  readonly #limit: number;
  /** Of each letter of the word, its number in #letters and 1. */
  readonly #word: Uint8Array;
  /** One row after the other, by state. */
  #rows: Uint8Array;
  readonly #columns: number;
  /** States by what tells their rows apart. */
  readonly #numbers = new Map<number, number>();
  /** By state and letter; -1: not made yet. */
  #next: Int32Array;
  readonly #width: number;

  constructor(wanted: string, limit: number) {
    this.#limit = limit;
    this.#letters = [...new Set(wanted.split(''))];
    this.#word = Uint8Array.from(wanted.split(''), (letter) => this.#letters.indexOf(letter) + 1);
    this.#width = this.#letters.length + 1;
    this.#columns = wanted.length + 1;
    this.#next = new Int32Array(64 * this.#width).fill(-1);
    this.#rows = new Uint8Array(64 * this.#columns);
    this.#rows.fill(limit + 1, 0, this.#columns);
    this.#numberLast();
    for (let column = 0; column < this.#columns; column++)
      this.#rows[this.#columns + column] = Math.min(column, limit + 1);
    this.start = this.#numberLast();
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
    return this.#rows[(state + 1) * this.#columns - 1]!;
  }

  #make(state: number, letter: number): number {
    const rows = this.#rows;
    const above = state * this.#columns;
    const own = this.#numbers.size * this.#columns;
    const most = this.#limit + 1;
    rows[own] = Math.min(rows[above]! + 1, most);
    for (let column = 1; column < this.#columns; column++) {
      const changed = rows[above + column - 1]! + (this.#word[column - 1] === letter ? 0 : 1);
      rows[own + column] = Math.min(changed, rows[above + column]! + 1, rows[own + column - 1]! + 1, most);
    }
    const number = this.#numberLast();
    this.#next[state * this.#width + letter] = number;
    return number;
  }

  /** The state of the row behind the last one: this one, or the one that has the same. */
  #numberLast(): number {
    const number = this.#numbers.size;
    const first = number * this.#columns;
    const end = first + this.#columns;
    let at = first;
    while (at < end && this.#rows[at]! > this.#limit) at++;
    // All values up to the limit lie side by side: where they begin and what they are is all there is to know.
    let name = at - first;
    for (let band = 0; band < BAND; band++)
      name = name * 4 + (at + band < end ? this.#rows[at + band]! : this.#limit + 1);
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    this.#numbers.set(name, number);
    if ((number + 2) * this.#columns > this.#rows.length) {
      this.#rows = grown(this.#rows, this.#rows.length * 2);
      const made = this.#next.length;
      this.#next = grown(this.#next, made * 2).fill(-1, made);
    }
    return number;
  }
}
