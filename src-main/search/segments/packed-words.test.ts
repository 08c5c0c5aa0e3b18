import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyQuery, anySegment } from './made-segment-arbitraries.ts';
import { makeSegment } from './made-segment.ts';
import { PackedWords } from './packed-words.ts';
import { lookUpWord } from './resolve-word.ts';
import { FIELDS, type WordQuery } from './word-query.ts';
import type { ResolvedWord, WordPostings } from './word-ranges.ts';

describe('packed words', () => {
  it('say of each word and segment what was looked up there', () => {
    fc.assert(
      fc.property(
        fc.array(anySegment, { minLength: 1, maxLength: 3 }),
        fc.array(anyQuery, { minLength: 1, maxLength: 8 }),
        (made, asked) => {
          const segments = made.map(makeSegment);
          const queries = asked.map((query): WordQuery => ({ ...query, mode: 'whole' }));
          const packed = new PackedWords(segments.length, 9);
          const lookUp = (query: WordQuery) => segments.map((segment) => lookUpWord(segment, query));
          for (const query of queries) if (!packed.has(query.name)) packed.add(query.name, lookUp(query));
          for (const query of queries) {
            const found = lookUp(query);
            expect(packed.counts(query.name)!.flat()).toEqual(sum(found.map(({ counts }) => counts)));
            for (const [place, word] of found.entries())
              expect(seen(packed.get(query.name, place)!)).toEqual(seen(word));
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it('fill several blocks, and leave out a word of too many numbers, and one too many', () => {
    const packed = new PackedWords(1, 3_000);
    const word = (length: number): ResolvedWord => ({
      ...{ kinds: ['key', 'forms', 'parts'], keys: [], keyEnds: [], bound: null, listed: [], prefixKeys: 0 },
      ...{ ranges: Array.from({ length }, (_, at) => at), rangeEnds: new Array<number>(12).fill(length) },
      ...{ lists: [], listEnds: [0, 0, 0, 0], counts: new Array<number>(12).fill(length) },
    });
    for (let at = 0; at < 3_000; at++) packed.add(`word ${at}`, [word(at % 40)]);
    packed.add('one more', [word(1)]);
    const other = new PackedWords(1, 3_000);
    other.add('long', [word(5_000)]);
    for (const [words, name] of [
      [packed, 'one more'],
      [other, 'long'],
    ] as const) {
      expect(words.get(name, 0)).toBeNull();
      expect(words.counts(name)).toBeNull();
    }
    for (const at of [0, 1, 40, 2_998, 2_999]) {
      expect(seen(packed.get(`word ${at}`, 0)!)).toEqual(seen(word(at % 40)));
      expect(packed.counts(`word ${at}`)).toEqual([0, 1, 2].map(() => FIELDS.map(() => at % 40)));
    }
  });
});

/** What a scan looks at; where a word has no postings nothing else is. */
function seen({ ranges, rangeEnds, lists, listEnds, prefixKeys, kinds }: WordPostings) {
  const isEmpty = ranges.length + lists.length === 0;
  return isEmpty ? { isEmpty, kinds } : { ranges, rangeEnds, lists, listEnds, prefixKeys, kinds };
}

function sum(counts: readonly (readonly number[])[]): number[] {
  return counts[0]!.map((_, at) => counts.reduce((all, own) => all + own[at]!, 0));
}
