import type { Facet, FacetName } from '#contract';
import type { Catalogue } from './catalogue.ts';
import type { CountedRow } from './catalogue-counts.ts';
import type { FoundArticles } from './segments/found-articles.ts';
import { grown } from './segments/grown-array.ts';
import { NumberList } from './segments/number-list.ts';

/** Values shown of one facet; the rarest are left out. */
const MAX_VALUES = 50;
/** Articles counted between two looks at whether it is still wanted. */
const CHECKED = 4_096;
/** Numbers left behind before all are read anew, if they are more than half. */
const MOST_STALE = 65_536;

/** Values of a facet and how often each was counted, by number. */
class Values {
  readonly #numbers = new Map<string, number>();
  readonly #values: string[] = [];
  counts = new Uint32Array(64);

  numberOf(value: string): number {
    let number = this.#numbers.get(value);
    if (number === undefined) {
      number = this.#values.length;
      this.#values.push(value);
      this.#numbers.set(value, number);
      if (number >= this.counts.length) this.counts = grown(this.counts, this.counts.length * 2);
    }
    return number;
  }

  counted(): { value: string; count: number }[] {
    return this.#values.map((value, at) => ({ value, count: this.counts[at]! })).filter(({ count }) => count > 0);
  }
}

/** Divides found articles by source, month, tag and so on; what it once read of an article is kept as numbers. */
export class FacetCounter {
  readonly #catalogue: Catalogue;
  /** By article number: its revision that was read, or 0, and where its numbers begin. */
  #revisions = new Uint32Array(0);
  #starts = new Uint32Array(0);
  /** Of an article how many values it has, then facet, value, facet, value … */
  #numbers = new NumberList();
  /** How many of them are of articles that have been read again since. */
  #stale = 0;
  readonly #values: readonly Values[] = FACETS.map(() => new Values());

  constructor(catalogue: Catalogue) {
    this.#catalogue = catalogue;
  }

  /** The most frequent value first, months newest first; `check` is called now and then and may throw. */
  count(found: FoundArticles, check: () => void): Facet[] {
    for (const { counts } of this.#values) counts.fill(0);
    this.#makeRoom();
    for (let at = 0; at < found.count; at++) {
      if (at % CHECKED === 0) check();
      const ordinal = found.ordinals[at]!;
      if (this.#revisions[ordinal] !== this.#catalogue.revisionAt(ordinal)) this.#read(ordinal);
      const numbers = this.#numbers;
      const start = this.#starts[ordinal]!;
      for (let place = start + 1, end = start + numbers.at(start) * 2; place < end; place += 2)
        this.#values[numbers.at(place)]!.counts[numbers.at(place + 1)]!++;
    }
    return FACETS.map((name, facet) => ({
      name,
      values: this.#values
        [facet]!.counted()
        .sort((a, b) =>
          name === 'month' ? (a.value < b.value ? 1 : -1) : b.count - a.count || (a.value < b.value ? -1 : 1),
        )
        .slice(0, MAX_VALUES),
    }));
  }

  #makeRoom(): void {
    const { ordinalCount } = this.#catalogue;
    if (this.#stale > MOST_STALE && this.#stale * 2 > this.#numbers.length) {
      this.#numbers = new NumberList();
      this.#revisions.fill(0);
      this.#stale = 0;
    }
    if (ordinalCount <= this.#revisions.length) return;
    const room = Math.max(ordinalCount, this.#revisions.length * 2);
    this.#revisions = grown(this.#revisions, room);
    this.#starts = grown(this.#starts, room);
  }

  #read(ordinal: number): void {
    const row = this.#catalogue.countedAt(ordinal);
    const numbers: number[] = [];
    if (row) {
      for (const [facet, name] of FACETS.entries()) {
        for (const value of VALUES[name](row)) {
          if (value !== null && value !== '') numbers.push(facet, this.#values[facet]!.numberOf(value));
        }
      }
    }
    if (this.#revisions[ordinal] !== 0) this.#stale += 1 + this.#numbers.at(this.#starts[ordinal]!) * 2;
    this.#starts[ordinal] = this.#numbers.length;
    this.#numbers.push(numbers.length / 2);
    for (const number of numbers) this.#numbers.push(number);
    this.#revisions[ordinal] = this.#catalogue.revisionAt(ordinal);
  }
}

const VALUES: Record<FacetName, (row: CountedRow) => readonly (string | null)[]> = {
  source: (row) => [row.source],
  month: (row) => [(row.published ?? row.archived).slice(0, 7)],
  tag: (row) => row.tags,
  language: (row) => [row.language],
  notes: (row) => (row.notes > 0 ? ['with'] : []),
  unread: (row) => (row.read ? [] : ['unread']),
};
const FACETS = Object.keys(VALUES) as FacetName[];
