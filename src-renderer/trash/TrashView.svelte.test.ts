import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { archive } from '../archive-client.ts';
import { Workspace } from '../shell/workspace.svelte.ts';
import { FakeArchive } from '../testing/fake-archive.ts';
import Harness from '../testing/Harness.svelte';
import TrashView from './TrashView.svelte';

const fake = new FakeArchive();
window.nachlese = fake.bridge();
const [first = '', second = ''] = fake.entries.keys();
const title = fake.entries.get(first)?.article.title ?? '';

afterEach(cleanup);
beforeEach(async () => {
  if (fake.entries.has(first)) await archive.deleteArticles([first]);
  if (fake.entries.has(second)) await archive.deleteArticles([second]);
  const workspace = new Workspace();
  await workspace.start();
  render(Harness, { workspace, component: TrashView });
});

test('a deleted article comes back just as it was', async () => {
  await fireEvent.click(await screen.findByRole('button', { name: `„${title}“ wiederherstellen` }));
  await waitFor(() => {
    expect(fake.entries.get(first)?.article.title).toBe(title);
    expect(screen.queryByText(title)).toBeNull();
  });
});

test('deleting for good asks first, and cancelling keeps everything', async () => {
  await fireEvent.click(await screen.findByRole('button', { name: `„${title}“ endgültig löschen` }));
  expect(screen.getByRole('dialog', { name: 'Endgültig löschen?' }).textContent).toContain(title);
  await fireEvent.click(screen.getByRole('button', { name: 'Abbrechen' }));
  expect(fake.trash).toHaveLength(2);
  await fireEvent.click(screen.getByRole('button', { name: `„${title}“ endgültig löschen` }));
  await fireEvent.click(screen.getByRole('button', { name: 'Endgültig löschen' }));
  await waitFor(() => {
    expect(fake.trash.map(({ article }) => article?.article.id)).toEqual([second]);
  });
});
