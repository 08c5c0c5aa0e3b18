/** An article's number and its score. */
export type Ranked = { ordinal: number; score: number };

/** From so many on, articles are sorted now and then, not put in their place one by one. */
const MANY = 256;

/** The highest scores of many, best first; of equal scores those that `isBefore` says. */
export class BestArticles {
  readonly #wanted: number;
  readonly #isBefore: (a: number, b: number) => boolean;
  /** The best so far, in order if fewer than {@link MANY} are wanted. */
  #ordinals: number[] = [];
  #scores: number[] = [];
  /** What is less than this score is not among them. */
  least = -Infinity;

  /** `wanted`: at least 1. */
  constructor(wanted: number, isBefore: (a: number, b: number) => boolean) {
    this.#wanted = wanted;
    this.#isBefore = isBefore;
  }

  /** Takes an article if it is among the best so far; returns {@link least}, from then on. */
  offer(ordinal: number, score: number): number {
    const ordinals = this.#ordinals;
    const scores = this.#scores;
    const end = scores.length - 1;
    const isFull = end + 1 === this.#wanted;
    if (this.#wanted >= MANY) {
      ordinals.push(ordinal);
      scores.push(score);
      if (scores.length >= this.#wanted * 2) this.#cut();
      return this.least;
    }
    if (isFull && !this.#isBetter(ordinal, score, end)) return this.least;
    let at = isFull ? end : end + 1;
    for (; at > 0 && this.#isBetter(ordinal, score, at - 1); at--) {
      ordinals[at] = ordinals[at - 1]!;
      scores[at] = scores[at - 1]!;
    }
    ordinals[at] = ordinal;
    scores[at] = score;
    if (scores.length === this.#wanted) this.least = scores[scores.length - 1]!;
    return this.least;
  }

  /** All of them, in order. */
  get(): Ranked[] {
    if (this.#wanted >= MANY) this.#cut();
    return this.#ordinals.map((ordinal, at) => ({ ordinal, score: this.#scores[at]! }));
  }

  #cut(): void {
    const ordinals = this.#ordinals;
    const scores = this.#scores;
    const places = Array.from(scores.keys());
    places.sort((a, b) => (this.#isBetter(ordinals[a]!, scores[a]!, b) ? -1 : 1));
    if (places.length > this.#wanted) places.length = this.#wanted;
    this.#ordinals = places.map((at) => ordinals[at]!);
    this.#scores = places.map((at) => scores[at]!);
    if (places.length === this.#wanted) this.least = this.#scores[places.length - 1]!;
  }

  #isBetter(ordinal: number, score: number, other: number): boolean {
    const its = this.#scores[other]!;
    return score > its || (score === its && this.#isBefore(ordinal, this.#ordinals[other]!));
  }
}
