import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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
