import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ArchiveEvent } from '#contract';
import { readSource } from '../import/import-formats.ts';
import { openSettings, type SettingsFile } from '../settings.ts';
import type { Session } from './running-session.ts';
import { sessionBelow } from './testing/session-below.ts';

let home: string;
let session: Session;
let settings: SettingsFile;
/** Resolves before each source is read. */
let hold: () => Promise<void>;

beforeEach(async () => {
  hold = () => Promise.resolve();
  home = await mkdtemp(join(tmpdir(), 'nachlese-ending-'));
  settings = openSettings(join(home, '.config/nachlese'));
  session = await sessionBelow(home, {
    settings,
    async *readSource(source, options) {
      await hold();
      yield* readSource(source, options);
    },
  });
});
afterEach(async () => {
  await session.close();
  await rm(home, { recursive: true, force: true, maxRetries: 5 });
});

it('ends when a settings file that is being written is written', async () => {
  let letGo: () => void = () => undefined;
  const slow = new Promise<void>((resolve) => (letGo = resolve));
  const changed = settings.change(async () => {
    await slow;
    return { theme: 'dark' };
  });
  const closed = session.close().then(() => 'closed');
  const aMoment = new Promise((resolve) => setTimeout(resolve, 500, 'still waiting'));
  expect(await Promise.race([closed, aMoment])).toBe('still waiting');
  letGo();
  await closed;
  expect((await settings.read()).theme).toBe('dark');
  await changed;
});

it('keeps a note that is being saved', async () => {
  const [row] = (await session.api.listArticles({ sort: 'newest', offset: 0, limit: 1, collection: null })).rows;
  const articleId = row?.id ?? '';
  const saved = session.api.createNote({ articleId, range: null, color: 'wheat', body: 'Nachfragen', tags: [] });
  await session.close();
  expect((await saved).body).toBe('Nachfragen');
  session = await sessionBelow(home);
  expect((await session.api.listNotes({ query: '', articleId })).map(({ body }) => body)).toEqual(['Nachfragen']);
});

it('stops a move, and leaves the archive where it is', async () => {
  let letGo: () => void = () => undefined;
  const running = new Promise<void>((resolve) => (letGo = resolve));
  hold = () => running;
  const paste = { url: null, publisher: null, published: null, authors: [], html: null };
  const imported = session.api
    .importSources({
      job: 'import',
      sources: [{ kind: 'paste', paste: { ...paste, title: 'Die Elbe', text: 'Die Elbe steht hier.' } }],
      format: null,
      tags: [],
      dryRun: false,
    })
    .catch(() => undefined);
  const waits = new Promise<void>((resolve) =>
    session.onEvent((event: ArchiveEvent) => {
      if (event.type === 'move-progress' && event.step === 'waiting') resolve();
    }),
  );
  const folder = join(home, 'Neu');
  const moved = session.api.moveArchive({ job: 'move', folder }).catch((error: unknown) => error);
  await waits;
  const closed = session.close();
  expect(await moved).toMatchObject({ code: 'cancelled' });
  letGo();
  await imported;
  await closed;
  expect(existsSync(join(folder, 'archive.json'))).toBe(false);
});

it('stops a restore', async () => {
  const backup = join(home, 'Sicherung');
  await session.api.backUp({ job: 'backup', folder: backup, thorough: false });
  const [found] = await session.api.listBackups(backup);
  const from = { backup: found?.folder ?? '', generation: null };
  const restored = session.api.restoreBackup({ job: 'restore', ...from, folder: join(home, 'Neu') });
  let isOver = false;
  const answer = restored.catch((error: unknown) => error).finally(() => (isOver = true));
  await session.close();
  await new Promise((resolve) => setImmediate(resolve));
  expect(isOver).toBe(true);
  expect(await answer).toMatchObject({ code: 'cancelled' });
});
