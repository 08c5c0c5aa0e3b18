import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Workspace } from '../shell/workspace.svelte.ts';
import { FakeArchive } from '../testing/fake-archive.ts';
import Harness from '../testing/Harness.svelte';
import HealthSettings from './HealthSettings.svelte';

// The window keeps the bridge it first found.
const fake = new FakeArchive();
window.nachlese = fake.bridge();
const { check, lost, space } = fake;
const id = '2025-10-16-rat-tagt-0123456789';
const show = async () => {
  const workspace = new Workspace();
  await workspace.start();
  render(Harness, { workspace, component: HealthSettings });
};

afterEach(cleanup);
beforeEach(() => {
  Object.assign(fake, { check, lost, space });
});

test('says that nothing was ever checked, and what a check found, with its time', async () => {
  await show();
  expect(screen.getByText('Dieses Archiv wurde auf diesem Rechner noch nie geprüft.')).toBeTruthy();
  cleanup();
  fake.check = { ...fake.check, finished: '2026-11-03T08:00:00Z', checked: 1234, quiet: true };
  await show();
  expect(screen.getByText('1.234 Dateien geprüft, alle unversehrt.')).toBeTruthy();
  expect(screen.getByText(/^Zuletzt geprüft: 3. November 2026.*im Hintergrund$/)).toBeTruthy();
});

test('names what is damaged and what vanished, and asks before that is accepted', async () => {
  const found = { changed: [`articles/2025/${id}/original.txt`], missing: [], extra: [], unreadable: [] };
  fake.check = { ...fake.check, damaged: 1, found };
  fake.lost = [{ path: `articles/2025/${id}/state.json`, articleId: id, title: 'Der Rat tagt', noticed: '2026-11-01' }];
  await show();
  expect(screen.getByText('1 Datei ist nicht, wie sie sein soll.')).toBeTruthy();
  expect(screen.getByText('state.json')).toBeTruthy();
  await fireEvent.click(screen.getByRole('button', { name: '„Der Rat tagt“ so annehmen, wie es ist' }));
  expect(fake.calls.map(({ method }) => method)).not.toContain('acceptChanges');
  await fireEvent.click(screen.getByRole('button', { name: 'So annehmen' }));
  await waitFor(() => {
    expect(fake.calls).toContainEqual({ method: 'acceptChanges', args: [[id]] });
    expect(screen.queryByText('state.json')).toBeNull();
  });
});

test('the check in the background can be switched off, and shows how far it is', async () => {
  fake.check = { ...fake.check, round: { done: 312, total: 1000, since: '2026-11-03T08:00:00Z', resting: false } };
  await show();
  expect(screen.getByText('Diese Runde: 312 von 1.000 Artikeln seit 3. November 2026')).toBeTruthy();
  await fireEvent.click(screen.getByRole('switch', { name: 'Im Hintergrund prüfen' }));
  await waitFor(() => {
    expect(fake.settings.quietCheck).toBe(false);
  });
});

test('a round of the check in the background can be held and goes on', async () => {
  fake.settings = { ...fake.settings, quietCheck: true };
  fake.check = { ...fake.check, round: { done: 312, total: 1000, since: '2026-11-03T08:00:00Z', resting: false } };
  await show();
  await fireEvent.click(screen.getByRole('button', { name: 'Anhalten' }));
  await waitFor(() => {
    expect(fake.settings.quietCheck).toBe(false);
  });
  await fireEvent.click(await screen.findByRole('button', { name: 'Fortsetzen' }));
  await waitFor(() => {
    expect(fake.settings.quietCheck).toBe(true);
  });
});

test('little room on the disk is said', async () => {
  fake.space = { free: 80_000_000, total: 500_000_000_000, low: true };
  await show();
  expect(screen.getByText(/nur noch 80.MB frei/)).toBeTruthy();
});
