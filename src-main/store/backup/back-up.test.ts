import { execFileSync } from 'node:child_process';
import { promises } from 'node:fs';
import { chmod, cp, mkdir, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ArchiveStore } from '../archive-store.ts';
import { DurableWriter } from '../durable-write.ts';
import { createArchive, openStore } from '../open-store.ts';
import {
  filesBelow,
  makeTrial,
  textBlocks,
  trialArticle,
  trialAsset,
  trialCapture,
  trialNote,
  type Trial,
} from '../trial-archive.ts';
import type { BackupOptions } from './back-up.ts';
import { restoreBackup } from './restore-backup.ts';
import { listBackups, verifyBackup } from './verify-backup.ts';

describe('a backup', () => {
  let trial: Trial;
  let store: ArchiveStore;
  let target: string;
  let clock: number;

  beforeEach(async () => {
    trial = await makeTrial();
    target = join(trial.root, 'backup');
    clock = Date.parse('2026-11-22T12:00:00.000Z');
    store = await createArchive(trial.folder, trial.options);
    const captures = [1, 2, 3].map((number) => trialCapture(number));
    const asset = trialAsset();
    captures[0] = trialCapture(1, { assets: [{ ...asset, width: null, height: null }] as never });
    captures[1] = trialCapture(2, { notes: [trialNote(trialArticle(2).id, 2)] });
    await store.add(captures);
    await store.addVersion(
      trialArticle(3).id,
      trialCapture(3, {
        article: trialArticle(3, { blocks: textBlocks('Neuer Text.'), archived: '2025-11-01T08:00:00Z' }),
      }),
    );
    await store.add([trialCapture(9)]);
    await store.remove(trialArticle(9).id);
  });
  afterEach(async () => {
    await store.close();
    await trial.remove();
  });

  const options = (changes: Partial<BackupOptions> = {}): BackupOptions => ({
    folder: target,
    name: 'Probe',
    now: () => new Date((clock += 60_000)),
    random: trial.options.random,
    thorough: false,
    progress: () => undefined,
    cancelled: () => false,
    ...changes,
  });
  const backUp = (changes: Partial<BackupOptions> = {}) => store.backUp(options(changes));

  it('is restored from its newest state, whatever else a sync client put beside the records', async () => {
    const { generation } = await backUp();
    await writeFile(join(target, 'generations', `${generation.id}~copy.json`), '{}');
    expect(await restore()).toMatchObject({ generation: generation.id, damaged: [] });
  });

  const restore = (changes: Partial<Parameters<typeof restoreBackup>[0]> = {}) =>
    restoreBackup({
      backup: target,
      generation: null,
      folder: join(trial.root, 'restored'),
      random: trial.options.random,
      progress: () => undefined,
      cancelled: () => false,
      ...changes,
    });
  const check = () =>
    verifyBackup(
      target,
      () => new Date(),
      () => undefined,
      () => false,
    );
  const bytesBelow = async (folder: string) => {
    const found: Record<string, string> = {};
    for (const path of await filesBelow(folder)) found[path] = (await readFile(join(folder, path))).toString('base64');
    return found;
  };
  const pageOf = (number: number) => {
    const { id } = trialArticle(number);
    return `articles/${id.slice(0, 4)}/${id}/article.html`;
  };
  const flip = async (path: string) => {
    const bytes = await readFile(path);
    bytes[bytes.length >> 1]! ^= 1;
    await writeFile(path, bytes);
  };

  it('is restored byte for byte, with notes, versions and trash', async () => {
    const before = await bytesBelow(trial.folder);
    const report = await backUp();
    expect(report).toMatchObject({ damaged: [], skipped: [], removed: [] });
    expect(report.generation).toMatchObject({ articles: 3, notes: 1, damaged: 0, files: Object.keys(before).length });
    expect(await bytesBelow(trial.folder)).toEqual(before);
    const restored = await restore();
    expect(restored).toMatchObject({ archiveId: store.id, damaged: [], files: Object.keys(before).length });
    expect(await bytesBelow(join(trial.root, 'restored'))).toEqual(before);
    const again = await openStore(join(trial.root, 'restored'), trial.options);
    expect((await again.scan()).map(({ id }) => id).sort()).toEqual((await store.scan()).map(({ id }) => id).sort());
    expect(
      await again.verify(
        null,
        () => undefined,
        () => false,
      ),
    ).toMatchObject({ changed: [], missing: [], extra: [] });
    await again.close();
  });

  it.skipIf(process.platform === 'win32')('is restored without the program, as its README says', async () => {
    await backUp();
    const readme = await readFile(join(target, 'README.txt'), 'utf8');
    const script = readme.slice(readme.indexOf('  g=$(ls'));
    execFileSync('sh', ['-eu', '-c', script], { cwd: target });
    expect(await bytesBelow(join(target, 'restored'))).toEqual(await bytesBelow(trial.folder));
  });

  it('copies an unchanged file only once, and a changed one alone', async () => {
    const first = await backUp();
    expect(first.copied).toBeGreaterThan(10);
    expect((await backUp()).copied).toBe(0);
    await store.writeNote(trialNote(trialArticle(1).id, 7), null);
    const third = await backUp();
    expect(third.copied).toBe(1);
    expect((await listBackups(target))[0]?.generations.map(({ notes }) => notes)).toEqual([2, 1, 1]);
  });

  it('keeps in earlier generations what was deleted or damaged in the archive since', async () => {
    const before = await bytesBelow(trial.folder);
    const first = await backUp();
    await store.erase(trialArticle(1).id);
    await flip(join(trial.folder, pageOf(2)));
    await backUp();
    await rm(join(trial.folder, 'articles'), { recursive: true, maxRetries: 5 });
    await mkdir(join(trial.folder, 'articles'));
    await backUp();
    expect(
      (
        await verifyBackup(
          target,
          () => new Date(),
          () => undefined,
          () => false,
        )
      ).damaged,
    ).toEqual([]);
    await restore({ generation: first.generation.id });
    expect(await bytesBelow(join(trial.root, 'restored'))).toEqual(before);
  });

  it('puts the good copy in the place of a capture that was damaged, and names it', async () => {
    await backUp();
    const good = await readFile(join(trial.folder, pageOf(1)));
    await flip(join(trial.folder, pageOf(1)));
    await rm(join(trial.folder, pageOf(2)));
    await rm(join(trial.folder, pageOf(3).replace('article.html', 'manifest-sha256.txt')));
    const { damaged, generation } = await backUp();
    expect(damaged.sort((a, b) => (a.problem < b.problem ? -1 : 1))).toEqual([
      { path: pageOf(1), problem: 'changed', kept: true },
      { path: pageOf(2), problem: 'missing', kept: true },
      { path: pageOf(3).replace('article.html', 'manifest-sha256.txt'), problem: 'missing', kept: true },
    ]);
    expect(generation.damaged).toBe(3);
    await restore();
    expect((await readFile(join(trial.root, 'restored', pageOf(1)))).equals(good)).toBe(true);
    const again = await openStore(join(trial.root, 'restored'), trial.options);
    expect(
      await again.verify(
        null,
        () => undefined,
        () => false,
      ),
    ).toMatchObject({ changed: [], missing: [] });
    await again.close();
  });

  it('keeps damage it has no good copy of, but never as if it were good', async () => {
    await flip(join(trial.folder, pageOf(1)));
    const { damaged } = await backUp();
    expect(damaged).toEqual([{ path: pageOf(1), problem: 'changed', kept: false }]);
  });

  it('keeps the last good content of a note whose bits flipped, as long as a generation names the damage', async () => {
    await backUp();
    const { id } = trialArticle(2);
    const note = join(trial.folder, 'articles', id.slice(0, 4), id, 'notes', `${trialNote(id, 2).id}.json`);
    const good = await readFile(note, 'utf8');
    await writeFile(note, good.replace('Notiz 2', 'Notiz 3'));
    await backUp();
    const { damaged } = await backUp();
    expect(damaged).toMatchObject([{ problem: 'changed', kept: false }]);
    const [newest = ''] = (await readdir(join(target, 'generations'))).reverse();
    const record = JSON.parse(await readFile(join(target, 'generations', newest), 'utf8')) as {
      damaged: { earlier: string }[];
    };
    const earlier = record.damaged[0]?.earlier ?? '';
    expect(await readFile(join(target, 'objects', earlier.slice(0, 2), `${earlier}.json`), 'utf8')).toBe(good);
  });

  it('finds damage in the backup itself, and a thorough run copies what is damaged anew', async () => {
    await backUp();
    const [shelf = ''] = await readdir(join(target, 'objects'));
    const [object = ''] = await readdir(join(target, 'objects', shelf));
    await flip(join(target, 'objects', shelf, object));
    expect((await check()).damaged).toMatchObject([{ file: `objects/${shelf}/${object}`, problem: 'changed' }]);
    await backUp({ thorough: true });
    expect((await check()).damaged).toEqual([]);
    await rm(join(target, 'objects', shelf, object));
    expect((await check()).damaged).toMatchObject([{ file: `objects/${shelf}/${object}`, problem: 'missing' }]);
  });

  it('restores all but what the backup has no sound copy of, and says which', async () => {
    await backUp();
    const picture = (await filesBelow(join(target, 'objects'))).find((name) => name.endsWith('.png'));
    await flip(join(target, 'objects', picture ?? ''));
    const { damaged, files } = await restore();
    expect(damaged).toHaveLength(1);
    expect(damaged[0]).toMatch(/\.png$/);
    expect(files).toBe((await filesBelow(trial.folder)).length - 1);
  });

  it('restores all but what a damaged list named, and counts what it brought', async () => {
    await backUp();
    const before = await filesBelow(trial.folder);
    const lists = (await filesBelow(join(target, 'objects'))).filter((name) => name.endsWith('.txt'));
    for (const name of lists) {
      const file = join(target, 'objects', name);
      if ((await readFile(file, 'utf8')).includes('  trash/')) await flip(file);
    }
    const { damaged, files } = await restore();
    expect(damaged).toEqual([expect.stringMatching(/^trash\//)]);
    expect(files).toBe(before.filter((name) => !name.startsWith('trash/')).length);
  });

  it('syncs also the names of objects that are there: a killed run may have left them, and no generation said so', async () => {
    await backUp();
    const synced = vi.spyOn(DurableWriter.prototype, 'syncFolder');
    try {
      await backUp();
      const folders = synced.mock.calls.map(([folder]) => folder);
      const objects = join(target, 'objects');
      for (const shelf of ['', ...(await readdir(objects))]) expect(folders).toContain(join(objects, shelf));
    } finally {
      synced.mockRestore();
    }
  });

  it('gives its archive back also where its own marker is damaged, and names it', async () => {
    await backUp();
    await writeFile(join(target, 'backup.json'), 'x');
    expect((await listBackups(target))[0]).toMatchObject({ archiveId: store.id, unreadable: ['backup.json'] });
    expect((await check()).damaged).toMatchObject([{ file: 'backup.json', problem: 'unreadable' }]);
    await expect(backUp()).rejects.toMatchObject({ code: 'unreadable' });
    await restore();
    expect(await bytesBelow(join(trial.root, 'restored'))).toEqual(await bytesBelow(trial.folder));
  });

  it('lies beside other files of a drive in a folder of its own, which is found again', async () => {
    await mkdir(target);
    await writeFile(join(target, 'Urlaub.jpg'), 'x');
    const { folder } = await backUp();
    expect(folder).toBe(join(target, `nachlese-backup-${store.id.slice(0, 8)}`));
    expect((await backUp()).folder).toBe(folder);
    expect((await listBackups(target))[0]?.generations).toHaveLength(2);
    await restore();
    expect(await readFile(join(target, 'Urlaub.jpg'), 'utf8')).toBe('x');
  });

  it('is never made inside the archive, nor into the backup of another one', async () => {
    for (const folder of [trial.folder, join(trial.folder, 'articles'), join(trial.folder, 'new')])
      await expect(backUp({ folder })).rejects.toMatchObject({ code: 'backup-inside' });
    await symlink(trial.folder, join(trial.root, 'link'));
    await expect(backUp({ folder: join(trial.root, 'link', 'x') })).rejects.toMatchObject({ code: 'backup-inside' });
    await backUp();
    const other = await createArchive(join(trial.root, 'other'), {
      ...trial.options,
      random: (n) => new Uint8Array(n).fill(7),
    });
    await expect(other.backUp(options())).rejects.toMatchObject({
      code: 'backup-foreign',
      values: { reason: 'Probe' },
    });
    await other.close();
    expect(await filesBelow(trial.folder)).not.toContain('articles/backup.json');
  });

  it('restores into no folder that holds anything, and goes on where a killed restore ended', async () => {
    await backUp();
    const folder = join(trial.root, 'restored');
    await mkdir(folder);
    await writeFile(join(folder, 'mine.txt'), 'x');
    await expect(restore()).rejects.toMatchObject({ code: 'exists' });
    expect(await readFile(join(folder, 'mine.txt'), 'utf8')).toBe('x');
    await rm(folder, { recursive: true, maxRetries: 5 });
    let count = 0;
    await expect(restore({ cancelled: () => (count += 1) > 8 })).rejects.toMatchObject({ code: 'cancelled' });
    await expect(openStore(folder, trial.options)).rejects.toMatchObject({ code: 'archive-foreign' });
    await restore();
    expect(await bytesBelow(folder)).toEqual(await bytesBelow(trial.folder));
    await expect(restore({ folder: join(target, 'in') })).rejects.toMatchObject({ code: 'backup-inside' });
  });

  it('fails in words where its disk takes no more folders, and the next try goes on', async () => {
    await backUp();
    const unheard: unknown[] = [];
    const hear = (error: unknown) => unheard.push(error);
    process.on('unhandledRejection', hear);
    const { mkdir: make } = promises;
    const failing = vi.spyOn(promises, 'mkdir').mockImplementation((path, how) => {
      if (!String(path).includes(join('restored', 'articles'))) return make(path, how as { recursive: true });
      return Promise.reject(Object.assign(new Error('EIO'), { code: 'EIO' }));
    });
    try {
      await expect(restore()).rejects.toMatchObject({ code: 'io', values: { reason: 'EIO' } });
      await new Promise((resolve) => setImmediate(resolve));
    } finally {
      failing.mockRestore();
      process.off('unhandledRejection', hear);
    }
    expect(unheard).toEqual([]);
    await restore();
    expect(await bytesBelow(join(trial.root, 'restored'))).toEqual(await bytesBelow(trial.folder));
  });

  it('leaves nothing half made when it is cancelled, and earlier generations whole', async () => {
    await backUp();
    await store.add([trialCapture(4), trialCapture(5)]);
    await expect(backUp({ cancelled: () => true })).rejects.toMatchObject({ code: 'cancelled' });
    expect((await listBackups(target))[0]?.generations).toHaveLength(1);
    expect((await readdir(target)).sort()).toEqual(['.tmp', 'README.txt', 'backup.json', 'generations', 'objects']);
    expect(await readdir(join(target, '.tmp'))).toEqual([]);
    expect((await backUp()).generation.articles).toBe(5);
  });

  it('sees what changes while it runs, and is of one moment', async () => {
    let changed = false;
    const { generation } = await backUp({
      progress: () => {
        if (changed) return;
        changed = true;
        void store.writeNote(trialNote(trialArticle(1).id, 8), null);
      },
    });
    const notes = async () => (await store.read(trialArticle(1).id)).notes.length;
    await expect.poll(notes, { timeout: 10_000 }).toBe(1);
    const later = await backUp();
    expect([generation.notes, later.generation.notes]).toContain(2);
    expect(later.generation.notes).toBe(2);
  });

  it('does not take a vanished archive for an empty one', async () => {
    await backUp();
    await cp(trial.folder, `${trial.folder}-away`, { recursive: true });
    await rm(trial.folder, { recursive: true, maxRetries: 5 });
    await mkdir(trial.folder);
    await expect(backUp()).rejects.toMatchObject({ code: 'archive-vanished' });
    expect((await listBackups(target))[0]?.generations).toHaveLength(1);
  });

  it('names links and what other disks cannot hold instead of following or dropping them', async () => {
    await symlink('/etc/passwd', join(trial.folder, 'articles', 'link'));
    if (process.platform !== 'win32') await writeFile(join(trial.folder, 'articles', 'a:b'), 'x');
    const { skipped } = await backUp();
    expect(skipped.sort()).toEqual(['articles/a:b', 'articles/link']);
  });

  it.skipIf(process.getuid?.() === 0)('carries an unreadable file over from before', async () => {
    await backUp();
    await chmod(join(trial.folder, pageOf(1)), 0);
    expect((await backUp()).damaged).toMatchObject([{ problem: 'unreadable', kept: true }]);
  });

  it('lets nothing go while a generation cannot be read', async () => {
    for (let count = 0; count < 12; count += 1) await backUp();
    const ids = (await listBackups(target))[0]?.generations.map(({ id }) => id) ?? [];
    expect(ids).toHaveLength(10);
    await flip(join(target, 'generations', `${ids[5] ?? ''}.json`));
    for (let count = 0; count < 3; count += 1) await backUp();
    expect((await listBackups(target))[0]).toMatchObject({ unreadable: [`${ids[5] ?? ''}.json`] });
    expect((await listBackups(target))[0]?.generations).toHaveLength(12);
  });
});
