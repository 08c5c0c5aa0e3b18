import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ArticleRow } from '#contract';
import { trialArticle, trialCapture } from '../store/trial-archive.ts';
import { makeGate, openGated, type GatedArchive } from './testing/gated-archive.ts';

let home: string;
let gated: GatedArchive;
const ids = [1, 2, 3].map((number) => trialArticle(number).id);
const [first = '', second = ''] = ids;

const rowOf = async (id: string): Promise<ArticleRow | undefined> => (await gated.index.rows([id]))[0];

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'nachlese-own-'));
  gated = await openGated(home);
  await gated.store.add([1, 2, 3].map((number) => trialCapture(number)));
  await gated.archive.rebuild();
});
afterEach(async () => {
  await gated.archive.close();
  await rm(home, { recursive: true, force: true, maxRetries: 5 });
});

describe('while many articles are changed by one call', () => {
  it('what is done to one of them meanwhile stays in the lists', async () => {
    const { archive, store, gates } = gated;
    const gate = makeGate();
    gates.store.changeState = async (id, change) => {
      if (id === second) await gate.pass();
      return store.changeState(id, change);
    };
    const tagged = archive.tagArticles(ids, ['neu'], []);
    await gate.reached;
    await archive.markArticles([first], { starred: true });
    await archive.createNote({ articleId: first, range: null, color: 'wheat', body: 'Wichtig', tags: [] });
    gate.open();
    await tagged;
    expect(await rowOf(first)).toMatchObject({ tags: ['neu'], starred: true, notes: 1 });
  });

  it('the lists are told of those deleted before one that cannot be', async () => {
    const { archive } = gated;
    const told: (string[] | null)[] = [];
    archive.onEvent((event) => {
      if (event.type === 'changed') told.push(event.articleIds);
    });
    await expect(archive.deleteArticles([first, '2025-01-01-nichts-0123456789'])).rejects.toMatchObject({
      code: 'not-found',
    });
    expect(told).toEqual([[first]]);
    expect(await rowOf(first)).toBeUndefined();
  });
});

describe('while all articles are compared', () => {
  it('one that is deleted between scan and reading does not come back as damaged', async () => {
    const { archive, store, gates } = gated;
    const gate = makeGate();
    gates.store.read = async (id) => {
      if (id === first) await gate.pass();
      return store.read(id);
    };
    const rebuilt = archive.rebuild();
    await gate.reached;
    const removed = makeGate();
    gates.store.remove = async (id) => store.remove(id).finally(() => void removed.pass());
    const deleted = archive.deleteArticles([first]);
    await removed.reached;
    // Whoever does not wait for the comparison has told the index by now.
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    gate.open();
    await Promise.all([rebuilt, deleted]);
    expect(await rowOf(first)).toBeUndefined();
    expect((await archive.status()).unreadable).toEqual([]);
  });

  it('what is changed between reading and telling the index is told after it', async () => {
    const { archive, store, index, gates } = gated;
    const gate = makeGate();
    gates.index.put = async (articles) => {
      await gate.pass();
      return index.put(articles);
    };
    await store.changeState(first, (state) => ({ ...state, read: true }));
    const compared = archive.rebuild();
    await gate.reached;
    const marked = archive.markArticles([first], { starred: true });
    const deleted = archive.deleteArticles([second]);
    while (await store.exists(second)) await new Promise((resolve) => setImmediate(resolve));
    gate.open();
    await Promise.all([compared, marked, deleted]);
    expect(await rowOf(first)).toMatchObject({ read: true, starred: true });
    expect(await rowOf(second)).toBeUndefined();
  });
});

describe('what is on disk is done, also where the index cannot be told of it', () => {
  const fail = () => Promise.reject(new Error('the search died'));

  it('a note is made once, and the lists know it as soon as the index is there again', async () => {
    const { archive, store, index, gates } = gated;
    let failures = 0;
    gates.index.put = (articles) => ((failures += 1) === 1 ? fail() : index.put(articles));
    await archive.createNote({ articleId: first, range: null, color: 'wheat', body: 'Wichtig', tags: [] });
    expect((await store.read(first)).notes).toHaveLength(1);
    await vi.waitFor(async () => expect(await rowOf(first)).toMatchObject({ notes: 1 }), { timeout: 10_000 });
  });

  it('marking, deleting and restoring answer that they were done', async () => {
    const { archive, store, index, gates } = gated;
    gates.index.changeRows = fail;
    expect(await archive.markArticles([first, second], { starred: true })).toMatchObject([
      { id: first, starred: true },
      { id: second, starred: true },
    ]);
    let failures = 0;
    gates.index.remove = (gone) => ((failures += 1) <= 2 ? fail() : index.remove(gone));
    const entries = await archive.deleteArticles([first, second]);
    expect(entries.map(({ articleId }) => articleId)).toEqual([first, second]);
    gates.index.put = fail;
    expect(await archive.restore([first])).toEqual({ articles: [first], notes: [] });
    expect(await store.exists(first)).toBe(true);
    delete gates.index.put;
    await vi.waitFor(async () => expect(await rowOf(first)).toMatchObject({ starred: true }), { timeout: 10_000 });
    await vi.waitFor(async () => expect(await rowOf(second)).toBeUndefined(), { timeout: 10_000 });
  });

  it('an import reports what it stored, and stores nothing twice', async () => {
    const { archive, index, gates } = gated;
    const page = (title: string) =>
      `<html lang="de"><head><title>${title}</title><link rel="canonical" href="https://example.org/bericht"></head>` +
      `<body><article><h1>${title}</h1><p>${'Ein Satz, der die Seite füllt. '.repeat(10)}</p></article></body></html>`;
    await writeFile(join(home, 'a.html'), page('Erster Titel'));
    await writeFile(join(home, 'b.html'), page('Zweiter Titel'));
    let failures = 0;
    gates.index.put = (articles) => ((failures += 1) === 1 ? fail() : index.put(articles));
    gates.index.flush = fail;
    const report = await archive.importSources({
      job: 'import',
      sources: ['a.html', 'b.html'].map((name) => ({ kind: 'path', path: join(home, name) })),
      format: null,
      tags: [],
      dryRun: false,
    });
    expect(report).toMatchObject({ imported: [{ title: 'Erster Titel' }], skipped: [{}], failed: [] });
    expect((await index.counts()).articles).toBe(4);
  });
});
