import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ImportRequest, PastedArticle } from '#contract';
import { DurableWriter } from '../store/durable-write.ts';
import { ImportJournals } from './import-journal.ts';

let root: string;
let folder: string;
const now = new Date();
const journals = () =>
  new ImportJournals(folder, new DurableWriter({ random: randomBytes, platform: process.platform }), () => now);
const paste: PastedArticle = {
  ...{ title: 'Eingefügt', url: null, publisher: null, published: null },
  ...{ authors: [], text: 'Ein Absatz.', html: null },
};
const request: ImportRequest = {
  job: 'j',
  sources: [
    { kind: 'upload', upload: 'u1', name: 'Seite.html' },
    { kind: 'paste', paste },
    { kind: 'path', path: '/quellen/a.txt' },
  ],
  ...{ format: null, tags: ['Stadt'], dryRun: false },
};

/** As after a kill: its program lives no more. */
async function kill(): Promise<void> {
  for (const id of await readdir(folder)) {
    const path = join(folder, id, 'import.json');
    const record = JSON.parse(await readFile(path, 'utf8')) as { owner: object };
    await writeFile(path, JSON.stringify({ ...record, owner: { ...record.owner, pid: 2 ** 30, start: '1' } }));
  }
}

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'nachlese-journal-'));
  folder = join(root, 'imports');
  await mkdir(join(root, 'uploads'));
  await writeFile(join(root, 'uploads/Seite.html'), '<p>Gesendet</p>');
});
afterEach(() => rm(root, { recursive: true, force: true, maxRetries: 5 }));

const uploadPath = () => join(root, 'uploads/Seite.html');

it('keeps what was sent and pasted, so that a killed import of it goes on when its program is gone', async () => {
  const begun = await journals().begin(request, uploadPath);
  expect(await journals().interrupted()).toEqual([]);
  begun?.leave();
  await kill();
  await rm(join(root, 'uploads'), { recursive: true, maxRetries: 5 });
  const [interrupted] = await journals().interrupted();
  expect(interrupted).toMatchObject({ sources: ['Seite.html', '/quellen/a.txt', 'Eingefügt'], done: 0 });
  const { request: again, journal } = await journals().resume(interrupted?.id ?? '', 'again');
  expect(again).toMatchObject({ job: 'again', tags: ['Stadt'] });
  expect(again.sources.slice(1)).toEqual([
    { kind: 'path', path: '/quellen/a.txt' },
    { kind: 'paste', paste },
  ]);
  const [kept] = again.sources;
  expect(await readFile(kept?.kind === 'path' ? kept.path : '', 'utf8')).toBe('<p>Gesendet</p>');
  await journal.end();
  expect(await readdir(folder)).toEqual([]);
});

it('leaves nothing behind of a dry run, of an upload that is gone, and of one killed while it was copied', async () => {
  expect(await journals().begin({ ...request, dryRun: true }, uploadPath)).toBeNull();
  const gone = () => {
    throw new Error('no such upload');
  };
  expect(await journals().begin(request, gone)).toBeNull();
  expect(await readdir(folder)).toEqual([]);
  const half = join(folder, '0123456789abcdef');
  await mkdir(join(half, 'kept'), { recursive: true });
  expect(await journals().interrupted()).toEqual([]);
  expect(await readdir(folder)).toHaveLength(1);
  await utimes(half, now, new Date(now.getTime() - 3_600_000));
  expect(await journals().interrupted()).toEqual([]);
  expect(await readdir(folder)).toEqual([]);
});

it('offers an import that was left in this very process, and gives it to one who goes on with it', async () => {
  const begun = await journals().begin(request, uploadPath);
  begun?.leave();
  const [interrupted] = await journals().interrupted();
  const id = interrupted?.id ?? '';
  const both = await Promise.allSettled([journals().resume(id, 'one'), journals().resume(id, 'two')]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(await journals().interrupted()).toEqual([]);
});

it('reads a file again that was changed while it was read', async () => {
  const path = join(root, 'a.txt');
  await writeFile(path, 'Ein Absatz.');
  const journal = await journals().begin({ ...request, sources: [{ kind: 'path', path }] }, uploadPath);
  if (journal === null) throw new Error('no journal');
  const seen = await journal.look(path);
  // It is being read now.
  await writeFile(path, 'Ein anderer Absatz.');
  if (seen !== null) journal.finished(seen, 1);
  await journal.flushed(1, new Set(), 1);
  journal.leave();
  const [interrupted] = await journals().interrupted();
  const { journal: again } = await journals().resume(interrupted?.id ?? '', 'again');
  const now = await again.look(path);
  expect([interrupted?.done, now !== null && again.isStored(now)]).toEqual([1, false]);
  expect(seen !== null && again.isStored(seen)).toBe(true);
});
