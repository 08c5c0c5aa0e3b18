/** Scores of some documents of a segment: a list and a table, so that both going through and looking up are quick. */
export class DocumentScores {
  readonly scores: Float64Array;
  readonly has: Uint8Array;
  readonly documents: Uint16Array;
  count = 0;

  constructor(capacity: number) {
    this.scores = new Float64Array(capacity);
    this.has = new Uint8Array(capacity);
    this.documents = new Uint16Array(capacity);
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

  clear(): void {
    for (let at = 0; at < this.count; at++) this.has[this.documents[at]!] = 0;
    this.count = 0;
  }
}

/** Tables to use again: making them anew for each word would cost more than most searches. */
export class ScorePool {
  readonly #free: DocumentScores[] = [];
  readonly #capacity: number;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  take(): DocumentScores {
    return this.#free.pop() ?? new DocumentScores(this.#capacity);
  }

  give(scores: DocumentScores): void {
    scores.clear();
    this.#free.push(scores);
  }
}
