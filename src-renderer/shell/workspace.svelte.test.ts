import { expect, test, vi } from 'vitest';
import type { Settings } from '#contract';
import { ArchiveFailure } from '../archive-client.ts';
import { FakeArchive } from '../testing/fake-archive.ts';
import { Workspace } from './workspace.svelte.ts';
import { eventually } from '../testing/eventually.ts';

const fake = new FakeArchive();
window.nachlese = fake.bridge();

test('at the start it knows the archive, the settings and the language', async () => {
  const workspace = new Workspace();
  const stop = await workspace.start();
  expect(workspace.status?.name).toBe('Nachlese');
  expect(workspace.language).toBe('de');
  expect(workspace.writable).toBe(true);
  fake.tell({ type: 'settings', settings: { ...fake.settings, language: 'en', theme: 'dark' } });
  expect(workspace.language).toBe('en');
  expect(document.documentElement.dataset['theme']).toBe('dark');
  stop();
});

test('a settings file that could not be read is told once, and stays to be read', async () => {
  fake.trouble = 'Die Einstellungen waren nicht lesbar.';
  const workspace = new Workspace();
  const stop = await workspace.start();
  await eventually(() => expect(workspace.toasts.shown).toHaveLength(1));
  const [told] = workspace.toasts.shown;
  expect(told).toMatchObject({ kind: 'failed', message: fake.trouble });
  workspace.toasts.dismiss(told?.id ?? 0);
  await workspace.refresh();
  expect(workspace.toasts.shown).toHaveLength(0);
  fake.trouble = null;
  stop();
});

test('opening an article from a page that fills the window leads to the library', () => {
  const workspace = new Workspace();
  workspace.show('trash');
  workspace.open('a', { at: 12, query: 'wort' });
  expect(workspace.view).toBe('library');
  expect(workspace.place).toEqual({ at: 12, noteId: null, query: 'wort', words: [] });
  workspace.show('notebook');
  workspace.open('b');
  expect([workspace.view, workspace.articleId]).toEqual(['notebook', 'b']);
});

test('where there is room for one part, going back keeps the article open behind the list', () => {
  const workspace = new Workspace();
  workspace.open('a');
  expect(workspace.reading).toBe(true);
  workspace.leaveArticle();
  expect([workspace.reading, workspace.articleId]).toEqual([false, 'a']);
});

test('another archive leaves nothing of the old one on the screen', async () => {
  const workspace = new Workspace();
  const stop = await workspace.start();
  workspace.open('a');
  workspace.showCollection('wasser');
  fake.tell({ type: 'archive-opened', status: { ...fake.status(), id: 'other', name: 'Redaktion' } });
  expect([workspace.articleId, workspace.collectionId, workspace.view]).toEqual([null, null, 'library']);
  expect(workspace.status?.name).toBe('Redaktion');
  stop();
});

test('the article that was open last lies open again, unless it is gone', async () => {
  window.localStorage.clear();
  const [first] = fake.entries.keys();
  if (first === undefined) throw new Error('no article');
  fake.fresh = false;
  const before = new Workspace();
  const stop = await before.start();
  before.open(first);
  stop();
  const after = new Workspace();
  (await after.start())();
  expect(after.articleId).toBe(first);
  after.open('gone');
  const later = new Workspace();
  (await later.start())();
  later.miss(later.place);
  expect(later.articleId).toBeNull();
  after.miss(after.place);
  expect(after.articleId).toBe('gone');
  after.close();
  fake.fresh = true;
});

test('whoever goes elsewhere while the first article is being opened stays there', async () => {
  window.localStorage.clear();
  fake.fresh = true;
  const workspace = new Workspace();
  const starting = workspace.start();
  workspace.show('import');
  (await starting)();
  expect(workspace.articleId).not.toBeNull();
  expect(workspace.view).toBe('import');
});

