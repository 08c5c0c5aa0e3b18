import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { CallStop } from './call-stop.ts';
import { makeIndexed } from './made-articles.ts';
import { makeDocuments } from './made-corpus.ts';
import { openSearchHere } from './open-search.ts';
import { parseQuery } from './query/parse-query.ts';
import { ScorePool } from './segments/document-scores.ts';
import { SegmentBuilder } from './segments/freeze-segment.ts';
import { FrozenSegment } from './segments/frozen-segment.ts';
import { loadTermRules } from './terms/word-lists.ts';
import { WordIndex } from './word-index.ts';

describe('what was found', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nachlese-found-'));
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  it('has no deleted article in it, be there some in one segment and none in another', async () => {
    const index = openSearchHere({ cacheFolder: folder, archiveId: 'archive', token: 'test' });
    const articles = Array.from({ length: 1_400 }, (_, at) =>
      makeIndexed(`a${String(at).padStart(4, '0')}`, {
        text: `Ein Haus steht hier${' und dort'.repeat((at * 31) % 97)}.`,
        source: at % 3 === 0 ? 'Zeitung' : 'Blatt',
        published: new Date(Date.UTC(2020, 0, 1 + ((at * 577) % 1_400))).toISOString().slice(0, 10),
      }),
    );
    for (const half of [articles.slice(0, 700), articles.slice(700)]) {
      await index.put(half);
      await index.flush();
    }
    const gone = new Set(articles.slice(0, 700).flatMap(({ row }, at) => (at % 5 === 0 ? [row.id] : [])));
    const check = async () => {
      const rows = articles.map(({ row }) => row).filter(({ id }) => !gone.has(id));
      const ask = { query: 'Haus ', offset: 0, limit: rows.length + 9, withoutExcerpts: true, facets: true };
      const byScore = await index.search({ ...ask, sort: 'relevance' });
      expect(byScore.total).toBe(rows.length);
      expect(byScore.hits.map(({ id }) => id).sort()).toEqual(rows.map(({ id }) => id));
      const scores = byScore.hits.map(({ score }) => score);
      expect(scores).toEqual([...scores].sort((a, b) => b - a));
      const first = await index.search({ ...ask, sort: 'relevance', limit: 20, facets: false });
      expect(first.hits).toEqual(byScore.hits.slice(0, 20));
      const sources = byScore.facets.find(({ name }) => name === 'source')?.values;
      const blatt = rows.filter(({ source }) => source === 'Blatt').length;
      expect(sources).toEqual([{ value: 'Blatt', count: blatt }, { value: 'Zeitung', count: rows.length - blatt }]); // prettier-ignore
      const byDate = await index.search({ ...ask, sort: 'newest' });
      const dates = rows.map(({ published }) => published ?? '').sort();
      expect(byDate.hits.map(({ published }) => published)).toEqual(dates.reverse());
    };
    await index.remove([...gone]);
    await check();
    // Then the last one of the other segment as well, which was known to be whole.
    const last = articles.at(-1)!.row.id;
    gone.add(last);
    await index.remove([last]);
    await check();
    await index.close();
  });

  it('needs no more tables after hundreds of searches, stopped ones among them, and stays right', () => {
    const taken = vi.spyOn(ScorePool.prototype, 'take');
    const rules = loadTermRules();
    const alive = new Uint8Array(4_000).fill(1);
    const ground = { alive: () => alive, deaths: () => 0, passes: () => alive, hasPhrase: () => true };
    const index = new WordIndex(rules, ground);
    for (let part = 0; part < 4; part++) {
      const builder = new SegmentBuilder(rules);
      for (const document of makeDocuments(1_000, part, part * 1_000)) builder.add(document);
      index.addFrozen(FrozenSegment.decode(builder.freeze('a', new Uint32Array(1_000)).buffer, 'a')!);
    }
    const queries = ['haus ', 'w', 'der krieg ', 'haus OR wahl ', '-haus ', '"der die" ', 'der -krieg '];
    const ask = (query: string, stop?: CallStop) => {
      const found = index.find(parseQuery(query).root, stop);
      return [found.count, found.top(20, (a, b) => a < b)];
    };
    const expected = queries.map((query) => ask(query));
    const stopAfter = (steps: number) => {
      let left = steps;
      const check = () => {
        if (left-- === 0) throw new Error('stopped');
      };
      return Object.assign(new CallStop(null, 0), { check });
    };
    const tables = () => new Set(taken.mock.results.map(({ value }) => value as unknown)).size;
    const before = tables();
    let stopped = 0;
    for (let round = 0; round < 60; round++) {
      for (const [at, query] of queries.entries()) {
        try {
          ask(queries[(at + 1) % queries.length]!, stopAfter(round));
        } catch {
          stopped++;
        }
        expect(ask(query), query).toEqual(expected[at]);
      }
    }
    expect(stopped).toBeGreaterThan(50);
    // A few more than without stops: other tables are free when a search begins.
    expect(tables()).toBeLessThanOrEqual(before + 2);
    taken.mockRestore();
  }, 60_000);
});
