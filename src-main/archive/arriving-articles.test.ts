import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openArchive, type Archive } from '../archive.ts';
import { ArrivingArticles } from './arriving-articles.ts';
import { optionsBelow } from './testing/options-below.ts';

describe('an article that is being brought', () => {
  let steady = 0;
  let again: string[] = [];
  let seenNow = '';
  let arriving: ArrivingArticles;
  beforeEach(() => {
    vi.useFakeTimers();
    [steady, again] = [0, []];
    arriving = new ArrivingArticles({
      ...{ steady: () => steady, again: (ids: string[]) => again.push(...ids), grace: 1_000 },
      seen: async () => seenNow,
    });
  });
  afterEach(() => {
    arriving.end();
    vi.useRealTimers();
  });
  const pass = async (time: number) => {
    steady += time;
    await vi.advanceTimersByTimeAsync(time);
  };

  it('is waited for while something of it still changes, looked at again, and then no more', async () => {
    expect(arriving.awaits('a', '1')).toBe(true);
    await pass(900);
    expect(arriving.awaits('a', '2')).toBe(true);
    await pass(900);
    expect(again).toEqual([]);
    await pass(1_200);
    expect(again).toContain('a');
    expect(arriving.awaits('a', '2')).toBe(false);
    expect(arriving.awaits('a', '2')).toBe(false);
    expect(arriving.awaits('a', '3')).toBe(true);
  });

  it('is not waited for without end, however long something of it changes', async () => {
    let waited = 0;
    while (arriving.awaits('a', String(waited)) && waited < 10_000) {
      waited += 1;
      await pass(900);
    }
    expect(waited).toBeLessThan(700);
  });

  it('is not waited for when it lies there half for long already', () => {
    expect(arriving.awaits('a', '1', 999)).toBe(true);
    expect(arriving.awaits('b', '1', 1_000)).toBe(false);
    expect(arriving.concerns('b')).toBe(true);
  });

  it('is looked at again when something of it comes after it was reported, and only then', async () => {
    arriving.awaits('a', '1', 5_000);
    seenNow = '1';
    await pass(200_000);
    expect(again).toEqual([]);
    seenNow = '2';
    await pass(61_000);
    expect(again).toEqual(['a']);
    arriving.settled('a');
    seenNow = '3';
    await pass(200_000);
    expect(again).toEqual(['a']);
  });

  it('is forgotten when it is whole', async () => {
    arriving.awaits('a', '1');
    arriving.settled('a');
    await pass(5_000);
    expect(again).toEqual([]);
    expect(arriving.awaits('a', '1')).toBe(true);
  });
});

describe('while an archive is open', () => {
  let root: string;
  let folder: string;
  let archive: Archive;
  let from: string;
  let to: string;

  const open = async (name: string) =>
    openArchive(
      join(root, name),
      optionsBelow(root, {
        language: () => 'en',
        cacheFolder: join(root, `${name}-cache`),
        dataFolder: join(root, `${name}-data`),
        watch: name === 'here',
      }),
    );
  const bring = async (name: string) => writeFile(join(to, name), await readFile(join(from, name)));
  const listed = async () =>
    (await archive.listArticles({ sort: 'newest', offset: 0, limit: null, collection: null })).rows;
  const found = async (query: string) =>
    (await archive.search({ query, offset: 0, limit: 5, sort: 'relevance' })).total;
  const pause = (duration: number) => new Promise((resolve) => setTimeout(resolve, duration));

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'nachlese-arriving-'));
    const there = await open('there');
    const source = join(root, 'quelle.txt');
    await writeFile(source, 'date 2025-03-04\n\nDer Fluss tritt über.\n\nEin Absatz über den Pegelstand.\n');
    const report = await there.importSources({
      job: 'j',
      sources: [{ kind: 'path', path: source }],
      format: null,
      tags: ['Hochwasser'],
      dryRun: false,
    });
    const id = report.imported[0]?.id ?? '';
    await there.close();
    from = join(root, 'there/articles/2025', id);
    folder = join(root, 'here');
    archive = await open('here');
    await archive.inStep();
    to = join(folder, 'articles/2025', id);
    await mkdir(join(folder, 'articles/2025'), { recursive: true });
  });
  afterEach(async () => {
    await archive.close();
    await rm(root, { recursive: true, force: true, maxRetries: 5 });
  });

  it('an article whose manifest comes before its other files, one of them half, is awaited and then there', async () => {
    await mkdir(to);
    await bring('manifest-sha256.txt');
    await pause(600);
    const html = await readFile(join(from, 'article.html'));
    await writeFile(join(to, 'article.html'), html.subarray(0, Math.floor(html.length / 3)));
    await bring('state.json');
    await pause(900);
    expect(await listed()).toEqual([]);
    expect((await archive.status()).unreadable).toEqual([]);
    await bring('article.html');
    await bring('original.txt');
    await vi.waitFor(async () => expect(await found('Pegelstand')).toBe(1), { timeout: 20_000, interval: 50 });
    expect((await listed())[0]).toMatchObject({ tags: ['Hochwasser'] });
    expect((await archive.status()).unreadable).toEqual([]);
  });

  it('an article half written while nobody looked is awaited after the start too, and then there', async () => {
    await cp(from, to, { recursive: true });
    await vi.waitFor(async () => expect(await found('Pegelstand')).toBe(1), { timeout: 20_000, interval: 50 });
    await archive.close();
    const html = await readFile(join(from, 'article.html'));
    await writeFile(join(to, 'article.html'), html.subarray(0, Math.floor(html.length / 2)));
    archive = await open('here');
    await archive.inStep();
    expect((await archive.status()).unreadable).toEqual([]);
    expect((await listed())[0]).toMatchObject({ tags: ['Hochwasser'], unreadable: false });
    await bring('article.html');
    await vi.waitFor(async () => expect(await found('Pegelstand')).toBe(1), { timeout: 20_000, interval: 50 });
    expect((await archive.status()).unreadable).toEqual([]);
  });

  it('a known article that is written anew in halves stays as it was until it is whole', async () => {
    await cp(from, join(root, 'built'), { recursive: true });
    await rename(join(root, 'built'), to);
    await vi.waitFor(async () => expect(await found('Pegelstand')).toBe(1), { timeout: 20_000, interval: 50 });
    for (const name of await readdir(from)) {
      const bytes = await readFile(join(from, name));
      await writeFile(join(to, name), bytes.subarray(0, Math.floor(bytes.length / 2)));
    }
    await pause(1_200);
    expect(await found('Pegelstand')).toBe(1);
    expect((await listed())[0]).toMatchObject({ tags: ['Hochwasser'] });
    expect((await archive.status()).unreadable).toEqual([]);
    for (const name of await readdir(from)) await bring(name);
    await pause(600);
    expect(await archive.verify({ job: 'v', ids: null })).toMatchObject({ changed: [], missing: [], unreadable: [] });
    expect((await listed())[0]).toMatchObject({ tags: ['Hochwasser'] });
  });
});
