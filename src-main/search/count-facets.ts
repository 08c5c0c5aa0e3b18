import type { ArticleRow, Facet, FacetName } from '#contract';
import type { Catalogue } from './catalogue.ts';
import type { FoundArticles } from './segments/found-articles.ts';

/** Values shown of one facet; the rarest are left out. */
const MAX_VALUES = 50;
/** Articles counted between two looks at whether it is still wanted. */
const CHECKED = 4_096;

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
      if (number >= this.counts.length) {
        const larger = new Uint32Array(this.counts.length * 2);
        larger.set(this.counts);
        this.counts = larger;
      }
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
  /** By article number: what was read, and the numbers of its values in the order of {@link FACETS}. */
  readonly #rows: ArticleRow[] = [];
  readonly #numbers: Int32Array[] = [];
  readonly #values: readonly Values[] = FACETS.map(() => new Values());

  constructor(catalogue: Catalogue) {
    this.#catalogue = catalogue;
  }

  /** The most frequent value first, months newest first; `check` is called now and then and may throw. */
  count(found: FoundArticles, check: () => void): Facet[] {
    for (const { counts } of this.#values) counts.fill(0);
    for (let at = 0; at < found.count; at++) {
      if (at % CHECKED === 0) check();
      const ordinal = found.ordinals[at]!;
      const row = this.#catalogue.rowAt(ordinal);
      if (!row) continue;
      if (this.#rows[ordinal] !== row) this.#read(ordinal, row);
      const numbers = this.#numbers[ordinal]!;
      for (let place = 0; place < numbers.length; place += 2)
        this.#values[numbers[place]!]!.counts[numbers[place + 1]!]!++;
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

  /** Facet, value, facet, value … */
  #read(ordinal: number, row: ArticleRow): void {
    const numbers: number[] = [];
    for (const [facet, name] of FACETS.entries()) {
      for (const value of VALUES[name](row)) {
        if (value !== null && value !== '') numbers.push(facet, this.#values[facet]!.numberOf(value));
      }
    }
    this.#rows[ordinal] = row;
    this.#numbers[ordinal] = Int32Array.from(numbers);
  }
}

const VALUES: Record<FacetName, (row: ArticleRow) => readonly (string | null)[]> = {
  source: (row) => [row.source],
  month: (row) => [(row.published ?? row.archived).slice(0, 7)],
  tag: (row) => row.tags,
  language: (row) => [row.language],
  notes: (row) => (row.notes > 0 ? ['with'] : []),
  unread: (row) => (row.read ? [] : ['unread']),
};
const FACETS = Object.keys(VALUES) as FacetName[];
