import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Collection } from '#contract';
import { changed, fileIntoCollections } from './collection-calls.ts';
import type { Parts } from './parts.ts';
import { openGated, type GatedArchive } from './testing/gated-archive.ts';

const collection: Collection = { id: 'c', name: 'Gipfel', description: '', articleIds: ['a', 'b', 'c'], modified: '' };
const after = (change: Parameters<typeof changed>[1]) => changed(collection, change).articleIds;

describe('a change of a collection', () => {
  it('takes out, adds once, and places before another article or last', () => {
    expect(after({ remove: ['b', 'x'], add: ['d', 'a', 'd'] })).toEqual(['a', 'c', 'd']);
    expect(after({ place: [{ id: 'c', before: 'a' }] })).toEqual(['c', 'a', 'b']);
    expect(after({ place: [{ id: 'a', before: null }] })).toEqual(['b', 'c', 'a']);
    expect(after({ place: [{ id: 'a', before: 'gone' }] })).toEqual(['b', 'c', 'a']);
    expect(after({ place: [{ id: 'a', before: 'a' }] })).toEqual(['b', 'c', 'a']);
    expect(after({ place: [{ id: 'new', before: 'b' }] })).toEqual(['a', 'new', 'b', 'c']);
    expect(changed(collection, { name: 'Budapest' })).toEqual({ ...collection, name: 'Budapest' });
  });
});

describe('collections of an archive', () => {
  let home: string;
  let gated: GatedArchive;
  const article = (number: number) => `2025-01-0${number}-a-0123456789`;
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'nachlese-collections-'));
    gated = await openGated(home);
  });
  afterEach(async () => {
    await gated.archive.close();
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  });
  const stored = async () => (await gated.archive.listCollections())[0];

  it('keep every one of several changes made at once', async () => {
    const { archive } = gated;
    const { id } = await archive.createCollection('Gipfel');
    await archive.editCollection(id, { add: [article(1), article(2)] });
    await Promise.all([
      archive.editCollection(id, { name: ' Budapest ' }),
      archive.editCollection(id, { add: [article(3)] }),
      archive.editCollection(id, { remove: [article(1)] }),
      archive.editCollection(id, { remove: [article(2)] }),
    ]);
    expect(await stored()).toMatchObject({ name: 'Budapest', articleIds: [article(3)] });
    await expect(archive.editCollection(id, { name: ' ' })).rejects.toMatchObject({ code: 'bad-argument' });
  });

  it('are not made anew by a change after they were deleted', async () => {
    const { archive } = gated;
    const { id } = await archive.createCollection('Gipfel');
    await archive.deleteCollection(id);
    await expect(archive.editCollection(id, { add: [article(1)] })).rejects.toMatchObject({ code: 'not-found' });
    expect(await archive.listCollections()).toEqual([]);
  });

  it('take in what an import brings without losing what was done meanwhile', async () => {
    const { archive, store } = gated;
    const { id } = await archive.createCollection('Gipfel');
    const parts = {
      store: {
        ...{ writeCollection: store.writeCollection.bind(store), changeCollection: store.changeCollection.bind(store) },
        // Between its look and its change somebody else adds an article.
        readCollections: async () => {
          const known = await store.readCollections();
          await archive.editCollection(id, { name: 'Budapest', add: [article(1)] });
          return known;
        },
      },
      now: () => new Date(),
      random: (count: number) => new Uint8Array(count),
    } as unknown as Parts;
    await fileIntoCollections(parts, new Map([['Gipfel', [article(2)]]]));
    expect(await stored()).toMatchObject({ name: 'Budapest', articleIds: [article(1), article(2)] });
  });
});
