import { beforeEach, expect, test } from 'vitest';
import { Workspace } from '../shell/workspace.svelte.ts';
import { FakeArchive } from '../testing/fake-archive.ts';
import { Collections } from './collections.svelte.ts';

const fake = new FakeArchive();
window.nachlese = fake.bridge();
const ids = [...fake.entries.keys()].slice(0, 3);
const [first = '', second = '', third = ''] = ids;

let workspace: Workspace;
let collections: Collections;

beforeEach(async () => {
  fake.collections.clear();
  fake.collections.set('a', {
    id: 'a',
    name: 'Ähren',
    description: '',
    articleIds: [first, 'gone', second, third],
    modified: '',
  });
  fake.collections.set('z', { id: 'z', name: 'Zeit', description: '', articleIds: [], modified: '' });
  workspace = new Workspace();
  await workspace.start();
  workspace.showCollection('a');
  collections = new Collections(workspace);
  await collections.load();
});

const shown = (): string[] => (collections.rows ?? []).map(({ id }) => id);
const stored = (): string[] => fake.collections.get('a')?.articleIds ?? [];

test('collections are listed by name, and one shows its articles in its own order', () => {
  expect(collections.all?.map(({ name }) => name)).toEqual(['Ähren', 'Zeit']);
  expect(shown()).toEqual([first, second, third]);
});

test('an article moves to another place, and what is not listed stays in the collection', async () => {
  await collections.move(third, 0);
  expect(shown()).toEqual([third, first, second]);
  expect(stored()).toEqual([third, first, 'gone', second]);
  await collections.move(third, 9);
  expect(shown()).toEqual([third, first, second]);
  await collections.move(third, 1);
  expect(stored()).toEqual([first, 'gone', third, second]);
});

test('an article taken out can be put back where it was', async () => {
  const row = collections.rows?.[1];
  if (!row) throw new Error('no article to take out');
  await collections.remove(row);
  expect(shown()).toEqual([first, third]);
  await workspace.toasts.shown.at(-1)?.undo?.();
  expect(shown()).toEqual([first, second, third]);
});

test('two articles taken out at once are both out, and to put one back takes nothing from the others', async () => {
  const [one, two] = collections.rows ?? [];
  if (!one || !two) throw new Error('no articles to take out');
  await Promise.all([collections.remove(one), collections.remove(two)]);
  expect(stored()).toEqual(['gone', third]);
  const entry = fake.collections.get('a');
  // An import puts something in while the undo is offered.
  if (entry) fake.collections.set('a', { ...entry, articleIds: [...entry.articleIds, 'new'] });
  await workspace.toasts.shown.at(-1)?.undo?.();
  expect(stored()).toContain('new');
  expect(stored()).toContain(third);
  expect(stored()).toHaveLength(4);
});

test('a new collection is shown at once, and a deleted one leads back to the list', async () => {
  await collections.create('Gipfel');
  expect(collections.shown?.name).toBe('Gipfel');
  if (collections.shown) await collections.delete(collections.shown);
  expect([workspace.collectionId, collections.all?.length]).toEqual([null, 2]);
});
