import { BestArticles, type Ranked } from './best-articles.ts';
import type { Dead } from './dead-documents.ts';
import type { DocumentScores } from './document-scores.ts';
import { grown } from './grown-array.ts';

/** Documents of a segment and, in step with them, their scores. */
type ScoredDocuments = { documents: Uint16Array; scores: Float64Array; count: number };
/** `numbers`: article numbers by document. */
type View = ScoredDocuments & { numbers: Uint32Array };

/** Fewer are copied: their table is used again at once, while it is still in the processor's cache. */
const LEAST_VIEWED = 512;
/** The tables of so many segments are kept at most: each has room for the largest segment. */
const MOST_VIEWS = 16;

/**
 * Articles found, by number, with their scores; filled anew by each search. What was found of a segment stays where it
 * is, as most of it is only counted, and becomes one list when that is asked for.
 */
export class FoundArticles {
  readonly #views: View[] = [];
  #ordinals = new Uint32Array(1024);
  #scores = new Float64Array(1024);
  /** How many are in the list, not in views. */
  #listed = 0;
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** The first {@link count} are the numbers found, in no order. */
  get ordinals(): Uint32Array {
    this.list();
    return this.#ordinals;
  }

  /** In step with {@link ordinals}. */
  get scores(): Float64Array {
    this.list();
    return this.#scores;
  }

  add(ordinal: number, score: number): void {
    this.#makeRoom(1);
    this.#ordinals[this.#listed] = ordinal;
    this.#scores[this.#listed++] = score;
    this.#count++;
  }

  /**
   * What was found of a segment, the dead left out; null: there are none. `numbers`: its article numbers by document.
   * True: the table must stay as it is until {@link clear} or {@link list}.
   */
  addTable(numbers: Uint32Array, table: DocumentScores, dead: Dead | null): boolean {
    if (dead) table.drop(dead);
    const { documents, scores, count } = table;
    return this.#addView({ numbers, documents, scores, count });
  }

  /** {@link addTable} of a list; the dead are taken out of it. */
  addList(numbers: Uint32Array, { documents, scores, count }: ScoredDocuments, dead: Dead | null): boolean {
    const kept = dead ? drop(documents, scores, count, dead) : count;
    return this.#addView({ numbers, documents, scores, count: kept });
  }

  /** Copies everything that is in tables. */
  list(): void {
    for (const view of this.#views) this.#copy(view);
    this.#views.length = 0;
  }

  /** The numbers with the highest scores, best first; of equal scores those that `isBefore` says. */
  top(wanted: number, isBefore: (a: number, b: number) => boolean): Ranked[] {
    if (wanted <= 0) return [];
    const best = new BestArticles(wanted, isBefore);
    for (const view of this.#views) offerAll(best, view);
    const ordinals = this.#ordinals;
    const scores = this.#scores;
    let { least } = best;
    for (let at = 0, end = this.#listed; at < end; at++)
      if (scores[at]! >= least) least = best.offer(ordinals[at]!, scores[at]!);
    return best.get();
  }

  clear(): void {
    this.#views.length = 0;
    this.#listed = this.#count = 0;
  }

  /** False: it was copied. */
  #addView(view: View): boolean {
    this.#count += view.count;
    const isKept = view.count >= LEAST_VIEWED && this.#views.length < MOST_VIEWS;
    if (isKept) this.#views.push(view);
    else this.#copy(view);
    return isKept;
  }

  #copy({ numbers, documents, scores, count }: View): void {
    this.#makeRoom(count);
    const ordinals = this.#ordinals;
    const own = this.#scores;
    const end = this.#listed;
    for (let at = 0; at < count; at++) {
      ordinals[end + at] = numbers[documents[at]!]!;
      own[end + at] = scores[at]!;
    }
    this.#listed = end + count;
  }

  #makeRoom(count: number): void {
    const needed = this.#listed + count;
    if (needed <= this.#ordinals.length) return;
    const length = Math.max(needed, this.#ordinals.length * 2);
    this.#ordinals = grown(this.#ordinals, length);
    this.#scores = grown(this.#scores, length);
  }
}

function offerAll(best: BestArticles, { numbers, documents, scores, count }: View): void {
  let { least } = best;
  for (let at = 0; at < count; at++) {
    const score = scores[at]!;
    if (score >= least) least = best.offer(numbers[documents[at]!]!, score);
  }
}

/** Moves what is not dead to the front; how many these are. */
function drop(documents: Uint16Array, scores: Float64Array, count: number, { isDead }: Dead): number {
  let kept = 0;
  for (let at = 0; at < count; at++) {
    const document = documents[at]!;
    documents[kept] = document;
    scores[kept] = scores[at]!;
    kept += 1 - isDead[document]!;
  }
  return kept;
}
