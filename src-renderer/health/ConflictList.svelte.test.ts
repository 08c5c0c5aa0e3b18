import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, expect, test, vi } from 'vitest';
import { Workspace } from '../shell/workspace.svelte.ts';
import { FakeArchive } from '../testing/fake-archive.ts';
import Harness from '../testing/Harness.svelte';
import ConflictList from './ConflictList.svelte';

// The window keeps the bridge it first found.
const fake = new FakeArchive();
window.nachlese = fake.bridge();
const show = async () => {
  const workspace = new Workspace();
  await workspace.start();
  render(Harness, { workspace, component: ConflictList });
};
const copy = (name: string, change: object = {}) => ({
  path: `articles/2025/a/notes/${name}`,
  of: 'articles/2025/a/notes/n.json',
  by: 'Syncthing',
  kind: 'note' as const,
  articleId: 'a',
  content: 'different' as const,
  ...change,
});

afterEach(() => {
  cleanup();
  fake.conflicts = [];
});

test('is not there where there are no copies', async () => {
  await show();
  expect(screen.queryByText('Konfliktkopien')).toBeNull();
});

test('looks again when something changed, though there were none before', async () => {
  await show();
  fake.conflicts = [copy('drei.json')];
  fake.tell({ type: 'changed', articleIds: null });
  await waitFor(() => screen.getByText('articles/2025/a/notes/drei.json'), { timeout: 3_000 });
});

test('names each copy and its ways out; one that is settled leaves the list', async () => {
  fake.conflicts = [copy('eins.json'), copy('zwei.json', { content: 'unreadable' })];
  await show();
  await waitFor(() => screen.getByText('Konfliktkopien'));
  expect(screen.getByText('articles/2025/a/notes/eins.json')).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Beides behalten: zwei.json' })).toBeNull();
  expect(screen.getByRole('button', { name: 'Kopie weglegen: zwei.json' })).toBeTruthy();
  await fireEvent.click(screen.getByRole('button', { name: 'Beides behalten: eins.json' }));
  await waitFor(() => {
    expect(screen.queryByText('articles/2025/a/notes/eins.json')).toBeNull();
  });
});

test('a look that is answered late does not bring back what was settled meanwhile', async () => {
  const bridge = window.nachlese;
  if (!bridge) throw new Error('no bridge');
  fake.conflicts = [copy('eins.json'), copy('zwei.json')];
  await show();
  await waitFor(() => screen.getByText('articles/2025/a/notes/eins.json'));
  const late = JSON.stringify({ ok: true, value: fake.conflicts });
  const { callArchive } = bridge;
  let give: (() => void) | null = null;
  const spy = vi.spyOn(bridge, 'callArchive').mockImplementation((call) => {
    if (call.method !== 'listConflicts' || give !== null) return callArchive(call);
    return new Promise((resolve) => (give = () => resolve(late)));
  });
  fake.tell({ type: 'changed', articleIds: null });
  await vi.waitFor(() => expect(give).not.toBeNull(), { timeout: 10_000 });
  await fireEvent.click(screen.getByRole('button', { name: 'Beides behalten: eins.json' }));
  await waitFor(() => {
    expect(screen.queryByText('articles/2025/a/notes/eins.json')).toBeNull();
  });
  give!();
  await new Promise((resolve) => setTimeout(resolve));
  expect(screen.queryByText('articles/2025/a/notes/eins.json')).toBeNull();
  spy.mockRestore();
});
