import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ArchiveEvent } from '#contract';
import { openSettings, type SettingsFile } from '../settings.ts';
import type { Session } from './running-session.ts';
import { sessionBelow } from './testing/session-below.ts';

let home: string;
let session: Session;
let settings: SettingsFile;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'nachlese-opening-'));
  settings = openSettings(join(home, '.config/nachlese'));
  session = await sessionBelow(home, { settings });
});
afterEach(async () => {
  await session.close();
  await rm(home, { recursive: true, force: true, maxRetries: 5 });
});

const first = () => join(home, 'Documents/Nachlese');
const list = () => session.api.listArticles({ sort: 'newest', offset: 0, limit: null, collection: null });
const known = async () => (await settings.read()).archives.map(({ name }) => name).sort();
const isCacheLocked = async () => {
  const caches = join(home, '.cache/nachlese');
  return (await readdir(caches)).map((name) => existsSync(join(caches, name, 'lock')));
};

it('keeps the cache when the archive that is open is opened again, twice at once too', async () => {
  await Promise.all([session.api.openArchive(first()), session.api.openArchive(first())]);
  expect(await isCacheLocked()).toEqual([true]);
  expect((await list()).rows).toHaveLength(1);
});

it('has calls wait while the open archive is opened again', async () => {
  const opening = new AbortController();
  const opened = session.api.openArchive(first()).finally(() => opening.abort());
  // Through all of it, however long it takes.
  while (!opening.signal.aborted) {
    expect((await list()).rows).toHaveLength(1);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await opened;
});

it('stays with what is shown when the archive is not there to be opened again', async () => {
  await rm(join(first(), 'archive.json'));
  await expect(session.api.openArchive(first())).rejects.toMatchObject({ code: 'archive-foreign' });
  expect((await list()).rows).toHaveLength(1);
});

it('forgets two archives at once', async () => {
  for (const name of ['B', 'C']) await session.api.createArchive(join(home, name), name);
  await session.api.openArchive(first());
  expect(await known()).toEqual(['B', 'C', 'Nachlese']);
  await Promise.all(['B', 'C'].map((name) => session.api.forgetArchive(join(home, name))));
  expect(await known()).toEqual(['Nachlese']);
});

it('has the archive open that was asked for last, and remembers all of them', async () => {
  await Promise.all(['B', 'C', 'D'].map((name) => session.api.createArchive(join(home, name), name)));
  expect((await session.api.status()).folder).toBe(join(home, 'D'));
  expect((await settings.read()).archive).toBe(join(home, 'D'));
  expect(await known()).toEqual(['B', 'C', 'D', 'Nachlese']);
});

it('tells of an archive opened after none could be at the start', async () => {
  await session.close();
  const foreign = join(home, 'foreign');
  await mkdir(foreign);
  await writeFile(join(foreign, 'letter.txt'), 'Somebody else lives here.');
  session = await sessionBelow(home, { settings, archiveFolder: foreign });
  await expect(session.api.status()).rejects.toMatchObject({ code: 'archive-foreign' });
  const events: ArchiveEvent[] = [];
  session.onEvent((event) => events.push(event));
  await session.api.openArchive(first());
  expect(events.find(({ type }) => type === 'archive-opened')).toMatchObject({ status: { folder: first() } });
});

it('moves no other archive than the one that was open when it was asked to', async () => {
  const opened = session.api.createArchive(join(home, 'B'), 'B');
  const moved = session.api.moveArchive({ job: 'move', folder: join(home, 'Neu') });
  await expect(moved).rejects.toMatchObject({ code: 'cancelled' });
  await opened;
  expect((await session.api.status()).folder).toBe(join(home, 'B'));
});

it('has the archive open that was asked for after a restore', async () => {
  const { folder } = await session.api.backUp({ job: 'backup', folder: join(home, 'Sicherung'), thorough: false });
  const restored = session.api.restoreBackup({
    ...{ job: 'restore', backup: folder, generation: null },
    folder: join(home, 'Zurück'),
  });
  const opened = session.api.createArchive(join(home, 'B'), 'B');
  expect((await restored).status.folder).toBe(join(home, 'Zurück'));
  await opened;
  expect((await session.api.status()).folder).toBe(join(home, 'B'));
});
