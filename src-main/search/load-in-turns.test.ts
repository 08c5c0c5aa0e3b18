import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packCatalogue } from './cache/pack-catalogue.ts';
import { makeIndexed } from './made-articles.ts';
import { openSearchHere, type SearchHere } from './open-search.ts';
import type { Builders } from './search-engine.ts';
import { buildSegment } from './segments/build-segment.ts';
import { readSegment } from './segments/segment-file.ts';
import { loadTermRules } from './terms/word-lists.ts';

const SEGMENTS = 5;
const EACH = 70;
let folder = '';
let opened: SearchHere[] = [];

const rules = loadTermRules();
const builders = (load: Builders['load']): Builders => ({
  threads: 1,
  build: async (job) => buildSegment(job, rules),
  pack: async (job) => {
    packCatalogue(job);
  },
  ...(load ? { load } : {}),
});
const open = (load?: Builders['load']) => {
  const index = openSearchHere({ cacheFolder: folder, archiveId: 'archive', token: 'one' }, builders(load));
  opened.push(index);
  return index;
};
const typed = (index: SearchHere, query: string) =>
  index.search({ query, offset: 0, limit: 500, sort: 'relevance', caller: 'box' });
const found = async (index: SearchHere, query: string) =>
  (await index.search({ query, offset: 0, limit: 500, sort: 'relevance' })).hits.map(({ id, score }) => [id, score]);
const segments = () => readdirSync(folder).filter((name) => name.startsWith('segment'));

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'nachlese-turns-'));
  const index = open();
  for (let segment = 0; segment < SEGMENTS; segment++) {
    const own = Array.from({ length: EACH }, (_, at) =>
      makeIndexed(`s${segment}-${at}`, { text: `Die Waffenruhe ${segment} hält ${'sehr '.repeat(at)} lange.` }),
    );
    await index.put(own);
    await index.flush();
  }
  await index.close();
  expect(segments()).toHaveLength(SEGMENTS);
});
afterEach(async () => {
  for (const index of opened) await index.close();
  opened = [];
  rmSync(folder, { recursive: true, maxRetries: 5 });
});

describe('segments loaded in turns', () => {
  it('answer what is typed before all are there, say so, and in the end find what one that waited finds', async () => {
    const waited = open();
    const expected = await found(waited, 'waffenruhe');
    expect(expected).toHaveLength(SEGMENTS * EACH);
    await waited.close();

    let go: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (go = resolve));
    let asked = 0;
    const index = open(async (path, archiveId) => {
      asked++;
      await held;
      return readSegment(path, archiveId);
    });
    const first = await typed(index, 'waffenruhe');
    expect(first.complete).toBe(false);
    expect(first.total).toBeGreaterThan(0);
    expect(first.total).toBeLessThan(SEGMENTS * EACH);
    expect(await typed(index, 'gibtesnicht')).toMatchObject({ complete: false, total: 0, suggestion: null });
    // What is saved meanwhile is found at once, and replaces what is not loaded yet.
    await index.put([makeIndexed(`s${SEGMENTS - 1}-0`, { text: 'Ein anderer Text.' })]);
    expect((await typed(index, 'anderer')).total).toBe(1);
    const whole = found(index, 'waffenruhe');
    go();
    expect((await whole).map(([id]) => id)).toEqual(
      expected.map(([id]) => id).filter((id) => id !== `s${SEGMENTS - 1}-0`),
    );
    expect(await typed(index, 'waffenruhe')).toMatchObject({ complete: true, total: SEGMENTS * EACH - 1 });
    expect(asked).toBeGreaterThan(0);
  });

  it('find the same when the other thread dies, and when a segment is damaged', async () => {
    const waited = open();
    const expected = await found(waited, 'waffenruhe');
    await waited.close();
    const index = open(() => Promise.reject(new Error('died')));
    expect(await found(index, 'waffenruhe')).toEqual(expected);
    await index.close();

    const damaged = join(folder, segments().at(-1)!);
    const bytes = readFileSync(damaged);
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(damaged, bytes);
    const again = open(async (path, archiveId) => readSegment(path, archiveId));
    expect((await found(again, 'waffenruhe')).map(([id]) => id)).toEqual(expected.map(([id]) => id));
  });

  it('can be given up, by closing and by forgetting all', async () => {
    const load = async (path: string, archiveId: string) => {
      await new Promise((resolve) => setImmediate(resolve));
      return readSegment(path, archiveId);
    };
    const closed = open(load);
    await closed.close();
    const index = open(load);
    await index.clear();
    expect(await found(index, 'waffenruhe')).toEqual([]);
    await index.put([makeIndexed('a', { text: 'Waffenruhe' })]);
    expect((await found(index, 'waffenruhe')).map(([id]) => id)).toEqual(['a']);
  });
});
