import { randomBytes } from 'node:crypto';
import { rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ArchiveAccess } from '#contract';
import { ArchiveError } from '../errors.ts';
import { openSearch } from '../search/open-search.ts';
import type { SearchIndex } from '../search/search-index.ts';
import type { ArchiveStore } from '../store/archive-store.ts';
import { createArchive } from '../store/open-store.ts';
import { makeTrial, trialArticle, trialCapture, trialNote, type Trial } from '../store/trial-archive.ts';
import { ArrivingArticles } from './arriving-articles.ts';
import { ArticleTurns } from './article-turns.ts';
import { keepInStep, refreshArticles } from './keep-in-step.ts';

let trial: Trial;
let store: ArchiveStore;
let index: SearchIndex;
beforeEach(async () => {
  trial = await makeTrial();
  store = await createArchive(trial.folder, { ...trial.options, random: (count) => randomBytes(count) });
  index = await openSearch(
    { cacheFolder: join(trial.root, 'cache'), archiveId: store.id, now: trial.options.now },
    null,
  );
});
afterEach(async () => {
  await index.close();
  await store.close();
  await trial.remove();
});

const turns = new ArticleTurns();
const step = (using: ArchiveStore = store, stopped = () => false) =>
  keepInStep(
    { store: using, index, now: trial.options.now, language: () => 'de', unreadable: new Map(), turns },
    () => undefined,
    stopped,
  );
const ids = async () => [...(await index.stamps()).keys()].sort();

describe('at the start the index', () => {
  it('takes up what came, what changed and what went since, and reads nothing else again', async () => {
    const [kept, changed, gone, come] = [1, 2, 3, 4].map((number) => trialArticle(number).id) as [
      string,
      string,
      string,
      string,
    ];
    await store.add([1, 2, 3].map((number) => trialCapture(number)));
    expect((await step()).sort()).toEqual([kept, changed, gone].sort());
    expect(await step()).toEqual([]);
    await store.writeNote(trialNote(changed, 1, { body: 'Nachgetragen' }), null);
    await store.remove(gone);
    await store.add([trialCapture(4)]);
    expect((await step()).sort()).toEqual([changed, gone, come].sort());
    expect(await ids()).toEqual([kept, changed, come].sort());
    expect((await index.counts()).notes).toBe(1);
  });

  it('keeps everything when the disk is away, however empty its folder looks', async () => {
    await store.add([1, 2].map((number) => trialCapture(number)));
    await step();
    const before = await ids();
    const away = storeBut({
      ...{ access: (): ArchiveAccess => 'vanished', scan: async () => [], incomplete: async () => [] },
      stamp: (id) => Promise.reject(new ArchiveError('not-found', { kind: 'article', id })),
    });
    await step(away);
    expect(await ids()).toEqual(before);
  });

  it('keeps what came back after the scan', async () => {
    await store.add([trialCapture(1)]);
    await step();
    const { id } = trialArticle(1);
    await store.remove(id);
    const scan = async () => {
      const scanned = await store.scan();
      await store.restore(id);
      await refreshArticles(
        { store, index, now: trial.options.now, language: () => 'de', unreadable: new Map(), turns },
        [id],
      );
      return scanned;
    };
    await step(storeBut({ scan }));
    expect(await ids()).toEqual([id]);
  });
});

describe('an article whose files come one after the other', () => {
  const refresh = async (id: string, steady: () => number) => {
    const arriving = new ArrivingArticles({ steady, again: () => undefined, seen: async () => '', grace: 1000 });
    const parts = { store, index, now: trial.options.now, language: () => 'de' as const, unreadable, arriving, turns };
    await refreshArticles(parts, [id]);
    return async () => refreshArticles(parts, [id]);
  };
  let unreadable: Map<string, string>;
  beforeEach(() => {
    unreadable = new Map();
  });

  it('is shown while its original is on its way, and named when that never comes', async () => {
    await store.add([trialCapture(1)]);
    const { id } = trialArticle(1);
    await rm(join(trial.folder, 'articles', '2025', id, 'original.txt'));
    let now = 0;
    const again = await refresh(id, () => now);
    expect(await ids()).toEqual([id]);
    expect(unreadable.size).toBe(0);
    now = 2000;
    await again();
    expect(await ids()).toEqual([id]);
    expect([...unreadable]).toEqual([[id, expect.stringContaining('original.txt') as string]]);
  });

  it('is named when its text stays half, and not before', async () => {
    await store.add([trialCapture(1)]);
    const { id } = trialArticle(1);
    await truncate(join(trial.folder, 'articles', '2025', id, 'article.html'), 300);
    let now = 0;
    const again = await refresh(id, () => now);
    expect(await ids()).toEqual([]);
    expect(unreadable.size).toBe(0);
    now = 2000;
    await again();
    expect(await ids()).toEqual([id]);
    expect([...unreadable.keys()]).toEqual([id]);
  });
});

/** The store with some of its methods replaced. */
const storeBut = (changes: Partial<ArchiveStore>): ArchiveStore =>
  new Proxy(store, {
    get: (whole, name) => {
      if (name in changes) return Reflect.get(changes, name) as unknown;
      const value: unknown = Reflect.get(whole, name);
      return typeof value === 'function' ? (value.bind(whole) as unknown) : value;
    },
  });
