import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyQuery, anySegment } from './made-segment-arbitraries.ts';
import { makeSegment } from './made-segment.ts';
import { PackedWords } from './packed-words.ts';
import { lookUpWord, nameOf } from './resolve-word.ts';
import { tiersOf, type WordQuery } from './word-query.ts';
import { NO_POSTINGS, type WordPostings } from './word-ranges.ts';

const kinds = tiersOf('whole').map(({ kind }) => kind);

describe('packed words', () => {
  it('say of each word and segment what was looked up there', () => {
    fc.assert(
      fc.property(
        fc.array(anySegment, { minLength: 1, maxLength: 3 }),
        fc.array(anyQuery, { minLength: 1, maxLength: 8 }),
        (made, asked) => {
          const segments = made.map(makeSegment);
          const queries = asked.map((query): WordQuery => ({ ...query, mode: 'whole' }));
          const packed = new PackedWords(kinds, segments.length);
          const lookUp = (query: WordQuery) => segments.map((segment) => lookUpWord(segment, query));
          for (const query of queries) if (!packed.has(nameOf(query))) packed.add(nameOf(query), lookUp(query));
          expect(packed.size).toBe(new Set(queries.map(nameOf)).size);
          for (const query of queries)
            for (const [place, word] of lookUp(query).entries())
              expect(seen(packed.get(nameOf(query), place)!)).toEqual(seen(word));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('grow, and leave out a word of too many numbers', () => {
    const packed = new PackedWords(kinds, 1);
    const word = (length: number): WordPostings => ({
      ...{ ...NO_POSTINGS, kinds, ranges: Array.from({ length }, (_, at) => at) },
      ...{ rangeEnds: new Array<number>(12).fill(length), counts: new Array<number>(12).fill(length) },
      listEnds: [0, 0, 0, 0],
    });
    for (let at = 0; at < 3_000; at++) expect(packed.add(`word ${at}`, [word(at % 40)])).toBe(true);
    expect(packed.add('long', [word(2_000)])).toBe(false);
    expect(packed.get('long', 0)).toBeNull();
    expect(packed.get('word 2999', 0)).toEqual(word(39));
    expect(packed.get('word 1', 0)).toEqual(word(1));
    expect(packed.get('word 40', 0)).toEqual({ ...NO_POSTINGS, kinds });
  });
});

/** What a scan looks at; where a word has no postings nothing else is. */
function seen({ ranges, rangeEnds, lists, listEnds, counts, prefixKeys }: WordPostings) {
  const isEmpty = ranges.length + lists.length === 0;
  return isEmpty
    ? { isEmpty, counts: counts.slice(0, 12) }
    : { ranges, rangeEnds, lists, listEnds, counts, prefixKeys };
}
