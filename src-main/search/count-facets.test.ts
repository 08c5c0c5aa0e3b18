import type { ArticleRow } from '#contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeSnapshot, StoredCatalogue } from './cache/catalogue-snapshot.ts';
import { NEVER_STOPPED } from './call-stop.ts';
import { Catalogue, type CatalogueEntry } from './catalogue.ts';
import { FacetCounter } from './count-facets.ts';
import { makeIndexed } from './made-articles.ts';
import { FoundArticles } from './segments/found-articles.ts';

type Row = Pick<ArticleRow, 'source' | 'published' | 'language' | 'tags' | 'read'>;
const anyRow = fc.record<Row>({
  source: fc.constantFrom('', 'Zeitung', 'Blatt'),
  published: fc.constantFrom(null, '2024', '2024-05-06'),
  language: fc.constantFrom(null, 'de', 'en'),
  tags: fc.subarray(['Ungarn', 'Krieg', 'Gipfel']),
  read: fc.boolean(),
});

const entryOf = (ordinal: number, id: number, row: Row): CatalogueEntry => ({
  ...makeIndexed(`id${id}`, { ...row, text: 'Wort' }),
  ...{ ordinal, place: { file: 1, offset: 0, length: 1, sum: '' } },
});

/** A catalogue of which these were read from a file. */
const openStored = (rows: readonly Row[]) => {
  const entries = rows.map((row, ordinal) => entryOf(ordinal, ordinal, row));
  const bytes = encodeSnapshot('archive', entries, new Map(), entries.length);
  const catalogue = new Catalogue();
  catalogue.load(StoredCatalogue.decode(bytes.buffer, 'archive')!);
  return catalogue;
};

const everything = (catalogue: Catalogue) => {
  const found = new FoundArticles();
  for (let ordinal = 0; ordinal < catalogue.ordinalCount; ordinal++) found.add(ordinal, 1);
  return found;
};
const count = (counter: FacetCounter, catalogue: Catalogue) =>
  counter.count(everything(catalogue), NEVER_STOPPED.check);

describe('the counts of facets', () => {
  const anyChange = fc.record({
    what: fc.constantFrom('put', 'change', 'remove', 'clear'),
    id: fc.nat(5),
    row: anyRow,
  });

  it('are those of the articles as they are now, whatever was counted before', () => {
    fc.assert(
      fc.property(fc.array(anyRow, { maxLength: 5 }), fc.array(anyChange, { maxLength: 12 }), (rows, changes) => {
        const catalogue = openStored(rows);
        const counter = new FacetCounter(catalogue);
        count(counter, catalogue);
        for (const { what, id, row } of changes) {
          const { row: changed, ...entry } = entryOf(0, id, row);
          if (what === 'put') catalogue.put({ ...entry, row: changed, ordinal: catalogue.takeOrdinal() });
          else if (what === 'change') catalogue.changeRow(changed, '2');
          else if (what === 'remove') catalogue.remove(changed.id);
          else catalogue.clear();
          expect(count(counter, catalogue)).toEqual(count(new FacetCounter(catalogue), catalogue));
        }
      }),
    );
  });

  it('name what there is, the most frequent first and months newest first', () => {
    const row = { source: 'Zeitung', published: '2024-05-06', language: 'de', tags: ['Ungarn'], read: false };
    const catalogue = openStored([row, { ...row, published: '2025-01-02', source: 'Blatt', read: true }, row]);
    const facets = count(new FacetCounter(catalogue), catalogue);
    expect(Object.fromEntries(facets.map(({ name, values }) => [name, values]))).toEqual({
      source: [{ value: 'Zeitung', count: 2 }, { value: 'Blatt', count: 1 }], // prettier-ignore
      month: [{ value: '2025-01', count: 1 }, { value: '2024-05', count: 2 }], // prettier-ignore
      tag: [{ value: 'Ungarn', count: 3 }],
      language: [{ value: 'de', count: 3 }],
      notes: [],
      unread: [{ value: 'unread', count: 2 }],
    });
  });

  it('stay right when the same articles are read, unread and read again for years', () => {
    const row = { source: 'Zeitung', published: null, language: 'de', tags: ['a', 'b', 'c'], read: false };
    const catalogue = openStored(Array.from({ length: 400 }, () => row));
    const counter = new FacetCounter(catalogue);
    for (let round = 0; round < 60; round++) {
      for (let id = 0; id < 400; id++) catalogue.changeRow(entryOf(0, id, { ...row, read: round % 2 === 0 }).row, '2');
      const unread = count(counter, catalogue).find(({ name }) => name === 'unread')?.values;
      expect(unread).toEqual(round % 2 === 0 ? [] : [{ value: 'unread', count: 400 }]);
    }
  });
});
