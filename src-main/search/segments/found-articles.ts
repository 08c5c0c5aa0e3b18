import { grown } from './grown-array.ts';

/** Documents of a segment with their scores, by document or, `inStep`, by place in the list. */
type ScoredDocuments = { documents: Uint16Array; scores: Float64Array; count: number };

/** Articles found, by number, with their scores; grows as needed and is filled anew by each search. */
export class FoundArticles {
  ordinals = new Uint32Array(1024);
  scores = new Float64Array(1024);
  count = 0;

  add(ordinal: number, score: number): void {
    if (this.count === this.ordinals.length) this.#grow();
    this.ordinals[this.count] = ordinal;
    this.scores[this.count++] = score;
  }

  /** The documents of a segment that are alive. */
  addFrozen(
    numbers: Uint32Array,
    { documents, scores, count }: ScoredDocuments,
    alive: Uint8Array,
    inStep = false,
  ): void {
    while (this.count + count > this.ordinals.length) this.#grow();
    const { ordinals, scores: own } = this;
    let end = this.count;
    for (let at = 0; at < count; at++) {
      const document = documents[at]!;
      const ordinal = numbers[document]!;
      if (alive[ordinal] !== 1) continue;
      ordinals[end] = ordinal;
      own[end++] = scores[inStep ? at : document]!;
    }
    this.count = end;
  }

  /** The numbers with the highest scores, best first; of equal scores those that `isBefore` says. */
  top(wanted: number, isBefore: (a: number, b: number) => boolean): { ordinal: number; score: number }[] {
    const { ordinals, scores } = this;
    const before = (a: number, b: number) => {
      const difference = scores[a]! - scores[b]!;
      return difference > 0 || (difference === 0 && isBefore(ordinals[a]!, ordinals[b]!));
    };
    const places: number[] = [];
    if (wanted >= this.count) {
      for (let at = 0; at < this.count; at++) places.push(at);
      places.sort((a, b) => (before(a, b) ? -1 : 1));
    } else if (wanted > 0) {
      let least = -Infinity;
      for (let at = 0; at < this.count; at++) {
        if (scores[at]! < least) continue;
        if (places.length === wanted) {
          if (!before(at, places[wanted - 1]!)) continue;
          places.pop();
        }
        let low = 0;
        let high = places.length;
        while (low < high) {
          const middle = (low + high) >> 1;
          if (before(places[middle]!, at)) low = middle + 1;
          else high = middle;
        }
        places.splice(low, 0, at);
        if (places.length === wanted) least = scores[places[wanted - 1]!]!;
      }
    }
    return places.map((at) => ({ ordinal: ordinals[at]!, score: scores[at]! }));
  }

  clear(): void {
    this.count = 0;
  }

  #grow(): void {
    this.ordinals = grown(this.ordinals, this.ordinals.length * 2);
    this.scores = grown(this.scores, this.scores.length * 2);
  }
}
