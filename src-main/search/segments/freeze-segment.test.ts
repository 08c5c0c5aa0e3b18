import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeDocuments } from '../made-corpus.ts';
import { loadTermRules } from '../terms/word-lists.ts';
import { cutWords } from '../terms/word-spans.ts';
import { SegmentBuilder } from './freeze-segment.ts';
import { FrozenSegment } from './frozen-segment.ts';
import { GroupedMiniSearch, type IndexedDocument } from './grouped-mini-search.ts';
import { countWord } from './resolve-word.ts';
import { FIELDS, tiersOf, type WordQuery } from './word-query.ts';
import { WordTable } from './word-table.ts';

const rules = loadTermRules();

const freeze = (documents: readonly IndexedDocument[]) => {
  const builder = new SegmentBuilder(rules);
  for (const document of documents) builder.add(document);
  const bytes = builder.freeze('archive', new Uint32Array(documents.length));
  return FrozenSegment.decode(bytes.buffer, 'archive')!;
};

/** Different words of a field as they are written: what MiniSearch takes for its length. */
const lengthOf = (text: string) => new Set(cutWords(text)).size;

const words = [
  'Haus',
  'haus',
  'Häuser',
  'Waffenlieferung',
  'running',
  'ran',
  'Straße',
  '2.500',
  'e\u0301',
  '東京',
  '-\n',
];
const anyText = fc
  .array(fc.oneof(fc.constantFrom(...words), fc.string({ unit: 'binary', maxLength: 6 })), { maxLength: 12 })
  .map((parts) => parts.join(' '));
const anyDocuments = fc
  .array(
    fc.record({
      language: fc.constantFrom(null, 'de', 'de-AT', 'en', 'fr'),
      title: anyText,
      text: anyText,
      more: anyText,
      notes: anyText,
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((all) => all.map((document, id) => ({ ...document, id: id * 3 })));

describe('a segment that is built', () => {
  it('holds what MiniSearch holds of the same articles, in any language', () => {
    fc.assert(
      fc.property(anyDocuments, (documents) => {
        const segment = freeze(documents);
        const oracle = new GroupedMiniSearch(rules);
        for (const document of documents) oracle.add(document);
        expect([...segment.ordinals]).toEqual(documents.map(({ id }) => id));
        expect(segment.lengths.map((own) => [...own])).toEqual(
          FIELDS.map((field) => documents.map((document) => lengthOf(document[field]))),
        );
        expect(Array.from({ length: segment.keys.length }, (_, at) => segment.keys.at(at))).toEqual(
          oracle
            .toJSON()
            .index.map(([key]) => key)
            .sort(),
        );
        for (const word of words.filter((known) => cutWords(known).length > 0)) {
          const query: WordQuery = { ...rules.ofQueryWord(word), mode: 'typing', field: null };
          expect([...countWord(segment, query)]).toEqual(
            tiersOf(query.mode).flatMap(({ kind }) => oracle.countTier(query, kind)),
          );
        }
      }),
      { numRuns: 200 },
    );
  });

  it('is the same bytes for the same articles', () => {
    const documents = makeDocuments(50, 3);
    expect(freeze(documents).words).toEqual(freeze(documents).words);
  });

  it('counts a word more often than a byte can say as often as it can', () => {
    const [document] = makeDocuments(1, 1);
    const segment = freeze([{ ...document!, text: 'wort '.repeat(70_000) }]);
    const key = segment.keys.indexOf('wort');
    const [first] = segment.postingRange(1, key, key + 1);
    expect(segment.fields[1]!.counts[first]).toBe(255);
    expect(segment.words).toHaveLength(70_000);
  });
});

describe('the table of words', () => {
  const unitsOf = (text: string) => Uint16Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));

  it('numbers different words in the order they are met', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', minLength: 1, maxLength: 4 })), (all) => {
        const table = new WordTable();
        const text = unitsOf(all.join(''));
        const known: string[] = [];
        let start = 0;
        for (const word of all) {
          if (!known.includes(word)) known.push(word);
          expect(table.numberOf(text, start, start + word.length)).toBe(known.indexOf(word));
          start += word.length;
        }
        expect(table.size).toBe(known.length);
      }),
    );
  });

  it('has room for any number of words', () => {
    const table = new WordTable();
    for (let round = 0; round < 2; round++) {
      for (let number = 0; number < 20_000; number++) {
        const word = `Wort${number}`;
        expect(table.numberOf(unitsOf(word), 0, word.length)).toBe(number);
      }
    }
  });
});
