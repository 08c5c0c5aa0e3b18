import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Worker, type WorkerOptions } from 'node:worker_threads';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeIndexed } from './made-articles.ts';
import { makeDocuments } from './made-corpus.ts';
import { openSearch } from './open-search.ts';

let folder = '';
const workers: Worker[] = [];
const createWorker = (options: WorkerOptions) => {
  const worker = new Worker(join(folder, 'search-worker.cjs'), options);
  workers.push(worker);
  return worker;
};
const open = (cache: string) =>
  openSearch({ cacheFolder: join(folder, cache), archiveId: 'a', now: () => new Date() }, createWorker);
const request = { offset: 0, limit: 20, sort: 'relevance' } as const;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'nachlese-worker-'));
  await build({
    logLevel: 'error',
    configFile: false,
    ssr: { noExternal: true },
    build: {
      outDir: folder,
      ssr: resolve('src-main/search-worker.ts'),
      minify: false,
      rolldownOptions: { output: { format: 'cjs', entryFileNames: '[name].cjs' } },
    },
  });
});
afterAll(() => {
  rmSync(folder, { recursive: true, maxRetries: 5 });
});

describe('the search in a worker thread', () => {
  it('answers, and errors keep their code', async () => {
    const index = await open('answers');
    await index.put([makeIndexed('a', { text: 'Die Waffenruhe hält.' })]);
    const answer = await index.search({ ...request, query: 'waffenruhe' });
    expect(answer.hits.map(({ id }) => id)).toEqual(['a']);
    expect((await index.counts()).years).toEqual(new Map([['2025', 1]]));
    await expect(index.search({ ...request, query: 'x'.repeat(9_999) })).rejects.toMatchObject({
      code: 'query-refused',
    });
    await index.close();
    await expect(index.row('a')).rejects.toMatchObject({ code: 'internal' });
  });

  it('freezes many articles in the background, and finds them in the cache again', async () => {
    const index = await open('many');
    const made = makeDocuments(1_500, 3).map(({ id, title, text }) => makeIndexed(`a${id}`, { title, text }));
    for (let at = 0; at < made.length; at += 300) await index.put(made.slice(at, at + 300));
    await index.flush();
    // Once more, by threads that have worked before.
    await index.put(made.slice(0, 1_200));
    await index.flush();
    const ask = { ...request, query: 'Wahlkampf "der die"', sort: 'newest' } as const;
    const { total, complete } = await index.search(ask);
    expect(complete).toBe(true);
    expect(total).toBeGreaterThan(0);
    await index.remove(['a0']);
    await index.close();
    expect(readdirSync(join(folder, 'many')).some((name) => name.startsWith('segment-'))).toBe(true);
    const again = await open('many');
    expect((await again.counts()).articles).toBe(1_499);
    const { hits } = await again.search(ask);
    expect(hits.length).toBe(Math.min(20, total));
    await again.close();
  });

  it('gives up an older search of the same caller', async () => {
    const index = await open('callers');
    const older = index.search({ ...request, query: 'a', caller: 'box' });
    const newer = index.search({ ...request, query: 'ab', caller: 'box' });
    await expect(older).rejects.toMatchObject({ code: 'cancelled' });
    expect((await newer).total).toBe(0);
    await index.close();
  });

  it('answers from before no change that is done, wherever it answers', async () => {
    const index = await open('resting');
    const made = makeDocuments(300, 3).map(({ id, title, text }) => makeIndexed(`a${id}`, { title, text }));
    await index.put(made);
    await index.flush();
    const request = { offset: 0, limit: 20, sort: 'relevance', withoutExcerpts: true } as const;
    const total = async (query: string) => (await index.search({ ...request, query })).total;
    const all = await total('haus ');
    expect(all).toBeGreaterThan(0);
    // At rest, at work, and at rest again, for as long as it takes to come to rest several times.
    for (let round = 0; round < 6; round++) {
      await new Promise((resolve) => setTimeout(resolve, round % 2 === 0 ? 700 : 0));
      await index.put([makeIndexed('new', { text: `Das Haus Zyxwvut${'a'.repeat(round)}.` })]);
      expect(await total(`zyxwvut${'a'.repeat(round)} `)).toBe(1);
      expect(await total('haus ')).toBe(all + 1);
      const { hits } = await index.search({ ...request, query: 'zyxwvut' });
      await index.changeRows([{ ...hits[0]!.row, read: round % 2 === 0 }], new Map());
      expect((await index.search({ ...request, query: 'zyxwvut' })).hits[0]!.row.read).toBe(round % 2 === 0);
      await index.remove(['new']);
      expect(await total('haus ')).toBe(all);
    }
    await index.close();
  });

  it('starts again with what was put when its thread dies, and fails pending calls', async () => {
    const index = await open('dies');
    await index.put([makeIndexed('a', { text: 'Die Waffenruhe hält.' })]);
    const pending = index.search({ ...request, query: 'waffenruhe' });
    await workers.at(-1)?.terminate();
    await expect(pending).rejects.toMatchObject({ code: 'internal' });
    expect((await index.search({ ...request, query: 'waffenruhe' })).total).toBe(1);
    await index.put([makeIndexed('b', { text: 'Danach' })]);
    await index.close();
    const again = await open('dies');
    expect([...(await again.stamps()).keys()]).toEqual(['a', 'b']);
    await again.close();
  });
});
