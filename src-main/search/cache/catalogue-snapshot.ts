import type { ArticleRow, ListRequest } from '#contract';
import type { CatalogueEntry } from '../catalogue.ts';
import { identityOf } from '../indexed-fields.ts';
import { encodeColumn, readColumn, type ColumnKind } from './columns.ts';
import { encodeRows, RowRecords } from './row-records.ts';
import { decodeSections, encodeSections, type Section } from './section-file.ts';
import type { TextPlace } from './text-log.ts';

type Sort = ListRequest['sort'];
type Columns<T> = Record<keyof T, ColumnKind>;

/** Raise when columns or their meaning change: an older cache is ignored and built anew. */
const FORMAT = 3;
const MAGIC = 0x54434c4e; // "NLCT"

const ENTRY: Columns<Omit<CatalogueEntry, 'row' | 'place' | 'ordinal'>> = {
  ...{ stamp: 'text', address: 'text', textHash: 'text', kicker: 'text', authors: 'names' },
  ...{ hasImage: 'flag', hasVideo: 'flag', hasHighlight: 'flag' },
};
const PLACE: Columns<TextPlace> = { file: 'number', offset: 'number', length: 'number', sum: 'text' };

type Read = (place: number) => unknown;

/** Entries by ascending number, orders as places among them, and the number the next article gets. */
export function encodeSnapshot(
  archiveId: string,
  entries: readonly CatalogueEntry[],
  orders: ReadonlyMap<Sort, Uint32Array>,
  next: number,
): Uint8Array {
  const sections: Record<string, Section> = {
    ordinals: Uint32Array.from(entries, ({ ordinal }) => ordinal),
    identities: Uint32Array.from(entries, identityOf),
  };
  const add = <T>(name: string, columns: Columns<T>, records: readonly T[]) => {
    for (const key of keysOf(columns)) {
      const values = records.map((record) => record[key]);
      Object.assign(sections, encodeColumn(`${name}.${String(key)}`, columns[key], values));
    }
  };
  Object.assign(sections, encodeRows(entries.map(({ row }) => row)));
  add('entry', ENTRY, entries);
  add('place', PLACE, entries.map(({ place }) => place)); // prettier-ignore
  for (const [sort, places] of orders) sections[`order.${sort}`] = places;
  return encodeSections(MAGIC, { format: FORMAT, archiveId, next, icu: process.versions['icu'] }, sections);
}

/** A catalogue as it was written, of which only what is asked for becomes objects. */
export class StoredCatalogue {
  readonly ordinals: Uint32Array;
  /** {@link identityOf} of each entry. */
  readonly identities: Uint32Array;
  readonly next: number;
  /** Of the whole file. */
  readonly sum: number;
  readonly stampAt: (place: number) => string;
  readonly addressAt: (place: number) => string | null;
  readonly textHashAt: (place: number) => string;
  readonly #sections: Record<string, Section>;
  readonly #sameSorting: boolean;
  readonly #rows: RowRecords;
  readonly #entry: [string, Read][];
  readonly #place: [string, Read][];

  private constructor(sections: Record<string, Section>, next: number, sum: number, sameSorting: boolean) {
    this.#sections = sections;
    this.#sameSorting = sameSorting;
    this.next = next;
    this.sum = sum;
    this.ordinals = sections['ordinals'] as Uint32Array;
    this.identities = sections['identities'] as Uint32Array;
    const read = <T>(name: string, columns: Columns<T>) =>
      keysOf(columns).map((key): [string, Read] => [
        String(key),
        readColumn(`${name}.${String(key)}`, columns[key], sections),
      ]);
    this.#rows = new RowRecords(sections);
    this.#entry = read('entry', ENTRY);
    this.#place = read('place', PLACE);
    this.stampAt = readColumn('entry.stamp', 'text', sections) as (place: number) => string;
    this.addressAt = readColumn('entry.address', 'text', sections) as (place: number) => string | null;
    this.textHashAt = readColumn('entry.textHash', 'text', sections) as (place: number) => string;
  }

  /** null: damaged, of another archive or of another format. */
  static decode(buffer: ArrayBufferLike, archiveId: string): StoredCatalogue | null {
    const decoded = decodeSections(MAGIC, buffer);
    if (!decoded) return null;
    const { about, sections, sum } = decoded;
    if (about['format'] !== FORMAT || about['archiveId'] !== archiveId) return null;
    return new StoredCatalogue(sections, Number(about['next']), sum, about['icu'] === process.versions['icu']);
  }

  /** In another thread than the one that decoded it; for its rows only. */
  static of(sections: Record<string, Section>): StoredCatalogue {
    return new StoredCatalogue(sections, 0, 0, false);
  }

  /** Views of one block of memory that threads share. */
  get sections(): Record<string, Section> {
    return this.#sections;
  }

  get size(): number {
    return this.ordinals.length;
  }

  /** Places in this order; null: not stored, or titles were sorted by other rules. */
  order(sort: Sort): Uint32Array | null {
    if (sort === 'title' && !this.#sameSorting) return null;
    return (this.#sections[`order.${sort}`] as Uint32Array | undefined) ?? null;
  }

  /** Where its texts lie. */
  placeAt(place: number): Omit<TextPlace, 'sum'> {
    const at = (name: 'file' | 'offset' | 'length') => this.#sections[`place.${name}`]![place]!;
    return { file: at('file'), offset: at('offset'), length: at('length') };
  }

  /** By number: place and 1; 0: not there. */
  places(): Uint32Array {
    const places = new Uint32Array((this.ordinals.at(-1) ?? -1) + 1);
    for (let place = 0; place < this.size; place++) places[this.ordinals[place]!] = place + 1;
    return places;
  }

  rowAt(place: number): ArticleRow {
    return this.#rows.at(place);
  }

  idAt(place: number): string {
    return this.#rows.idAt(place);
  }

  /** `row`: its row, if that was made already. */
  entryAt(place: number, row = this.rowAt(place)): CatalogueEntry {
    const make = (columns: [string, Read][]) => {
      const record: Record<string, unknown> = {};
      for (const [key, read] of columns) record[key] = read(place);
      return record;
    };
    const entry = make(this.#entry);
    entry['ordinal'] = this.ordinals[place];
    entry['row'] = row;
    entry['place'] = make(this.#place);
    return entry as CatalogueEntry;
  }
}

function keysOf<T>(columns: Columns<T>): (keyof T)[] {
  return Object.keys(columns) as (keyof T)[];
}
