import type { CatalogueEntry } from './catalogue.ts';

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
