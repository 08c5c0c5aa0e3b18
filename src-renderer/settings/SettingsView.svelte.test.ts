import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Workspace } from '../shell/workspace.svelte.ts';
import { FakeArchive } from '../testing/fake-archive.ts';
import Harness from '../testing/Harness.svelte';
import MoveDialog from './MoveDialog.svelte';
import SettingsView from './SettingsView.svelte';

let current: Workspace;
const fake = new FakeArchive();
window.nachlese = fake.bridge();

afterEach(cleanup);
beforeEach(async () => {
  fake.settings = new FakeArchive().settings;
  current = new Workspace();
  await current.start();
  render(Harness, { workspace: current, component: SettingsView });
});

test('colours change at once and are kept', async () => {
  await fireEvent.click(screen.getByRole('radio', { name: 'Nacht' }));
  expect(document.documentElement.dataset['theme']).toBe('dark');
  await waitFor(() => {
    expect(fake.settings.theme).toBe('dark');
  });
});

test('the language changes every word on the screen', async () => {
  await fireEvent.click(screen.getByRole('radio', { name: 'English' }));
  await waitFor(() => {
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Settings');
  });
});

test('the name for notes is kept when the field is left, and an empty one is none', async () => {
  const field = screen.getByLabelText('Ihr Name an Notizen');
  await fireEvent.input(field, { target: { value: '  Ada Beck ' } });
  await fireEvent.change(field);
  await waitFor(() => {
    expect(fake.settings.creator).toBe('Ada Beck');
  });
  await fireEvent.input(field, { target: { value: ' ' } });
  await fireEvent.change(field);
  await waitFor(() => {
    expect(fake.settings.creator).toBeNull();
  });
});

test('asking for updates without an address says that there is none', async () => {
  await fireEvent.click(screen.getByRole('button', { name: 'Nach einer neuen Version sehen' }));
  const dialog = screen.getByRole('dialog', { name: 'Nach einer neuen Version sehen?' });
  expect(dialog.textContent).toContain('keine Adresse für neue Versionen');
  expect(screen.queryByRole('button', { name: 'Im Browser öffnen' })).toBeNull();
});

test('asking for updates shows the address first and calls nobody', async () => {
  cleanup();
  vi.stubEnv('VITE_NACHLESE_RELEASES', 'https://nachlese.example.org/releases');
  render(Harness, { workspace: current, component: SettingsView });
  vi.unstubAllEnvs();
  const before = fake.calls.length;
  await fireEvent.click(screen.getByRole('button', { name: 'Nach einer neuen Version sehen' }));
  const dialog = screen.getByRole('dialog', { name: 'Nach einer neuen Version sehen?' });
  expect(dialog.textContent).toContain('https://nachlese.example.org/releases');
  expect(fake.calls.slice(before)).toEqual([]);
});

test('every licence that the build lists can be read', async () => {
  const packages = [{ name: 'zod', version: '4.6.7', licence: 'MIT', text: 'Permission is hereby granted' }];
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(JSON.stringify({ packages }))));
  await fireEvent.click(screen.getByRole('button', { name: 'Lizenzen' }));
  expect((await screen.findByText('Permission is hereby granted')).closest('li')?.textContent).toContain(
    'zod 4.6.7 MIT',
  );
  vi.unstubAllGlobals();
});

test('the archive moves to the folder that is named, and the one left behind is named too', async () => {
  await fireEvent.click(screen.getByRole('button', { name: 'In einen anderen Ordner umziehen' }));
  render(Harness, { workspace: current, component: MoveDialog });
  const dialog = screen.getByRole('dialog', { name: 'Archiv umziehen' });
  expect(dialog.textContent).toContain('/home/mira/Nachlese');
  const move = screen.getByRole<HTMLButtonElement>('button', { name: 'Umziehen' });
  expect(move.disabled).toBe(true);
  await fireEvent.input(screen.getByLabelText('Neuer Ordner'), { target: { value: ' /media/mira/Archiv ' } });
  await fireEvent.click(move);
  await waitFor(() => {
    expect(dialog.textContent).toContain('Das Archiv liegt jetzt in /media/mira/Archiv: 12 Dateien');
  });
  expect(dialog.textContent).toContain('Der alte Ordner /home/mira/Nachlese ist unverändert.');
  expect(fake.calls.find(({ method }) => method === 'moveArchive')?.args).toMatchObject([
    { folder: '/media/mira/Archiv' },
  ]);
});
