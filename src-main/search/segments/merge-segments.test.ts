import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeDocuments } from '../made-corpus.ts';
import { loadTermRules } from '../terms/word-lists.ts';
import { SegmentBuilder } from './freeze-segment.ts';
import { FrozenSegment } from './frozen-segment.ts';
import type { IndexedDocument } from './grouped-mini-search.ts';
import { joinByHand, readLists } from './made-segment.ts';
import { mergeSegments } from './merge-segments.ts';
import { FIRST_SHARED } from './segment-ranks.ts';

const rules = loadTermRules();
const freeze = (documents: readonly IndexedDocument[]) => {
  const builder = new SegmentBuilder(rules);
  for (const document of documents) builder.add(document);
  const bytes = builder.freeze(
    'archive',
    Uint32Array.from(documents, ({ id }) => id * 7),
  );
  return FrozenSegment.decode(bytes.buffer, 'archive')!;
};
/** `left`: numbers of documents that are left out. */
const merge = (segments: readonly FrozenSegment[], left: ReadonlySet<number> | null = null) => {
  const sources = segments.map(({ sections, ordinals }) => ({
    sections,
    kept: left && Uint8Array.from(ordinals, (ordinal) => (left.has(ordinal) ? 0 : 1)),
  }));
  return FrozenSegment.decode(mergeSegments('archive', sources).buffer, 'archive')!;
};
const divide = <T>(all: readonly T[], parts: number): T[][] => {
  const each = Math.ceil(all.length / parts);
  return Array.from({ length: parts }, (_, at) => all.slice(at * each, at * each + each));
};

const words = ['Haus', 'Häuser', 'gift', 'Waffenlieferung', 'running', 'Straße', '2.500', 'e\u0301', '東京', 'Hauser'];
const anyText = fc.array(fc.constantFrom(...words), { maxLength: 8 }).map((parts) => parts.join(' '));
const anyDocuments = fc
  .array(
    fc.record({
      language: fc.constantFrom(null, 'de', 'en', 'fr'),
      ...{ title: anyText, text: anyText, more: anyText, notes: anyText },
    }),
    { minLength: 1, maxLength: 9 },
  )
  .map((all) => all.map((document, id) => ({ ...document, id: id * 3 })));

/** The words of a text by their keys, or "?" where the segment does not know them. */
const readWords = ({ ranks, keys, words: all, wordOffsets }: FrozenSegment) => {
  const names = new Map<number, string>();
  for (const [key, rank] of ranks.entries()) names.set(rank, rank < FIRST_SHARED ? keys.at(key) : '?');
  return Array.from({ length: wordOffsets.length - 1 }, (_, document) =>
    Array.from(all.subarray(wordOffsets[document], wordOffsets[document + 1]), (rank) => names.get(rank)),
  );
};

describe('segments that are merged', () => {
  it('are the segment that would have been built of the same articles at once', () => {
    fc.assert(
      fc.property(anyDocuments, fc.integer({ min: 1, max: 4 }), (documents, parts) => {
        const merged = merge(divide(documents, parts).map(freeze));
        expect(merged.sections).toEqual(freeze(documents).sections);
      }),
      { numRuns: 60 },
    );
  });

  it('forget what is left out, but for what else the words left were forms of', () => {
    fc.assert(
      fc.property(anyDocuments, fc.array(fc.nat(8)), (documents, places) => {
        const left = new Set(places.map((place) => place * 3));
        const { sections } = merge(divide(documents, 3).map(freeze), left);
        const { sections: expected } = freeze(documents.filter(({ id }) => !left.has(id)));
        for (const [name, section] of Object.entries(expected)) {
          if (!/^(?:form|part)/.test(name)) expect(section, name).toEqual(sections[name]);
        }
      }),
      { numRuns: 60 },
    );
  });

  it(
    'keep what each word of each text is, or say that they do not know, however often they are merged',
    { timeout: 120_000 },
    () => {
      // More different words than have a rank of their own: the last ones share. Those of 8,500 on, among them, are
      // frequent elsewhere.
      const rare = (from: number, count: number) => Array.from({ length: count }, (_, at) => `w${from + at}`);
      const document = (id: number, text: string): IndexedDocument => ({
        ...{ id, text, title: '', more: '', notes: '', language: null },
      });
      const cut = (all: string[], each: number) => divide(all, Math.ceil(all.length / each));
      const ranges = [
        [0, 63_000],
        [8_500, 1_500],
        [61_000, 3_000],
      ] as const;
      const groups = ranges.map(([from, count], group) => [
        ...cut(rare(from, count), 900).map((part, at) => document(group * 1_000 + at, part.join(' '))),
        ...cut(rare(from, count).reverse(), 300).map((part, at) => document(group * 1_000 + 500 + at, part.join(' '))),
      ]);
      const [first, second, third] = groups.map(freeze);
      const merged = merge([merge([first!, second!]), third!]);
      const truth = groups.flat().map(({ text }) => text.split(' '));
      let unknown = 0;
      for (const [at, text] of readWords(merged).entries()) {
        expect(text).toHaveLength(truth[at]!.length);
        for (const [place, word] of text.entries()) {
          if (word === '?') unknown++;
          else if (word !== truth[at]![place]) expect(word).toBe(truth[at]![place]);
        }
        // Every word has the rank of its key, be it shared or not.
        for (const [place, word] of truth[at]!.entries()) {
          const rank = merged.words[merged.wordOffsets[at]! + place];
          if (rank !== merged.ranks[merged.keys.indexOf(word)]) expect(rank).toBe(word);
        }
      }
      expect(unknown).toBeGreaterThan(0);
      expect(unknown).toBeLessThan(truth.flat().length);
    },
  );

  it('find the same after merging made articles', () => {
    const documents = makeDocuments(150, 9);
    const merged = merge(divide(documents, 5).map(freeze));
    expect(merged.sections).toEqual(freeze(documents).sections);
    // Stems that are parts of several compounds are among them.
    expect(merged.partPostings.stems.length).toBeGreaterThan(20);
    expect(merged.partPostings.documents.length).toBeGreaterThan(500);
  });

  it('have lists of parts that say what the postings of the keys that are left say', () => {
    const documents = makeDocuments(150, 9);
    const left = new Set(documents.filter(({ id }) => id % 3 === 1).map(({ id }) => id));
    const merged = merge(divide(documents, 5).map(freeze), left);
    expect(merged.partPostings.stems.length).toBeGreaterThan(20);
    expect(readLists(merged)).toEqual(joinByHand(merged));
  });
});
