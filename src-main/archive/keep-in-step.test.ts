import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ArchiveAccess } from '#contract';
import { openSearch } from '../search/open-search.ts';
import type { SearchIndex } from '../search/search-index.ts';
import type { ArchiveStore } from '../store/archive-store.ts';
import { createArchive } from '../store/open-store.ts';
import { makeTrial, trialArticle, trialCapture, trialNote, type Trial } from '../store/trial-archive.ts';
import { keepInStep } from './keep-in-step.ts';

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

const step = (using: ArchiveStore = store, stopped = () => false) =>
  keepInStep(
    { store: using, index, now: trial.options.now, language: () => 'de', unreadable: new Map() },
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
    const away = storeBut({ access: (): ArchiveAccess => 'vanished', scan: async () => [] });
    await step(away);
    expect(await ids()).toEqual(before);
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