test('a failure is shown in the words of the archive, and a cancelled job is none', () => {
  const workspace = new Workspace();
  workspace.fail(new ArchiveFailure('not-found', 'Es gibt keinen Artikel „x“.'));
  workspace.fail(new ArchiveFailure('cancelled', 'Abgebrochen.'));
  expect(workspace.toasts.shown.map(({ message }) => message)).toEqual(['Es gibt keinen Artikel „x“.']);
});

test('a message goes away by itself, but not under the pointer, and a failure stays', () => {
  vi.useFakeTimers();
  const { toasts } = new Workspace();
  toasts.add('done', 'Gesichert', {});
  toasts.add('failed', 'Nicht gesichert', {});
  const [done] = toasts.shown;
  if (!done) throw new Error('no message');
  toasts.pause(done.id);
  vi.advanceTimersByTime(60_000);
  expect(toasts.shown).toHaveLength(2);
  toasts.resume(done);
  vi.advanceTimersByTime(60_000);
  expect(toasts.shown.map(({ kind }) => kind)).toEqual(['failed']);
  vi.useRealTimers();
});

test('an answer on how the archive stands, overtaken by what it told since, is asked for again', async () => {
  const workspace = new Workspace();
  const stop = await workspace.start();
  const call = vi.spyOn(window.nachlese ?? fake.bridge(), 'callArchive');
  const now = fake.status();
  call.mockImplementationOnce(async () => {
    fake.tell({ type: 'status', status: { ...now, lostCount: 1 } });
    return JSON.stringify({ ok: true, value: { ...now, articles: 1, lostCount: 0 } });
  });
  await workspace.refresh();
  expect(call.mock.calls.filter(([{ method }]) => method === 'status')).toHaveLength(2);
  expect(workspace.status).toEqual(now);
  call.mockRestore();
  stop();
});

test('a setting changed last stays, whatever is answered to or told of one changed before', async () => {
  const workspace = new Workspace();
  const stop = await workspace.start();
  const { settings } = fake;
  const sent: { change: Partial<Settings>; answer: (settings: Settings | null) => void }[] = [];
  const full = { code: 'disk-full', message: 'Der Datenträger ist voll.' };
  const spy = vi.spyOn(window.nachlese ?? fake.bridge(), 'callArchive').mockImplementation(
    ({ args }) =>
      new Promise((resolve) => {
        const answer = (value: Settings | null): void => {
          resolve(JSON.stringify(value ? { ok: true, value } : { ok: false, error: full }));
        };
        sent.push({ change: args[0] as Partial<Settings>, answer });
      }),
  );
  const sized = (size: number) => ({ reading: { ...settings.reading, size } });
  const shown = (): unknown[] => [workspace.settings?.reading.size, workspace.settings?.theme];

  const changes = [sized(18), { theme: 'dark' } as const, sized(20)].map((change) => workspace.changeSettings(change));
  expect(shown()).toEqual([20, 'dark']);
  sent[0]?.answer({ ...settings, ...sized(18) });
  await changes[0];
  fake.tell({ type: 'settings', settings: { ...settings, ...sized(18) } });
  expect(shown()).toEqual([20, 'dark']);
  sent[2]?.answer({ ...settings, ...sized(20), theme: 'dark' });
  await changes[2];
  sent[1]?.answer({ ...settings, ...sized(18), theme: 'dark' });
  await changes[1];
  expect(shown()).toEqual([20, 'dark']);

  const refused = workspace.changeSettings({ theme: 'sepia' });
  sent[3]?.answer(null);
  await refused;
  expect(shown()).toEqual([20, 'sepia']);
  expect(workspace.toasts.shown.at(-1)?.message).toBe(full.message);
  fake.tell({ type: 'settings', settings: { ...settings, theme: 'light' } });
  expect(workspace.settings?.theme).toBe('light');
  spy.mockRestore();
  fake.tell({ type: 'settings', settings });
  stop();
});
