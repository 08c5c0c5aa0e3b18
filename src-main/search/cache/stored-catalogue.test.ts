import type { ArticleRow } from '#contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Catalogue, type CatalogueEntry } from '../catalogue.ts';
import { compareEntries, SORTS } from '../catalogue-order.ts';
import { encodeSnapshot, StoredCatalogue } from './catalogue-snapshot.ts';
import { encodeColumn, readColumn } from './columns.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.constantFrom('', 'Müller', '\uD800', '\uDC00x', '\0', '日本'),
);
const maybe = fc.option(anyText);
const anyDay = fc.constantFrom('2024', '2024-05', '2024-05-06', '2024-05-06T10:00:00Z', '2023-12-31');
const anyEntry = (ordinal: number) =>
  fc.record<CatalogueEntry>({
    ordinal: fc.constant(ordinal),
    row: fc.record({
      id: fc.constant(`id${ordinal}`),
      title: anyText,
      source: fc.constantFrom('', 'Zeitung', 'Blatt'),
      published: fc.option(anyDay),
      archived: anyDay,
      language: fc.constantFrom(null, 'de', 'en'),
      url: maybe,
      tags: fc.array(anyText, { maxLength: 2 }),
      notes: fc.nat(9),
      read: fc.boolean(),
      starred: fc.boolean(),
      words: fc.nat(9_999),
      image: maybe,
      unreadable: fc.boolean(),
    }),
    stamp: anyText,
    address: fc.constantFrom(null, `address ${ordinal}`),
    textHash: fc.constant(`hash ${ordinal}`),
    kicker: maybe,
    authors: fc.array(anyText, { maxLength: 2 }),
    hasImage: fc.boolean(),
    hasVideo: fc.boolean(),
    hasHighlight: fc.boolean(),
    place: fc.record({ file: fc.nat(3), offset: fc.nat(), length: fc.nat(), sum: fc.constant('0123456789abcdef') }),
  });
const anyEntries = fc
  .array(fc.nat(2), { maxLength: 12 })
  .chain((gaps) => fc.tuple(...gaps.map((gap, at) => anyEntry(at * 3 + gap))));

const store = (entries: CatalogueEntry[], next = 100) => {
  const orders = new Map(
    SORTS.map((sort) => {
      const sorted = [...entries].sort(compareEntries(sort));
      return [sort, Uint32Array.from(sorted, (entry) => entries.indexOf(entry))] as const;
    }),
  );
  return encodeSnapshot('archive', entries, orders, next);
};

describe('a column', () => {
  it('gives back any texts, lists and numbers', () => {
    fc.assert(
      fc.property(fc.array(maybe), (values) => {
        for (const kind of ['text', 'name'] as const) {
          const read = readColumn('x', kind, encodeColumn('x', kind, values));
          expect(values.map((_, place) => read(place))).toEqual(values);
        }
      }),
    );
    const lists = [['a'], [], ['a'], ['b', 'c']];
    const read = readColumn('x', 'names', encodeColumn('x', 'names', lists));
    (read(0) as string[]).push('changed');
    expect(lists.map((_, place) => read(place))).toEqual(lists);
  });
});

/** Counted all at once. */
function countAll(rows: readonly ArticleRow[]) {
  const sum = (of: (row: ArticleRow) => number) => rows.reduce((all, row) => all + of(row), 0);
  const times = (values: (string | null)[]) => {
    const counts = new Map<string, number>();
    for (const value of values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
    return counts;
  };
  return {
    ...{ articles: rows.length, notes: sum(({ notes }) => notes), words: sum(({ words }) => words) },
    sources: times(rows.map(({ source }) => source)),
    languages: times(rows.map(({ language }) => language)),
    years: times(rows.map(({ published, archived }) => (published ?? archived).slice(0, 4))),
    tags: times(rows.flatMap(({ tags }) => tags)),
  };
}

describe('a stored catalogue', () => {
  it('gives back every entry, whatever is in it', () => {
    fc.assert(
      fc.property(anyEntries, (entries) => {
        const stored = StoredCatalogue.decode(store(entries).buffer, 'archive')!;
        expect(entries.map((_, place) => stored.entryAt(place))).toEqual(entries);
      }),
    );
  });

  it('is refused with a flipped bit, cut, or of another archive', () => {
    const [entries] = fc.sample(fc.tuple(anyEntry(0), anyEntry(1)), { numRuns: 1, seed: 1 });
    const bytes = store(entries!);
    expect(StoredCatalogue.decode(bytes.buffer, 'other')).toBeNull();
    for (let length = 0; length < bytes.length; length += 8) {
      expect(StoredCatalogue.decode(bytes.slice(0, length).buffer, 'archive')).toBeNull();
    }
    for (let at = 0; at < bytes.length; at += 13) {
      const damaged = bytes.slice();
      damaged[at]! ^= 16;
      expect(StoredCatalogue.decode(damaged.buffer, 'archive'), String(at)).toBeNull();
    }
  });

  it('goes on like a catalogue that was never stored, through any changes', () => {
    const change = fc.record({
      target: fc.nat(40),
      kind: fc.constantFrom('put', 'remove', 'row', 'order', 'count'),
      made: anyEntry(0),
    });
    fc.assert(
      fc.property(anyEntries, fc.array(change, { maxLength: 12 }), (entries, changes) => {
        const plain = new Map(entries.map((entry) => [entry.row.id, entry]));
        const catalogue = new Catalogue();
        catalogue.load(StoredCatalogue.decode(store(entries).buffer, 'archive')!);
        expect(catalogue.takeOrdinal()).toBe(100);
        for (const { target, kind, made } of changes) {
          const id = `id${target}`;
          if (kind === 'count') catalogue.counts();
          if (kind === 'order') for (const sort of SORTS) catalogue.order(sort);
          if (kind === 'remove') {
            catalogue.remove(id);
            plain.delete(id);
          }
          if (kind === 'put') {
            const entry = { ...made, ordinal: catalogue.takeOrdinal(), row: { ...made.row, id } };
            catalogue.put(entry);
            plain.set(id, entry);
          }
          const former = plain.get(id);
          if (kind === 'row' && former) {
            catalogue.changeRow({ ...made.row, id }, 'changed');
            plain.set(id, { ...former, row: { ...made.row, id }, stamp: 'changed' });
          }
        }
        const expected = [...plain.values()].sort((a, b) => a.ordinal - b.ordinal);
        expect([...catalogue.entries()]).toEqual(expected);
        expect(catalogue.size).toBe(expected.length);
        expect(catalogue.counts()).toEqual(countAll(expected.map(({ row }) => row)));
        expect(catalogue.stamps()).toEqual(new Map(expected.map(({ row, stamp }) => [row.id, stamp])));
        for (const sort of SORTS) {
          const sorted = [...expected].sort(compareEntries(sort)).map(({ ordinal }) => ordinal);
          expect([...catalogue.order(sort)]).toEqual(sorted);
        }
        for (const { row, ordinal } of entries) {
          const current = plain.get(row.id);
          expect(catalogue.get(row.id)?.ordinal).toBe(current?.ordinal);
          if (current?.ordinal !== ordinal) expect(catalogue.identityAt(ordinal)).toBeNull();
        }
        for (const { row, address, textHash } of expected) {
          if (expected.filter((other) => other.address === address).length === 1 && address !== null)
            expect(catalogue.findByAddress(address)).toBe(row.id);
          if (expected.filter((other) => other.textHash === textHash).length === 1)
            expect(catalogue.findByTextHash(textHash)).toBe(row.id);
        }
      }),
      { numRuns: 200 },
    );
  });
});
