import type { ArticleRow, ListRequest } from '#contract';
import type { TextPlace } from './cache/text-log.ts';
import { fullDate } from './query/parse-date.ts';

/** One article as it is listed and filtered; its number never changes, a new capture gets a new one. */
export type CatalogueEntry = {
  ordinal: number;
  row: ArticleRow;
  stamp: string;
  address: string | null;
  textHash: string;
  kicker: string | null;
  authors: string[];
  hasImage: boolean;
  hasVideo: boolean;
  hasHighlight: boolean;
  place: TextPlace;
};

type Sort = ListRequest['sort'];

const byTitle = new Intl.Collator('de', { numeric: true });

/** All articles' entries, by id, number, address and text. */
export class Catalogue {
  readonly #byId = new Map<string, CatalogueEntry>();
  readonly #byOrdinal: (CatalogueEntry | undefined)[] = [];
  /** One byte a number: 1 is in the catalogue. */
  #alive = new Uint8Array(1024);
  readonly #byAddress = new Map<string, string>();
  readonly #byTextHash = new Map<string, string>();
  readonly #sorted = new Map<Sort, CatalogueEntry[]>();
  #nextOrdinal = 0;

  get size(): number {
    return this.#byId.size;
  }

  takeOrdinal(): number {
    return this.#nextOrdinal++;
  }

  put(entry: CatalogueEntry): void {
    this.remove(entry.row.id);
    this.#byId.set(entry.row.id, entry);
    this.#byOrdinal[entry.ordinal] = entry;
    this.#setAlive(entry.ordinal, 1);
    if (entry.address !== null) this.#byAddress.set(entry.address, entry.row.id);
    this.#byTextHash.set(entry.textHash, entry.row.id);
    this.#nextOrdinal = Math.max(this.#nextOrdinal, entry.ordinal + 1);
    this.#sorted.clear();
  }

  remove(id: string): CatalogueEntry | null {
    const entry = this.#byId.get(id);
    if (!entry) return null;
    this.#byId.delete(id);
    this.#byOrdinal[entry.ordinal] = undefined;
    this.#setAlive(entry.ordinal, 0);
    if (entry.address !== null && this.#byAddress.get(entry.address) === id) this.#byAddress.delete(entry.address);
    if (this.#byTextHash.get(entry.textHash) === id) this.#byTextHash.delete(entry.textHash);
    this.#sorted.clear();
    return entry;
  }

  /** Lists only: the text stays as it is indexed. */
  changeRow(row: ArticleRow, stamp: string | undefined): CatalogueEntry | null {
    const entry = this.#byId.get(row.id);
    if (!entry) return null;
    entry.row = row;
    if (stamp !== undefined) entry.stamp = stamp;
    this.#sorted.clear();
    return entry;
  }

  get(id: string): CatalogueEntry | undefined {
    return this.#byId.get(id);
  }

  at(ordinal: number): CatalogueEntry | undefined {
    return this.#byOrdinal[ordinal];
  }

  entries(): IterableIterator<CatalogueEntry> {
    return this.#byId.values();
  }

  findByAddress(address: string): string | null {
    return this.#byAddress.get(address) ?? null;
  }

  findByTextHash(hash: string): string | null {
    return this.#byTextHash.get(hash) ?? null;
  }

  findByPrefix(prefix: string): string[] {
    return [...this.#byId.keys()].filter((id) => id.startsWith(prefix)).sort();
  }

  /** All entries in this order. */
  sorted(sort: Sort): readonly CatalogueEntry[] {
    let entries = this.#sorted.get(sort);
    if (!entries) {
      entries = [...this.#byId.values()].sort(compareEntries(sort));
      this.#sorted.set(sort, entries);
    }
    return entries;
  }

  /** One byte an article number: 1 is in the catalogue. */
  alive(): Uint8Array {
    return this.#alive;
  }

  /** Numbers given out so far. */
  get ordinalCount(): number {
    return this.#nextOrdinal;
  }

  clear(): void {
    for (const map of [this.#byId, this.#byAddress, this.#byTextHash, this.#sorted]) map.clear();
    this.#byOrdinal.length = 0;
    this.#alive.fill(0);
    this.#nextOrdinal = 0;
  }

  #setAlive(ordinal: number, alive: 0 | 1): void {
    if (ordinal >= this.#alive.length) {
      const larger = new Uint8Array(Math.max(ordinal + 1, this.#alive.length * 2));
      larger.set(this.#alive);
      this.#alive = larger;
    }
    this.#alive[ordinal] = alive;
  }
}

/** Published, else archived, as a full day. */
export function dateOf(row: ArticleRow): string {
  return fullDate(row.published ?? row.archived);
}

/** Order of two entries; equal ones by id, so that pages never overlap. */
export function compareEntries(sort: Sort): (a: CatalogueEntry, b: CatalogueEntry) => number {
  const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  const time = ({ row }: CatalogueEntry) => row.published ?? row.archived;
  return (a, b) => {
    const order =
      sort === 'title'
        ? byTitle.compare(a.row.title, b.row.title)
        : sort === 'added'
          ? compare(b.row.archived, a.row.archived)
          : sort === 'oldest'
            ? compare(time(a), time(b))
            : compare(time(b), time(a));
    return order || compare(a.row.id, b.row.id);
  };
}
