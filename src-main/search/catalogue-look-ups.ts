import type { StoredCatalogue } from './cache/catalogue-snapshot.ts';
import type { CatalogueEntry } from './catalogue.ts';

/** What an entry is found by, of which an archive's entries may have none. */
type Property = {
  ofEntry: (entry: CatalogueEntry) => string | null;
  ofStored: (stored: StoredCatalogue, place: number) => string | null;
};

const PROPERTIES = {
  id: { ofEntry: ({ row }) => row.id, ofStored: (stored, place) => stored.idAt(place) },
  address: { ofEntry: ({ address }) => address, ofStored: (stored, place) => stored.addressAt(place) },
  textHash: { ofEntry: ({ textHash }) => textHash, ofStored: (stored, place) => stored.textHashAt(place) },
} satisfies Record<string, Property>;
type PropertyName = keyof typeof PROPERTIES;

/** All entries, by number: as objects, or only where they are stored. */
type AllEntries = Iterable<
  [ordinal: number, entry: CatalogueEntry | null, stored: StoredCatalogue | null, place: number]
>;

/** Numbers of entries by id, address and text; each kind is made when it is first asked for, and kept up from then on. */
export class CatalogueLookUps {
  readonly #all: () => AllEntries;
  readonly #known = new Map<PropertyName, Map<string, number>>();

  constructor(all: () => AllEntries) {
    this.#all = all;
  }

  /** Values with the numbers of their entries, of those with the same the last one; without making objects of entries. */
  by(name: PropertyName): Map<string, number> {
    let known = this.#known.get(name);
    if (!known) this.#known.set(name, (known = this.#lookUp(PROPERTIES[name])));
    return known;
  }

  add(entry: CatalogueEntry): void {
    for (const [name, known] of this.#known) {
      const value = PROPERTIES[name].ofEntry(entry);
      if (value !== null) known.set(value, entry.ordinal);
    }
  }

  remove(entry: CatalogueEntry): void {
    for (const [name, known] of this.#known) {
      const value = PROPERTIES[name].ofEntry(entry);
      if (value !== null && known.get(value) === entry.ordinal) known.delete(value);
    }
  }

  clear(): void {
    this.#known.clear();
  }

  #lookUp({ ofEntry, ofStored }: Property): Map<string, number> {
    const found = new Map<string, number>();
    for (const [ordinal, entry, stored, place] of this.#all()) {
      const value = entry ? ofEntry(entry) : ofStored(stored!, place);
      if (value !== null) found.set(value, ordinal);
    }
    return found;
  }
}
