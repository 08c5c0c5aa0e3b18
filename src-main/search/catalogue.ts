import type { ArticleRow } from '#contract';
import type { StoredCatalogue } from './cache/catalogue-snapshot.ts';
import type { TextPlace } from './cache/text-log.ts';
import { CatalogueCounts, type CountedRow, type Counts } from './catalogue-counts.ts';
import { CatalogueLookUps } from './catalogue-look-ups.ts';
import { CatalogueOrder, compareEntries, SORTS, type Sort } from './catalogue-order.ts';
import { identityOf } from './indexed-fields.ts';
import { grown } from './segments/grown-array.ts';

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

/** Rows kept for the next list: while one types, the same ones are listed again and again. */
const MAX_ROWS = 4_096;

/** All articles' entries, by id, number, address and text; what was stored becomes objects when it is asked for. */
export class Catalogue {
  #stored: StoredCatalogue | null = null;
  /** By number: place in the stored catalogue and 1; 0: not there, or replaced. */
  #places = new Uint32Array(0);
  readonly #entries: (CatalogueEntry | undefined)[] = [];
  /** Rows that were made of what is stored, by number: those listed last. */
  readonly #rows = new Map<number, ArticleRow>();
  /** One byte a number: 1 is in the catalogue; in memory that all threads can read. */
  #alive = new Uint8Array(new SharedArrayBuffer(1024));
  #identities = new Uint32Array(1024);
  /** By number, how often it changed. */
  #revisions = new Uint32Array(1024);
  readonly #lookUps = new CatalogueLookUps(() => this.#whereAll());
  readonly #orders = new Map<Sort, CatalogueOrder>();
  #counts: CatalogueCounts | null = null;
  #nextOrdinal = 0;
  #size = 0;
  /** Numbers whose rows changed since {@link takeTouched}; null: nobody has asked yet. */
  #touched: Set<number> | null = null;
  /** Grows with each change. */
  version = 0;
  /** Grows whenever a number is no longer {@link alive}. */
  deaths = 0;

  get size(): number {
    return this.#size;
  }

  /** Numbers given out so far. */
  get ordinalCount(): number {
    return this.#nextOrdinal;
  }

  takeOrdinal(): number {
    return this.#nextOrdinal++;
  }

  /** Begins with what was stored; to be called while it is empty. */
  load(stored: StoredCatalogue): void {
    this.#stored = stored;
    this.#size = stored.size;
    this.#nextOrdinal = stored.next;
    this.#places = new Uint32Array(stored.next);
    this.#makeRoom(stored.next);
    for (let place = 0; place < stored.size; place++) {
      const ordinal = stored.ordinals[place]!;
      this.#places[ordinal] = place + 1;
      this.#alive[ordinal] = 1;
      this.#identities[ordinal] = stored.identities[place]!;
    }
    for (const sort of SORTS) {
      const order = stored.order(sort)?.map((place) => stored.ordinals[place]!);
      if (order) this.#orders.set(sort, new CatalogueOrder(order, compareEntries(sort), (own) => this.at(own)));
    }
  }

  put(entry: CatalogueEntry): void {
    this.remove(entry.row.id);
    const { ordinal, row } = entry;
    this.#lookUps.add(entry);
    this.#makeRoom(ordinal + 1);
    this.#entries[ordinal] = entry;
    this.#alive[ordinal] = 1;
    this.#identities[ordinal] = identityOf(entry);
    this.#nextOrdinal = Math.max(this.#nextOrdinal, ordinal + 1);
    this.#size++;
    this.#counts?.add(row, 1);
    this.#changed(ordinal);
  }

  remove(id: string): CatalogueEntry | null {
    const entry = this.get(id);
    if (!entry) return null;
    const { ordinal } = entry;
    this.#lookUps.remove(entry);
    this.#entries[ordinal] = undefined;
    this.#alive[ordinal] = 0;
    this.deaths++;
    this.#size--;
    this.#counts?.add(entry.row, -1);
    this.#changed(ordinal);
    return entry;
  }

