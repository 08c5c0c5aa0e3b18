import type { Dead } from './dead-documents.ts';

/** Dead ones are looked for first where so many times more were found: often there is none among them. */
const FEW = 8;

/**
 * Scores of some documents of a segment. They stand in a list, in the order they were met, and a table says of each
 * document where: what belongs to few documents lies side by side, and only one table is jumped about in.
 */
export class DocumentScores {
  /** By document, its place in the list and 1; 0: it is not in there. */
  readonly places: Uint16Array;
  /** Room for all documents, and for what is written behind the last before it is known whether it belongs there. */
  readonly documents: Uint16Array;
  /** In step with {@link documents}. */
  readonly scores: Float64Array;
  count = 0;

  /** `capacity`: documents, at most 65,535. */
  constructor(capacity: number) {
    this.places = new Uint16Array(capacity);
    this.documents = new Uint16Array(capacity + 1);
    this.scores = new Float64Array(capacity + 1);
  }

  has(document: number): boolean {
    return this.places[document]! > 0;
  }

  /** Of one that is in the list. */
  scoreOf(document: number): number {
    return this.scores[this.places[document]! - 1]!;
  }

  add(document: number, score: number): void {
    const place = this.places[document]!;
    if (place > 0) {
      this.scores[place - 1]! += score;
      return;
    }
    this.documents[this.count] = document;
    this.scores[this.count] = score;
    this.places[document] = ++this.count;
  }

  /** Leaves out the documents that are not kept. */
  keep(isKept: (document: number) => boolean): void {
    let kept = 0;
    for (let at = 0; at < this.count; at++) {
      const document = this.documents[at]!;
      if (!isKept(document)) {
        this.places[document] = 0;
        continue;
      }
      this.documents[kept] = document;
      this.scores[kept] = this.scores[at]!;
      this.places[document] = ++kept;
    }
    this.count = kept;
  }

  /** Leaves the dead out. */
  drop({ documents: dead, isDead }: Dead): void {
    const { places, documents, scores, count } = this;
    if (dead.length * FEW < count && !dead.some((document) => places[document]! > 0)) return;
    let kept = 0;
    for (let at = 0; at < count; at++) {
      const document = documents[at]!;
      const isKept = 1 - isDead[document]!;
      documents[kept] = document;
      scores[kept] = scores[at]!;
      kept += isKept;
      places[document] = kept * isKept;
    }
    this.count = kept;
  }

  clear(): void {
    const { places, documents, count } = this;
    if (count * 8 > places.length) places.fill(0);
    else for (let at = 0; at < count; at++) places[documents[at]!] = 0;
    this.count = 0;
  }
}

/** Tables to use again: making them anew for each word would cost more than most searches. */
export class ScorePool {
  readonly #free: DocumentScores[] = [];
  readonly #taken: DocumentScores[] = [];
  readonly #capacity: number;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  take(): DocumentScores {
    const scores = this.#free.pop() ?? new DocumentScores(this.#capacity);
    this.#taken.push(scores);
    return scores;
  }

  /** One that was given back already stays where it is. */
  give(scores: DocumentScores): void {
    scores.clear();
    const at = this.#taken.lastIndexOf(scores);
    if (at < 0) return;
    const last = this.#taken.pop()!;
    if (last !== scores) this.#taken[at] = last;
    this.#free.push(scores);
  }

  /** Takes back what a search that broke off has not given back. */
  giveAll(): void {
    while (this.#taken.length > 0) this.give(this.#taken.at(-1)!);
  }
}
