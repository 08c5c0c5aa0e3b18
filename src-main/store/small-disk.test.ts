import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { createArchive, openStore } from './open-store.ts';
import { filesBelow, trialArticle, trialCapture, trialNote, trialOptions } from './trial-archive.ts';

const isRoot = process.getuid?.() === 0;
const mount = (...args: string[]) => spawnSync('mount', args).status === 0;

/** Runs a task on a disk of its own; false where this machine does not let us have one. */
async function onDisk(size: string, task: (disk: string, root: string) => Promise<void>): Promise<boolean> {
  const root = await mkdtemp(join(tmpdir(), 'nachlese-disk-'));
  const disk = await mkdtemp(join(tmpdir(), 'nachlese-mount-'));
  if (!mount('-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', disk)) return false;
  try {
    await task(disk, root);
  } finally {
    spawnSync('umount', ['-l', disk]);
    await rm(disk, { recursive: true, force: true, maxRetries: 5 });
    await rm(root, { recursive: true, force: true, maxRetries: 5 });
  }
  return true;
}

describe.skipIf(!isRoot)('on a disk of its own (mounting one needs root)', () => {
  it('that is full, what was saved stays, what cannot be is refused by name, and deleting works', async (context) => {
    const could = await onDisk('256k', async (disk, root) => {
      const store = await createArchive(join(disk, 'archive'), trialOptions(root, '2026-11-22T12:00:00Z'), {});
      const saved: string[] = [];
      let refused: unknown = null;
      for (let number = 1; refused === null; number += 1) {
        const [result] = await store.add([trialCapture(number)]);
        if (result?.ok === true) saved.push(trialArticle(number).id);
        else refused = result?.error;
      }
      expect(refused).toMatchObject({ code: 'disk-full', values: { reason: 'ENOSPC' } });
      const [first = ''] = saved;
      const note = trialNote(first, 1, { body: 'lang '.repeat(60_000) });
      await expect(store.writeNote(note, null)).rejects.toMatchObject({ code: 'disk-full' });
      expect((await store.scan()).map(({ id }) => id).sort()).toEqual([...saved].sort());
      expect((await store.read(first)).notes).toEqual([]);
      expect(
        await store.verify(
          null,
          () => undefined,
          () => false,
        ),
      ).toMatchObject({ changed: [], missing: [], extra: [], unreadable: [] });
      await store.erase(first);
      await store.remove(saved[1] ?? '');
      await store.close();
      expect((await filesBelow(disk)).filter((path) => path.includes('/.tmp/'))).toEqual([]);
    });
    if (!could) context.skip('this machine does not let us mount a disk');
  });

  it('that is read-only, everything is read and every change refused', async (context) => {
    const could = await onDisk('4m', async (disk, root) => {
      const folder = join(disk, 'archive');
      const options = trialOptions(root, '2026-11-22T12:00:00Z');
      const first = await createArchive(folder, options, {});
      const { id } = trialArticle(1);
      await first.add([trialCapture(1)]);
      // The lock is given back after the answer; a disk with a file being written cannot be made read-only.
      const soon = { timeout: 10_000 };
      await vi.waitFor(() => expect(existsSync(join(folder, '.lock'))).toBe(false), soon);
      await vi.waitFor(() => expect(mount('-o', 'remount,ro', disk)).toBe(true), soon);
      await expect(first.changeState(id, (state) => ({ ...state, read: true }))).rejects.toMatchObject({
        code: 'archive-read-only',
      });
      const store = await openStore(folder, options);
      expect(store.access()).toBe('read-only');
      expect((await store.read(id)).article.title).toBe('Artikel 1');
      expect(await store.scan()).toHaveLength(1);
      await expect(store.remove(id)).rejects.toMatchObject({ code: 'archive-read-only' });
      expect(await store.add([trialCapture(2)])).toMatchObject([{ ok: false, error: { code: 'archive-read-only' } }]);
      mount('-o', 'remount,rw', disk);
      await store.changeState(id, (state) => ({ ...state, read: true }));
      expect(store.access()).toBe('writable');
    });
    if (!could) context.skip('this machine does not let us mount a disk');
  });
});
