import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DocumentScores } from './document-scores.ts';
import type { FrozenSegment } from './frozen-segment.ts';
import { anyQuery, anySegment, DOCUMENTS, KEYS } from './made-segment-arbitraries.ts';
import { joinByHand, makeSegment, readLists, withoutLists, type MadeSegment } from './made-segment.ts';
import { countWord, lookUpWord, resolveKeys } from './resolve-word.ts';
import { scanWord } from './scan-word.ts';
import { Occurrences } from './field-scan.ts';
import { FIELDS, tiersOf, weighWord, type WordQuery } from './word-query.ts';

const tiersIn = (segment: FrozenSegment, query: WordQuery) =>
  tiersOf(query.mode).map((_, tier) =>
    countWord(segment, query).slice(tier * FIELDS.length, (tier + 1) * FIELDS.length),
  );
/** Scores by document. `within` null: of all. */
const scan = (segment: FrozenSegment, query: WordQuery, within: readonly number[] | null) => {
  const into = new DocumentScores(DOCUMENTS);
  const only = within && new DocumentScores(DOCUMENTS);
  for (const document of within ?? []) only?.add(document, 0);
  const plan = weighWord(query, tiersIn(segment, query), DOCUMENTS);
  scanWord(segment, plan, [4, 4, 4, 4], only, new Occurrences(DOCUMENTS), into, () => undefined);
  return new Map([...into.documents.subarray(0, into.count)].sort().map((own) => [own, into.scoreOf(own)]));
};

describe('lists of parts', () => {
  it('say what the postings of their keys say', () => {
    fc.assert(
      fc.property(anySegment, (made) => {
        const segment = makeSegment(made);
        expect(readLists(segment)).toEqual(joinByHand(segment));
      }),
      { numRuns: 300 },
    );
  });

  it('change neither what is counted nor what is found nor its scores, whatever languages and stems meet', () => {
    const met = { onlyLists: 0, both: 0, noList: 0 };
    fc.assert(
      fc.property(
        anySegment,
        fc.array(anyQuery, { minLength: 1, maxLength: 8 }),
        fc.array(fc.nat(DOCUMENTS - 1), { maxLength: 6 }),
        (made, queries, within) => {
          const segment = makeSegment(made);
          const plain = withoutLists(segment);
          for (const query of queries) {
            const { keyEnds, lists } = lookUpWord(segment, query);
            const isEmpty = keyEnds[2] === keyEnds[1];
            met[lists.length === 0 ? 'noList' : isEmpty ? 'onlyLists' : 'both']++;
            expect(tiersIn(segment, query)).toEqual(tiersIn(plain, query));
            for (const only of [null, within]) {
              const actual = scan(segment, query, only);
              const expected = scan(plain, query, only);
              expect([...actual.keys()]).toEqual([...expected.keys()]);
              for (const [document, score] of expected)
                expect(Math.abs(actual.get(document)! - score)).toBeLessThan(1e-9);
            }
          }
        },
      ),
      { numRuns: 500 },
    );
    for (const [which, count] of Object.entries(met)) expect(count, which).toBeGreaterThan(50);
  });

  it('leave a phrase all its keys', () => {
    fc.assert(
      fc.property(anySegment, anyQuery, (made, query) => {
        const segment = makeSegment(made);
        expect(resolveKeys(segment, query)).toEqual(lookUpWord(withoutLists(segment), query));
      }),
      { numRuns: 200 },
    );
  });
});

describe('a list of parts', () => {
  const base: MadeSegment = {
    languages: 'dede',
    keys: KEYS,
    postings: KEYS.flatMap((_, key) => [0, 1, 2, 3].map((document) => [1, key, document, 1] as const)),
    forms: { da: [10] },
    parts: { da: [0, 1, 2, 3, 4], db: [4, 5, 6, 7], dc: [6, 7, 8, 9], ea: [0, 1, 2, 3], eb: [11, 12, 13] },
  };
  /** How long the lists are that are read, and the keys that are looked up by themselves. */
  const look = (change: Partial<MadeSegment>, stems: readonly string[], key = 'nothing') => {
    const segment = makeSegment({ ...base, ...change });
    const { keys, keyEnds, lists } = lookUpWord(segment, { name: '', key, stems, mode: 'whole', field: null });
    const sizes = lists.flatMap((end, at) => (at % 2 === 1 ? [end - lists[at - 1]!] : []));
    return { lists: sizes, keys: keys.slice(keyEnds[1]) };
  };

  it('is read where nothing speaks against it', () => {
    expect(look({}, ['da'])).toEqual({ lists: [2], keys: [] });
  });

  it('is not read where the word itself is one of its keys', () => {
    expect(look({}, ['da'], 'keyc')).toEqual({ lists: [], keys: [0, 1, 3, 4] });
  });

  it('is not read where a form of the word is one of its keys', () => {
    expect(look({ forms: { da: [10], eb: [3] } }, ['da', 'eb'])).toEqual({ lists: [], keys: [0, 1, 2, 4, 11, 12, 13] });
  });

  it('is not read beside one of the same language that has one of its keys', () => {
    expect(look({}, ['db', 'da'])).toEqual({ lists: [2], keys: [5, 6, 7] });
  });

  it('is read beside one of the same language that has none of its keys', () => {
    expect(look({}, ['da', 'dc'])).toEqual({ lists: [2, 2], keys: [] });
  });

  it('is read beside one of another language, as no article has both', () => {
    expect(look({}, ['da', 'ea'])).toEqual({ lists: [2, 2], keys: [] });
  });

  it('is not read beside one of another language where all articles are of the same: both would count there', () => {
    expect(look({ languages: 'dddd' }, ['da', 'ea'])).toEqual({ lists: [4], keys: [] });
    expect(look({ languages: 'dddd', parts: { ...base.parts, ea: [3, 8, 9, 10] } }, ['da', 'ea'])).toEqual({
      lists: [4],
      keys: [8, 9],
    });
  });

  it('is not made of few keys', () => {
    expect(look({}, ['eb'])).toEqual({ lists: [], keys: [11, 12, 13] });
  });

  it('is not made where some article has its keys more often than a byte can say', () => {
    const often = (count: number) => [[0, 2, 0, count] as const, ...base.postings, [0, 1, 0, 200] as const];
    expect(look({ postings: often(55) }, ['da'])).toEqual({ lists: [1, 2], keys: [] });
    expect(look({ postings: often(56) }, ['da'])).toEqual({ lists: [], keys: [0, 1, 2, 3, 4] });
  });
});
