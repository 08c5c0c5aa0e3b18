import { cp, mkdir, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ArchiveStore } from '../archive-store.ts';
import { readMarker } from '../archive-marker.ts';
import { restoreBackup } from '../backup/restore-backup.ts';
import { createArchive, openStore } from '../open-store.ts';
import { sealedBytes } from '../sealed-json.ts';
import { hasStrace, killAtCalls } from '../testing/kill-at-calls.ts';
import { filesBelow, makeTrial, trialArticle, trialCapture, trialNote, type Trial } from '../trial-archive.ts';
import { MADE_UP_STEP } from './made-up-step.ts';
import { isMigrating } from './migrate-archive.ts';
import { migrateMadeUp } from './migrate-made-up.ts';

type Bytes = Record<string, string>;

async function bytesBelow(folder: string): Promise<Bytes> {
  const found: Bytes = {};
  for (const path of await filesBelow(folder))
    if (!path.startsWith('.migration/')) found[path] = await readFile(join(folder, path), 'latin1');
  return found;
}

const COLLECTION = '00000000-0000-4000-8000-00000000c011';

describe('a migration', () => {
  let trial: Trial;
  let before: Bytes;
  let after: Bytes;

  beforeEach(async () => {
    trial = await makeTrial();
    const store = await createArchive(trial.folder, trial.options);
    await store.add([
      trialCapture(1, { notes: [trialNote(trialArticle(1).id, 1)] }),
      trialCapture(2, { notes: [trialNote(trialArticle(2).id, 2)] }),
    ]);
    const modified = '2026-11-22T12:00:00Z';
    await store.writeCollection({ id: COLLECTION, name: 'Probe', description: '', articleIds: [], modified });
    await store.close();
    before = await bytesBelow(trial.folder);
    const copy = join(trial.root, 'copy');
    await cp(trial.folder, copy, { recursive: true });
    await migrateMadeUp(copy, join(trial.root, 'of-copy'));
    after = await bytesBelow(copy);
  });
  afterEach(() => trial.remove());

  const verified = async (store: ArchiveStore) => {
    const report = await store.verify(
      null,
      () => undefined,
      () => false,
    );
    await store.close();
    return { changed: report.changed, missing: report.missing, unreadable: report.unreadable };
  };
  const nothing = { changed: [], missing: [], unreadable: [] };

  it('changes what its step changes, keeps the rest, and leaves manifests that fit', async () => {
    expect((await migrateMadeUp(trial.folder, trial.root)).version).toBe(2);
    expect(await bytesBelow(trial.folder)).toEqual(after);
    const names = Object.keys(after);
    expect(names).toContain(`dossiers/${COLLECTION}.json`);
    expect(names.filter((name) => name.startsWith('collections/'))).toEqual([]);
    expect(names.filter((name) => name.endsWith('/made-up.txt'))).toHaveLength(2);
    const page = names.find((name) => name.endsWith('/article.html')) ?? '';
    expect(after[page]).toBe(before[page]);
    expect(await readdir(trial.folder)).not.toContain('.migration');
    const store = await openStore(trial.folder, trial.options);
    expect(store.access()).toBe('newer');
    expect((await store.read(trialArticle(1).id)).notes).toHaveLength(1);
    expect(await verified(store)).toEqual(nothing);
  });

  it('makes a backup first, from which the former archive comes back', async () => {
    await migrateMadeUp(trial.folder, trial.root);
    const { id } = (await readMarker(trial.folder))!;
    const folder = join(trial.root, 'former');
    await restoreBackup({
      backup: join(trial.root, 'data', 'before-migration', id),
      generation: null,
      folder,
      random: trial.options.random,
      progress: () => undefined,
      cancelled: () => false,
    });
    expect(await bytesBelow(folder)).toEqual(before);
    const store = await openStore(folder, trial.options);
    expect(store.access()).toBe('writable');
    expect(await verified(store)).toEqual(nothing);
  });

  it('leaves everything as it was where its step cannot understand a file', async () => {
    const page = Object.keys(before).find((name) => name.endsWith('.json') && name.includes('/notes/')) ?? '';
    await writeFile(join(trial.folder, page), 'no JSON');
    await expect(migrateMadeUp(trial.folder, trial.root)).rejects.toMatchObject({ code: 'unreadable' });
    expect(await bytesBelow(trial.folder)).toEqual({ ...before, [page]: 'no JSON' });
    expect(await isMigrating(trial.folder)).toBe(false);
  });

  it('is not begun where there is no backup', async () => {
    await writeFile(join(trial.root, 'data'), 'no folder').catch(() => undefined);
    await rm(join(trial.root, 'data'), { recursive: true, maxRetries: 5 });
    await writeFile(join(trial.root, 'data'), 'no folder');
    await expect(migrateMadeUp(trial.folder, trial.root)).rejects.toThrow();
    expect(await bytesBelow(trial.folder)).toEqual(before);
  });

  it('needs a step for every format on the way', async () => {
    const wrong = [{ ...MADE_UP_STEP, from: 7 }];
    await expect(migrateMadeUp(trial.folder, trial.root, wrong)).rejects.toMatchObject({ code: 'archive-damaged' });
    expect(await bytesBelow(trial.folder)).toEqual(before);
  });

  // Every one with NACHLESE_EVERY_CALL=1.
  it.skipIf(!hasStrace)(
    'is done or not done wherever it is killed (skipped where there is no strace)',
    async () => {
      let left = { old: 0, new: 0 };
      const kills = await killAtCalls({
        worker: join(import.meta.dirname, 'migrate-worker.ts'),
        every: process.env['NACHLESE_EVERY_CALL'] === undefined ? 5 : 1,
        prepare: async () => {
          const one = await makeTrial();
          await cp(trial.folder, one.folder, { recursive: true });
          // With a backup that is there, what is killed is the migration; killed backups have a test of their own.
          await cp(join(trial.root, 'of-copy', 'data'), join(one.root, 'data'), { recursive: true });
          return { args: [one.folder, one.root], remove: one.remove };
        },
        inspect: async ([folder = '', root = '']) => {
          if (await isMigrating(folder)) left = { ...left, new: left.new + 1 };
          else if ((await readMarker(folder))?.version === 1) {
            // Not done: not a byte differs, and this program opens it.
            left = { ...left, old: left.old + 1 };
            expect(await bytesBelow(folder)).toEqual(before);
            const store = await openStore(folder, { ...trial.options, dataFolder: join(root, 'd'), cacheFolder: root });
            expect(await verified(store)).toEqual(nothing);
          } else expect(await bytesBelow(folder)).toEqual(after);
          await migrateMadeUp(folder, root);
          expect(await bytesBelow(folder)).toEqual(after);
          expect(await readdir(folder)).not.toContain('.migration');
        },
      });
      expect(kills).toBeGreaterThan(10);
      expect(left.old).toBeGreaterThan(0);
      expect(left.new).toBeGreaterThan(0);
    },
    600_000,
  );

  it('is finished by any opening of the archive when it was killed after it had happened', async () => {
    // As a kill after ready.json leaves it: nothing is moved yet.
    const killed = join(trial.root, 'killed');
    await cp(trial.folder, killed, { recursive: true });
    const stopped = new Error('killed');
    const { writer } = await stopAtFirstMove(killed, stopped);
    expect(writer).toBe(true);
    expect(await isMigrating(killed)).toBe(true);
    expect(await bytesBelow(killed)).toEqual(before);
    const store = await openStore(killed, trial.options);
    expect(store.access()).toBe('newer');
    expect(await verified(store)).toEqual(nothing);
    expect(await bytesBelow(killed)).toEqual(after);
  });

  /** An archive as a stranger may hand it on: as if a migration of it still had these files to delete and to move up. */
  async function withLeft(deleted: string[], files: string[] = []): Promise<void> {
    await mkdir(join(trial.folder, '.migration'));
    await writeFile(join(trial.folder, '.migration/ready.json'), sealedBytes({ to: 2, files, deleted }));
  }

  it.each(['../outside.txt', 'articles/../../outside.txt', '/outside.txt', '..\\outside.txt', 'C:outside.txt'])(
    'deletes nothing outside of its archive: %s',
    async (path) => {
      const outside = join(trial.root, 'outside.txt');
      await writeFile(outside, 'mine');
      await withLeft([path]);
      await expect(migrateMadeUp(trial.folder, trial.root)).rejects.toMatchObject({ code: 'archive-damaged' });
      expect(await readFile(outside, 'utf8')).toBe('mine');
    },
  );

  it.skipIf(process.platform === 'win32').each([
    ['deletes', 'articles/linked', [], ['articles/linked/mine.txt']],
    ['writes', 'articles/linked', ['articles/linked/mine.txt'], []],
    ['takes', '.migration/files', ['mine.txt'], []],
  ])('%s nothing behind a link out of its archive: %s', async (_, link, files, deleted) => {
    const outside = join(trial.root, 'outside');
    await mkdir(outside);
    await writeFile(join(outside, 'mine.txt'), 'mine');
    await withLeft(deleted, files);
    if (!link.startsWith('.migration')) {
      await mkdir(join(trial.folder, '.migration/files/articles/linked'), { recursive: true });
      await writeFile(join(trial.folder, '.migration/files/articles/linked/mine.txt'), 'theirs');
    }
    await symlink(outside, join(trial.folder, link));
    await expect(migrateMadeUp(trial.folder, trial.root)).rejects.toMatchObject({ code: 'archive-damaged' });
    expect(await readdir(outside)).toEqual(['mine.txt']);
    expect(await readFile(join(outside, 'mine.txt'), 'utf8')).toBe('mine');
  });

  /** Migrates until the first file would move up. */
  async function stopAtFirstMove(folder: string, stopped: Error): Promise<{ writer: boolean }> {
    const { DurableWriter } = await import('../durable-write.ts');
    const { move } = DurableWriter.prototype;
    let isStopped = false;
    DurableWriter.prototype.move = function (from, to, confirm) {
      if (from.includes(join('.migration', 'files'))) {
        isStopped = true;
        return Promise.reject(stopped);
      }
      return move.call(this, from, to, confirm);
    };
    await migrateMadeUp(folder, join(trial.root, 'of-killed')).catch(() => undefined);
    DurableWriter.prototype.move = move;
    return { writer: isStopped };
  }
});
