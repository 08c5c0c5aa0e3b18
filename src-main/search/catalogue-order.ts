import type { ArticleRow, ListRequest } from '#contract';
import type { CatalogueEntry } from './catalogue.ts';

export type Sort = ListRequest['sort'];

/** All orders of lists. */
export const SORTS: readonly Sort[] = ['newest', 'oldest', 'added', 'title'];

const byTitle = new Intl.Collator('de', { numeric: true });

type EntryAt = (ordinal: number) => CatalogueEntry | undefined;
type Compare = (a: CatalogueEntry, b: CatalogueEntry) => number;

/** Article numbers in one order, kept up as articles come, change and go without sorting all of them again. */
export class CatalogueOrder {
  #ordinals: Uint32Array;
  /** Numbers that came, changed or went since. */
  readonly #changed = new Set<number>();
  readonly #compare: Compare;
  readonly #entryAt: EntryAt;

  /** `ordinals` must be in order already. */
  constructor(ordinals: Uint32Array, compare: Compare, entryAt: EntryAt) {
    this.#ordinals = ordinals;
    this.#compare = compare;
    this.#entryAt = entryAt;
  }

  /** To be called after the entry under this number came, changed or went. */
  change(ordinal: number): void {
    this.#changed.add(ordinal);
  }

  /** All numbers in their order; valid until the next change. */
  get(): Uint32Array {
    if (this.#changed.size > 0) this.#ordinals = this.#merge();
    this.#changed.clear();
    return this.#ordinals;
  }

  #merge(): Uint32Array {
    const kept = this.#ordinals.filter((ordinal) => !this.#changed.has(ordinal));
    const added: CatalogueEntry[] = [];
    for (const ordinal of this.#changed) {
      const entry = this.#entryAt(ordinal);
      if (entry) added.push(entry);
    }
    added.sort(this.#compare);
    const merged = new Uint32Array(kept.length + added.length);
    let from = 0;
    let at = 0;
    for (const entry of added) {
      const until = this.#placeIn(kept, entry, from);
      merged.set(kept.subarray(from, until), at);
      at += until - from;
      from = until;
      merged[at++] = entry.ordinal;
    }
    merged.set(kept.subarray(from), at);
    return merged;
  }

  /** Where an entry belongs among the others, from a place on. */
  #placeIn(ordinals: Uint32Array, entry: CatalogueEntry, from: number): number {
    let low = from;
    let high = ordinals.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = this.#entryAt(ordinals[middle]!);
      if (other && this.#compare(other, entry) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Order of two entries; equal ones by id, so that pages never overlap. */
export function compareEntries(sort: Sort): (a: CatalogueEntry, b: CatalogueEntry) => number {
  const compare = compareRows(sort);
  return (a, b) => compare(a.row, b.row);
}

/** {@link compareEntries} of their rows. */
export function compareRows(sort: Sort): (a: ArticleRow, b: ArticleRow) => number {
  const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  const time = (row: ArticleRow) => row.published ?? row.archived;
  return (a, b) => {
    const order =
      sort === 'title'
        ? byTitle.compare(a.title, b.title)
        : sort === 'added'
          ? compare(b.archived, a.archived)
          : sort === 'oldest'
            ? compare(time(a), time(b))
            : compare(time(b), time(a));
    return order || compare(a.id, b.id);
  };
}
