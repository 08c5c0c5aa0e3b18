import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { ArchiveError } from '../errors.ts';
import { readSource } from '../import/import-formats.ts';
import { ArticleTurns } from './article-turns.ts';
import { runImport } from './import-run.ts';
import { Jobs } from './jobs.ts';
import type { Parts } from './parts.ts';
import { RecordClaims } from './record-claims.ts';

const folders: string[] = [];
afterEach(() => Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, maxRetries: 5 }))));

/** Only what an import of new articles from a folder asks of the parts; `add` answers for each article. */
function runOf(folder: string, add: () => unknown) {
  const parts = {
    store: {
      listTrash: async () => [],
      readWaitingNotes: async () => [],
      add: async (captures: unknown[]) => captures.map(add),
    },
    index: { findByTextHash: async () => null, put: async () => undefined, flush: async () => undefined },
    now: () => new Date('2026-11-22T12:00:00Z'),
    random: (count: number) => new Uint8Array(count),
    language: () => 'en',
    creator: () => null,
    emit: () => undefined,
    jobs: new Jobs(),
    lost: { saw: () => undefined },
    turns: new ArticleTurns(),
    claims: new RecordClaims(),
    deletions: { count: 0 },
    readSource,
  } as unknown as Parts;
  const sources = [{ kind: 'path' as const, path: folder }];
  return { parts, request: { job: 'j', sources, format: null, tags: [], dryRun: false } };
}

it('accounts for every source when the disk fills up in the middle', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'nachlese-import-run-'));
  folders.push(folder);
  for (let number = 100; number < 180; number += 1)
    await writeFile(join(folder, `${number}.txt`), `Meldung ${number} aus der Stadt.\n\nEin Absatz zu ${number}.\n`);
  let room = 10;
  const { parts, request } = runOf(folder, () => {
    room -= 1;
    return room >= 0 ? { ok: true, stamp: '' } : { ok: false, error: new ArchiveError('disk-full', {}) };
  });
  const { imported, failed } = await runImport(parts, request);
  expect({ imported: imported.length, failed: failed.length }).toEqual({ imported: 10, failed: 70 });
  expect(new Set(failed.map(({ source }) => source)).size).toBe(70);
});

it('stores the rest when a source cannot even be read, and says which one it was', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'nachlese-import-run-'));
  folders.push(folder);
  for (let number = 100; number < 140; number += 1)
    await writeFile(join(folder, `${number}.txt`), `Meldung ${number} aus der Stadt.\n\nEin Absatz zu ${number}.\n`);
  const { parts, request } = runOf(folder, () => ({ ok: true, stamp: '' }));
  const readBut: Parts['readSource'] = (input, options) => {
    if (input.name.endsWith('120.txt')) throw new Error('a fault of a format');
    return readSource(input, options);
  };
  const { imported, failed } = await runImport({ ...parts, readSource: readBut }, request);
  expect(imported).toHaveLength(39);
  expect(failed.map(({ source }) => source)).toEqual([join(folder, '120.txt')]);
});

it('goes on when an upload is no longer there, and says which one it was', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'nachlese-import-run-'));
  folders.push(folder);
  for (const name of ['first', 'third'])
    await writeFile(join(folder, name), `Meldung ${name}.\n\nEin Absatz zu ${name}.\n`);
  const { parts, request } = runOf(folder, () => ({ ok: true, stamp: '' }));
  const upload = (id: string) => {
    if (id === 'second') throw new ArchiveError('not-found', { kind: 'upload', id });
    return join(folder, id);
  };
  const sources = ['first', 'second', 'third'].map((id) => ({
    kind: 'upload' as const,
    upload: id,
    name: `${id}.txt`,
  }));
  const { imported, failed } = await runImport({ ...parts, upload }, { ...request, sources });
  expect(imported.map(({ source }) => source)).toEqual(['first.txt', 'third.txt']);
  expect(failed.map(({ source, code }) => [source, code])).toEqual([['second.txt', 'not-found']]);
});

it('keeps the report of what was stored when the disk is full for a new version of something else', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'nachlese-import-run-'));
  folders.push(folder);
  for (let number = 100; number < 140; number += 1)
    await writeFile(join(folder, `${number}.txt`), `Meldung ${number} aus der Stadt.\n\nEin Absatz zu ${number}.\n`);
  const { parts, request } = runOf(folder, () => ({ ok: true, stamp: '' }));
  let asked = 0;
  const index = {
    ...parts.index,
    findByTextHash: async () => ((asked += 1) === 36 ? 'known' : null),
  } as unknown as Parts['index'];
  const store = {
    ...parts.store,
    read: () => Promise.reject(new ArchiveError('disk-full', { path: 'x' })),
  } as unknown as Parts['store'];
  const { imported, failed } = await runImport({ ...parts, index, store }, request);
  expect({ imported: imported.length, failed: failed.length }).toEqual({ imported: 35, failed: 5 });
});
