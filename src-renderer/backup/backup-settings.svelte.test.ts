import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { tick, type Component } from 'svelte';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Workspace } from '../shell/workspace.svelte.ts';
import { FakeArchive, madeGeneration } from '../testing/fake-archive.ts';
import Harness from '../testing/Harness.svelte';
import BackupReminder from './BackupReminder.svelte';
import BackupSettings from './BackupSettings.svelte';
import RestoreDialog from './RestoreDialog.svelte';

let current: Workspace;
// The window keeps the bridge it finds first.
const fake = new FakeArchive();
window.nachlese = fake.bridge();

afterEach(cleanup);
beforeEach(() => {
  fake.settings = new FakeArchive().settings;
  fake.lastBackup = null;
  fake.generations = [];
  fake.calls.length = 0;
  current = new Workspace();
});

const show = async (component: Component): Promise<void> => {
  await current.start();
  render(Harness, { workspace: current, component });
};

test('a first backup goes where its owner points, and is listed and dated then', async () => {
  await show(BackupSettings);
  expect(document.body.textContent).toContain('Dieses Archiv ist noch nicht gesichert.');
  await fireEvent.click(screen.getByRole('button', { name: 'Ordner oder Laufwerk wählen und sichern' }));
  await screen.findByText(/^Gesichert: 6 Artikel/u);
  expect(fake.calls.find(({ method }) => method === 'backUp')?.args).toMatchObject([{ folder: '/home/mira/Artikel' }]);
  await screen.findByText(/^Zuletzt gesichert/u);
  expect(await screen.findAllByText('6 Artikel, 2 Notizen')).toHaveLength(1);
  await fireEvent.click(screen.getByRole('button', { name: 'Sicherung prüfen' }));
  await screen.findByText('24 Dateien der Sicherung geprüft, alle heil.');
});

test('states with damage say so, and older ones are counted', async () => {
  fake.lastBackup = '2026-11-20T20:00:00Z';
  fake.generations = Array.from({ length: 9 }, (_, day) =>
    madeGeneration(`2026-11-${String(20 - day)}T20:00:00Z`, day === 1 ? 2 : 0),
  );
  await show(BackupSettings);
  await screen.findByText('2 Dateien waren beschädigt');
  await screen.findByText('und 3 frühere Stände');
});

test('the reminder is chosen, and turned off', async () => {
  await show(BackupSettings);
  await fireEvent.click(screen.getByRole('radio', { name: 'Nach 7 Tagen' }));
  await waitFor(() => {
    expect(fake.settings.backupReminder).toEqual({ days: 7, later: null });
  });
  await fireEvent.click(screen.getByRole('radio', { name: 'Nie' }));
  await waitFor(() => {
    expect(fake.settings.backupReminder.days).toBeNull();
  });
});

test('the reminder under the list can be put off', async () => {
  fake.lastBackup = '2020-01-01T00:00:00Z';
  await show(BackupReminder);
  // Six articles are hardly worth it.
  expect(screen.queryByRole('status')).toBeNull();
  fake.tell({ type: 'status', status: { ...fake.status(), articles: 500 } });
  expect((await screen.findByRole('status')).textContent).toMatch(/Seit [\d.]+ Tagen nicht gesichert/u);
  await fireEvent.click(screen.getByRole('button', { name: 'In einer Woche' }));
  await waitFor(() => {
    expect(screen.queryByRole('status')).toBeNull();
  });
});

test('a restore shows what a backup holds and asks for an empty folder', async () => {
  fake.generations = [madeGeneration('2026-11-20T20:00:00Z'), madeGeneration('2026-11-19T20:00:00Z')];
  await show(RestoreDialog as Component);
  await fireEvent.click(screen.getAllByRole('button', { name: 'Ordner wählen' })[0]!);
  const states = await screen.findByLabelText<HTMLSelectElement>('Stand');
  expect(states.options).toHaveLength(2);
  await fireEvent.change(states, { target: { value: '20261119T200000000Z' } });
  await fireEvent.input(screen.getByLabelText('Neuer Ordner für das Archiv'), {
    target: { value: ' /home/mira/Neu ' },
  });
  await fireEvent.click(screen.getByRole('button', { name: 'Wiederherstellen' }));
  await screen.findByText('„Nachlese“ ist wieder da und geöffnet: 24 Dateien.');
  expect(fake.calls.find(({ method }) => method === 'restoreBackup')?.args).toMatchObject([
    { backup: '/home/mira/Artikel', generation: '20261119T200000000Z', folder: '/home/mira/Neu' },
  ]);
});

test('a folder without a backup is named as such', async () => {
  await show(RestoreDialog as Component);
  await fireEvent.click(screen.getAllByRole('button', { name: 'Ordner wählen' })[0]!);
  await screen.findByText(/^Nicht gefunden: Sicherung/u);
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Wiederherstellen' }).disabled).toBe(true);
});

test('the state chosen for a restore stays chosen while the archive tells how it is doing', async () => {
  fake.lastBackup = '2026-11-20T20:00:00Z';
  fake.generations = [madeGeneration('2026-11-20T20:00:00Z'), madeGeneration('2026-11-19T20:00:00Z')];
  await show(RestoreDialog as Component);
  const states = await screen.findByLabelText<HTMLSelectElement>('Stand');
  await fireEvent.change(states, { target: { value: '20261119T200000000Z' } });
  const looks = () => fake.calls.filter(({ method }) => method === 'listBackups').length;
  const before = looks();
  fake.tell({ type: 'status', status: { ...fake.status() } });
  await tick();
  expect(looks()).toBe(before);
  await fireEvent.click(screen.getByRole('button', { name: 'Wiederherstellen' }));
  await screen.findByText('„Nachlese“ ist wieder da und geöffnet: 24 Dateien.');
  expect(fake.calls.find(({ method }) => method === 'restoreBackup')?.args).toMatchObject([
    { generation: '20261119T200000000Z' },
  ]);
});
