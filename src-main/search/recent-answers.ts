/**
 * What was looked up last, by name: while one types, the same words are asked for again and again. It stays in one place
 * for ever, where each takes that of the oldest: maps that are emptied, and grow again, keep alive what was in them until
 * V8 looks at its old objects, and copying all that takes a tenth of the time of searches.
 */
export class RecentAnswers<T extends object> {
  readonly #names: string[];
  readonly #answers: (T | null)[];
  readonly #mask: number;
  #next = 0;

  /** `size`: a power of 2. */
  constructor(size: number) {
    this.#names = new Array<string>(size).fill('');
    this.#answers = new Array<T | null>(size).fill(null);
    this.#mask = size - 1;
  }

  /** null: it is not kept. */
  get(name: string): T | null {
    // The newest first: a query asks for its words several times.
    for (let age = 1; age <= this.#names.length; age++) {
      const at = (this.#next - age) & this.#mask;
      if (this.#names[at] === name) return this.#answers[at]!;
    }
    return null;
  }

  keep(name: string, answer: T): T {
    this.#names[this.#next] = name;
    this.#answers[this.#next] = answer;
    this.#next = (this.#next + 1) & this.#mask;
    return answer;
  }
}
