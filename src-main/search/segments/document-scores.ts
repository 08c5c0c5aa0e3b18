import type { Dead } from './dead-documents.ts';

/** Dead ones are looked for first where so many times more were found: often there is none among them. */
const FEW = 8;

/** Scores of some documents of a segment: a list and a table, so that both going through and looking up are quick. */
export class DocumentScores {
  readonly scores: Float64Array;
  readonly has: Uint8Array;
  /** Room for all documents, and for what is written behind the last before it is known whether it belongs there. */
  readonly documents: Uint16Array;
  count = 0;

  constructor(capacity: number) {
    this.scores = new Float64Array(capacity);
    this.has = new Uint8Array(capacity);
    this.documents = new Uint16Array(capacity + 1);
  }

  add(document: number, score: number): void {
    if (this.has[document] === 0) {
      this.has[document] = 1;
      this.documents[this.count++] = document;
      this.scores[document] = score;
    } else this.scores[document]! += score;
  }

  /** Leaves out the documents that are not kept. */
  keep(isKept: (document: number) => boolean): void {
    let kept = 0;
    for (let at = 0; at < this.count; at++) {
      const document = this.documents[at]!;
      if (isKept(document)) this.documents[kept++] = document;
      else this.has[document] = 0;
    }
    this.count = kept;
  }

  /** Leaves the dead out. */
  drop({ documents: dead, isDead }: Dead): void {
    const { has, documents, count } = this;
    if (dead.length * FEW < count && !dead.some((document) => has[document] === 1)) return;
    let kept = 0;
    for (let at = 0; at < count; at++) {
      const document = documents[at]!;
      const isKept = 1 - isDead[document]!;
      documents[kept] = document;
      has[document] = isKept;
      kept += isKept;
    }
    this.count = kept;
  }

  clear(): void {
    const { has, documents, count } = this;
    if (count * 8 > has.length) has.fill(0);
    else for (let at = 0; at < count; at++) has[documents[at]!] = 0;
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
