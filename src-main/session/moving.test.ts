import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ArchiveEvent, ImportRequest } from '#contract';
import { readSource } from '../import/import-formats.ts';
import { openSettings } from '../settings.ts';
import type { Session } from './running-session.ts';
import { sessionBelow } from './testing/session-below.ts';

let home: string;
let session: Session;
let events: ArchiveEvent[];
/** Resolves before each source is read. */
let hold: () => Promise<void>;

const start = async (archiveFolder: string | null = null): Promise<Session> => {
  const started = await sessionBelow(home, {
    async *readSource(source, options) {
      await hold();
      yield* readSource(source, options);
    },
    archiveFolder,
  });
  events = [];
  started.onEvent((event) => events.push(event));
  return started;
};

beforeEach(async () => {
  hold = () => Promise.resolve();
  home = await mkdtemp(join(tmpdir(), 'nachlese-moving-'));
  session = await start();
});
afterEach(async () => {
  await session.close();
  await rm(home, { recursive: true, force: true, maxRetries: 5 });
});

const paste = (title: string): ImportRequest => ({
  job: title,
  sources: [
    {
      kind: 'paste',
      paste: {
        title,
        url: null,
        publisher: null,
        published: null,
        authors: [],
        text: `${title} steht hier.`,
        html: null,
      },
    },
  ],
  format: null,
  tags: [],
  dryRun: false,
});
const list = () => session.api.listArticles({ sort: 'newest', offset: 0, limit: null, collection: null });
const titles = async () => (await list()).rows.map(({ title }) => title).sort();
const archiveOfSettings = async () => (await openSettings(join(home, '.config/nachlese')).read()).archive;

it('can still take back what was imported before', async () => {
  await session.api.importSources(paste('Die Elbe'));
  await session.api.moveArchive({ job: 'move', folder: join(home, 'Neu') });
  expect(await session.api.undoImport('Die Elbe')).toEqual({ removed: 1 });
  expect(await titles()).not.toContain('Die Elbe');
});

it('goes on in the new folder, now and at the next start, with its list, its index and its name', async () => {
  await session.api.importSources(paste('Die Elbe'));
  const before = await session.api.status();
  const folder = join(home, 'Neu');
  const moved = await session.api.moveArchive({ job: 'one', folder });
  expect(moved).toMatchObject({ folder, former: join(home, 'Documents/Nachlese') });
  expect(await session.api.status()).toMatchObject({ folder, id: before.id, name: before.name, articles: 2 });
  expect(events.find(({ type }) => type === 'archive-opened')).toMatchObject({ status: { folder } });
  expect(events.filter(({ type }) => type === 'move-progress').at(-1)).toMatchObject({ step: 'switching' });
  expect((await session.api.search({ query: 'elbe', offset: 0, limit: 5, sort: 'relevance' })).total).toBe(1);
  expect((await session.api.readSettings()).archives.map((one) => one.folder)).toEqual([folder]);

  await session.api.importSources(paste('Die Oder'));
  await session.close();
  session = await start();
  expect((await session.api.status()).folder).toBe(folder);
  expect(await titles()).toHaveLength(3);
});

it('waits for an import that runs, and what is written meanwhile arrives in the new folder', async () => {
  let letGo: () => void = () => undefined;
  const running = new Promise<void>((resolve) => (letGo = resolve));
  hold = () => running;
  const importing = session.api.importSources(paste('Die Elbe'));
  const folder = join(home, 'Neu');
  const moving = session.api.moveArchive({ job: 'one', folder });
  await expect
    .poll(() => events.some((event) => event.type === 'move-progress' && event.step === 'waiting'), { timeout: 10_000 })
    .toBe(true);
  // Notes get through beside it.
  const [row] = (await list()).rows;
  await session.api.createNote({ articleId: row?.id ?? '', range: null, color: 'wheat', body: 'Nachfragen', tags: [] });
  letGo();
  expect((await importing).imported).toHaveLength(1);
  await moving;
  expect((await session.api.status()).folder).toBe(folder);
  expect(await titles()).toContain('Die Elbe');
  expect((await session.api.listNotes({ query: '', articleId: null })).map(({ body }) => body)).toEqual(['Nachfragen']);
});

it('stays where it is when it is cancelled, and can be moved afterwards', async () => {
  let letGo: () => void = () => undefined;
  const running = new Promise<void>((resolve) => (letGo = resolve));
  hold = () => running;
  const importing = session.api.importSources(paste('Die Elbe'));
  const folder = join(home, 'Neu');
  const moving = session.api.moveArchive({ job: 'one', folder });
  await expect
    .poll(() => events.some((event) => event.type === 'move-progress' && event.step === 'waiting'), { timeout: 10_000 })
    .toBe(true);
  await expect(session.api.moveArchive({ job: 'two', folder: join(home, 'B') })).rejects.toMatchObject({
    code: 'move-refused',
    values: { reason: 'move-running' },
  });
  await session.api.cancelJob('one');
  await expect(moving).rejects.toMatchObject({ code: 'cancelled' });
  letGo();
  await importing;
  expect((await session.api.status()).folder).toBe(join(home, 'Documents/Nachlese'));
  expect(await archiveOfSettings()).toBe(join(home, 'Documents/Nachlese'));
  await session.api.importSources(paste('Die Oder'));
  await session.api.moveArchive({ job: 'three', folder });
  expect(await titles()).toHaveLength(3);
});

it('stays where the next start would be told it is', async () => {
  await session.close();
  session = await start(join(home, 'portable'));
  await expect(session.api.moveArchive({ job: 'one', folder: join(home, 'Neu') })).rejects.toMatchObject({
    code: 'move-refused',
    values: { reason: 'move-named' },
  });
});

it('stays where it is when the settings cannot be written', async () => {
  const config = join(home, '.config/nachlese');
  await rm(config, { recursive: true, maxRetries: 5 });
  await mkdir(join(home, '.config'), { recursive: true });
  // A file in the folder's place stops root too.
  await writeFile(config, '');
  const folder = join(home, 'Neu');
  await expect(session.api.moveArchive({ job: 'one', folder })).rejects.toThrow();
  expect((await session.api.status()).folder).toBe(join(home, 'Documents/Nachlese'));
  await expect(readFile(join(folder, 'archive.json'))).rejects.toThrow('ENOENT');
  await session.api.importSources(paste('Die Elbe'));
  expect(await titles()).toHaveLength(2);
});

it('goes on with an archive that was opened, also where the settings cannot say so', async () => {
  const other = join(home, 'Anderes');
  await session.api.createArchive(other, 'Anderes');
  await session.api.openArchive(join(home, 'Documents/Nachlese'));
  events.length = 0;
  const config = join(home, '.config/nachlese');
  await rm(config, { recursive: true, maxRetries: 5 });
  await writeFile(config, '');
  await expect(session.api.openArchive(other)).rejects.toThrow();
  expect((await session.api.status()).folder).toBe(other);
  // The window hears of it, and the former archive is closed.
  expect(events.map((event) => event.type === 'archive-opened' && event.status.folder)).toContain(other);
});