  /** Lists only: the text stays as it is indexed. */
  changeRow(row: ArticleRow, stamp: string | undefined): CatalogueEntry | null {
    const entry = this.get(row.id);
    if (!entry) return null;
    this.#counts?.add(entry.row, -1);
    this.#counts?.add(row, 1);
    entry.row = row;
    if (stamp !== undefined) entry.stamp = stamp;
    this.#changed(entry.ordinal);
    return entry;
  }

  /** Its texts lie elsewhere now. */
  move(ordinal: number, place: TextPlace): void {
    const entry = this.at(ordinal);
    if (entry) entry.place = place;
  }

  /** Bytes of texts in each file that are still referred to. */
  textBytes(): Map<number, number> {
    const bytes = new Map<number, number>();
    for (const ordinal of this.#ordinals()) {
      const { file, length } = this.#placeAt(ordinal);
      bytes.set(file, (bytes.get(file) ?? 0) + length);
    }
    return bytes;
  }

  /** Entries whose texts lie where `test` says. */
  entriesAt(test: (place: Omit<TextPlace, 'sum'>) => boolean): CatalogueEntry[] {
    const found: CatalogueEntry[] = [];
    for (const ordinal of this.#ordinals()) {
      if (test(this.#placeAt(ordinal))) found.push(this.at(ordinal)!);
    }
    return found;
  }

  get(id: string): CatalogueEntry | undefined {
    const ordinal = this.#ids().get(id);
    return ordinal === undefined ? undefined : this.at(ordinal);
  }

  at(ordinal: number): CatalogueEntry | undefined {
    const entry = this.#entries[ordinal];
    if (entry || this.#alive[ordinal] !== 1 || !this.#stored) return entry;
    return (this.#entries[ordinal] = this.#stored.entryAt(this.#places[ordinal]! - 1, this.#rows.get(ordinal)));
  }

  /** The row of {@link at}, without making the rest of the entry. */
  rowAt(ordinal: number): ArticleRow | undefined {
    const entry = this.#entries[ordinal];
    if (entry || this.#alive[ordinal] !== 1 || !this.#stored) return entry?.row;
    let row = this.#rows.get(ordinal);
    if (!row) {
      if (this.#rows.size >= MAX_ROWS) this.#rows.clear();
      this.#rows.set(ordinal, (row = this.#stored.rowAt(this.#places[ordinal]! - 1)));
    }
    return row;
  }

  /** Numbers whose rows changed since the last call. */
  takeTouched(): Set<number> {
    const touched = this.#touched ?? new Set<number>();
    this.#touched = new Set<number>();
    return touched;
  }

  /** Numbers of entries whose rows are not as they were stored, or are not stored at all. */
  unlikeStored(): number[] {
    const found: number[] = [];
    for (const ordinal of this.#ordinals()) if (this.#revisions[ordinal]! > 0) found.push(ordinal);
    return found;
  }

  /** What {@link load} was given; null: nothing, or it is gone. */
  get stored(): StoredCatalogue | null {
    return this.#stored;
  }

  /** What is counted of {@link rowAt}, without keeping it. */
  countedAt(ordinal: number): CountedRow | undefined {
    const entry = this.#entries[ordinal];
    if (entry || this.#alive[ordinal] !== 1 || !this.#stored) return entry?.row;
    return this.#stored.rowAt(this.#places[ordinal]! - 1);
  }

  /** Another one after each change of what is under a number; never 0. */
  revisionAt(ordinal: number): number {
    return this.#revisions[ordinal]! + 1;
  }

  /** {@link identityOf} the entry under a number; null: there is none. */
  identityAt(ordinal: number): number | null {
    return this.#alive[ordinal] === 1 ? this.#identities[ordinal]! : null;
  }

  /** All entries, by ascending number. */
  *entries(): Generator<CatalogueEntry> {
    for (const ordinal of this.#ordinals()) yield this.at(ordinal)!;
  }

  /** Entries whose numbers have a 0 in a table of a byte a number. */
  entriesWithout(covered: Uint8Array): CatalogueEntry[] {
    const entries: CatalogueEntry[] = [];
    for (const ordinal of this.#ordinals()) if (covered[ordinal] === 0) entries.push(this.at(ordinal)!);
    return entries;
  }

  /** Ids with their stamps. */
  stamps(): Map<string, string> {
    const stamps = new Map<string, string>();
    for (const [id, ordinal] of this.#ids()) {
      const entry = this.#entries[ordinal];
      stamps.set(id, entry ? entry.stamp : this.#stored!.stampAt(this.#places[ordinal]! - 1));
    }
    return stamps;
  }

  findByAddress(address: string): string | null {
    return this.#idAt(this.#lookUps.by('address').get(address));
  }

  findByTextHash(hash: string): string | null {
    return this.#idAt(this.#lookUps.by('textHash').get(hash));
  }

  findByPrefix(prefix: string): string[] {
    return [...this.#ids().keys()].filter((id) => id.startsWith(prefix)).sort();
  }

  /** The numbers of all entries in this order; valid until the next change. */
  order(sort: Sort): Uint32Array {
    let order = this.#orders.get(sort);
    if (!order) {
      const sorted = [...this.entries()].sort(compareEntries(sort));
      const ordinals = Uint32Array.from(sorted, ({ ordinal }) => ordinal);
      order = new CatalogueOrder(ordinals, compareEntries(sort), (own) => this.at(own));
      this.#orders.set(sort, order);
    }
    return order.get();
  }

  /** What there is of what; kept up from the first call on. */
  counts(): Counts {
    if (!this.#counts) {
      this.#counts = new CatalogueCounts();
      for (const ordinal of this.#ordinals()) {
        this.#counts.add(this.countedAt(ordinal)!, 1);
      }
    }
    return this.#counts.get();
  }

  /** One byte an article number: 1 is in the catalogue. */
  alive(): Uint8Array {
    return this.#alive;
  }

  clear(): void {
    this.#stored = null;
    this.#places = new Uint32Array(0);
    this.#entries.length = 0;
    this.#rows.clear();
    this.#alive.fill(0);
    this.deaths++;
    this.#lookUps.clear();
    this.#orders.clear();
    this.#counts = null;
    this.#touched?.clear();
    this.#nextOrdinal = 0;
    this.#size = 0;
    this.version++;
  }

  #changed(ordinal: number): void {
    this.version++;
    this.#revisions[ordinal]!++;
    this.#touched?.add(ordinal);
    for (const order of this.#orders.values()) order.change(ordinal);
  }

  *#ordinals(): Generator<number> {
    for (let ordinal = 0; ordinal < this.#nextOrdinal; ordinal++) if (this.#alive[ordinal] === 1) yield ordinal;
  }

  /** Where the texts of an entry lie, without making it. */
  #placeAt(ordinal: number): Omit<TextPlace, 'sum'> {
    return this.#entries[ordinal]?.place ?? this.#stored!.placeAt(this.#places[ordinal]! - 1);
  }

  #ids(): Map<string, number> {
    return this.#lookUps.by('id');
  }

  *#whereAll(): Generator<[number, CatalogueEntry | null, StoredCatalogue | null, number]> {
    for (const ordinal of this.#ordinals())
      yield [ordinal, this.#entries[ordinal] ?? null, this.#stored, (this.#places[ordinal] ?? 0) - 1];
  }

  #idAt(ordinal: number | undefined): string | null {
    return ordinal === undefined ? null : (this.at(ordinal)?.row.id ?? null);
  }

  #makeRoom(count: number): void {
    if (count <= this.#alive.length) return;
    const larger = Math.max(count, this.#alive.length * 2);
    const alive = new Uint8Array(new SharedArrayBuffer(larger));
    alive.set(this.#alive);
    this.#alive = alive;
    this.#identities = grown(this.#identities, larger);
    this.#revisions = grown(this.#revisions, larger);
  }
}
