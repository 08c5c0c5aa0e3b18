import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { VersionDiff } from '#contract';
import Reader from '../reading/Reader.svelte';
import { Workspace } from '../shell/workspace.svelte.ts';
import { FakeArchive } from '../testing/fake-archive.ts';
import Harness from '../testing/Harness.svelte';

const fake = new FakeArchive();
window.nachlese = fake.bridge();
const id = [...fake.entries.keys()][0] ?? '';
const VERSION = '20251001T080000Z';

beforeEach(async () => {
  const version = { id: VERSION, archived: '2025-10-01T08:00:00Z', words: 6 };
  const side = { archived: version.archived, title: 'Alt', words: 6 };
  const diff: VersionDiff = {
    id,
    from: { ...side, version: VERSION },
    to: { ...side, version: null },
    title: [{ kind: 'same', text: 'Der Titel' }],
    paragraphs: [
      [{ kind: 'same', text: 'Bleibt eins.' }],
      [{ kind: 'same', text: 'Bleibt zwei.' }],
      [
        { kind: 'same', text: 'Er kommt am ' },
        { kind: 'removed', text: 'Dienstag' },
        { kind: 'added', text: 'Mittwoch' },
        { kind: 'same', text: '.' },
      ],
      [{ kind: 'added', text: 'Ganz neu.' }],
    ],
    added: 3,
    removed: 1,
  };
  fake.versions.set(id, [{ version, diff }]);
  const workspace = new Workspace();
  await workspace.start();
  workspace.open(id);
  render(Harness, { workspace, component: Reader });
  await screen.findByRole('toolbar', { name: 'Werkzeuge zum Artikel' });
});
afterEach(cleanup);

const compare = async () => {
  await fireEvent.keyDown(await screen.findByRole('button', { name: 'Fassungen' }), { key: 'Enter' });
  await fireEvent.click(await screen.findByRole('menuitem', { name: /Mit einer anderen vergleichen/ }));
  const section = await screen.findByRole('region', { name: 'Zwei Fassungen im Vergleich' });
  await within(section).findByRole('heading', { level: 1, name: 'Der Titel' });
  return section;
};

test('what came and went is marked as such for every reader, not by colour alone', async () => {
  const section = await compare();
  expect(section.querySelector('del')?.textContent).toBe('Dienstag');
  expect(section.querySelector('ins')?.textContent).toBe('Mittwoch');
  expect(section.textContent).toContain('Anfang gestrichen: Dienstag Ende gestrichen. ');
  expect(section.textContent).toContain('Anfang hinzugekommen: Mittwoch Ende hinzugekommen. ');
  expect(within(section).getByText('3 Wörter dazu')).toBeTruthy();
  expect(within(section).getByText('1 Wort fort')).toBeTruthy();
});

test('paragraphs without changes are folded until one asks for them', async () => {
  const section = await compare();
  expect(section.textContent).not.toContain('Bleibt eins.');
  await fireEvent.click(within(section).getByRole('button', { name: '2 unveränderte Absätze zeigen' }));
  expect(section.textContent).toContain('Bleibt eins.');
});

test('one steps from change to change, and around', async () => {
  const section = await compare();
  const next = within(section).getByRole('button', { name: 'Nächste Änderung' });
  for (const said of ['1 von 2', '2 von 2', '1 von 2']) {
    await fireEvent.click(next);
    await waitFor(() => {
      expect(within(section).getByText(said)).toBeTruthy();
    });
  }
  expect(document.activeElement).toHaveProperty('dataset.change', '0');
});

test('closing brings the article back', async () => {
  const section = await compare();
  await fireEvent.click(within(section).getByRole('button', { name: 'Vergleich schließen' }));
  await waitFor(() => {
    expect(screen.queryByRole('region', { name: 'Zwei Fassungen im Vergleich' })).toBeNull();
  });
});
