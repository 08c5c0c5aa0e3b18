import { readFileSync } from 'node:fs';
import MiniSearch from 'minisearch';
import { describe, expect, it } from 'vitest';

const read = (path: string) =>
  JSON.parse(readFileSync(path, 'utf8')) as { version: string; dependencies: Record<string, string> };
const wanted = read('package.json').dependencies['minisearch'];
const installed = read('node_modules/minisearch/package.json').version;

/** What GroupedMiniSearch uses of what MiniSearch declares as protected. */
class Opened extends MiniSearch<{ id: number; a: string; b: string }> {
  open() {
    const { _index, _documentIds, _documentCount, _fieldLength, _avgFieldLength } = this;
    return { _index, _documentIds, _documentCount, _fieldLength, _avgFieldLength };
  }

  pretend(documents: number, averages: number[]): void {
    this._documentCount = documents;
    this._avgFieldLength = averages;
  }

  answerFor(term: string, postings: Map<number, Map<number, number>>): void {
    const get = this._index.get.bind(this._index);
    this._index.get = (asked) => (asked === term ? postings : get(asked));
  }
}

const make = () => {
  const index = new Opened({ fields: ['a', 'b'] });
  index.addAll([
    { id: 7, a: 'haus haus', b: 'dach' },
    { id: 8, a: 'haut', b: '' },
  ]);
  return index;
};

describe('MiniSearch, of which protected members are used', () => {
  it('is pinned to the very version that is tested here', () => {
    expect(wanted).toMatch(/^\d+\.\d+\.\d+$/);
    expect(installed).toBe(wanted);
  });

  it('keeps words by field and short number with how often they stand there', () => {
    const { _index, _documentIds } = make().open();
    expect([..._documentIds]).toEqual([
      [0, 7],
      [1, 8],
    ]);
    expect(_index.get('haus')).toEqual(new Map([[0, new Map([[0, 2]])]]));
    expect(_index.get('dach')).toEqual(new Map([[1, new Map([[0, 1]])]]));
    expect(_index.get('nichts')).toBeUndefined();
    expect([..._index.atPrefix('hau').keys()].sort()).toEqual(['haus', 'haut']);
    expect([..._index.fuzzyGet('haus', 1)].map(([key, [, distance]]) => [key, distance]).sort()).toEqual([
      ['haus', 0],
      ['haut', 1],
    ]);
  });

  it('counts documents, and different words by field', () => {
    const { _documentCount, _fieldLength, _avgFieldLength } = make().open();
    expect(_documentCount).toBe(2);
    expect([..._fieldLength.values()].map((lengths) => [...lengths])).toEqual([
      [1, 1],
      [1, 1],
    ]);
    expect(_avgFieldLength).toEqual([1, 1]);
  });

  it('scores by the numbers it is given, and asks the index for each word', () => {
    const index = make();
    const score = () => index.search('haus')[0]?.score ?? 0;
    const own = score();
    index.pretend(100, [1, 1]);
    expect(score()).toBeGreaterThan(own);
    index.pretend(2, [1, 1]);
    expect(score()).toBe(own);
    index.answerFor('\u0001', new Map([[0, new Map([[1, 3]])]]));
    expect(index.search('\u0001', { tokenize: (term) => [term], processTerm: (term) => term })).toMatchObject([
      { id: 8, queryTerms: ['\u0001'] },
    ]);
  });

  it('leaves a discarded document out of all of it', () => {
    const index = make();
    index.discard(7);
    expect(index.search('haus')).toEqual([]);
    expect([...index.open()._documentIds]).toEqual([[1, 8]]);
    expect(index.open()._documentCount).toBe(1);
  });
});
