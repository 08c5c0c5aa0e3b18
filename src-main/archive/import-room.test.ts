import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DiskSpaceWatch } from './disk-space.ts';
import { requireRoom } from './import-room.ts';

const MB = 1024 * 1024;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nachlese-room-'));
  await mkdir(join(folder, 'innen'));
  await writeFile(join(folder, 'eins.txt'), Buffer.alloc(3 * MB, 'a'));
  await writeFile(join(folder, 'innen', 'zwei.txt'), Buffer.alloc(2 * MB, 'b'));
});
afterEach(() => rm(folder, { recursive: true, maxRetries: 5 }));

const ask = (free: number | null, paths = [folder], dryRun = false) =>
  requireRoom(
    { folder: '/archiv', freeSpace: async () => (free === null ? null : { free, total: 1000 * MB }) },
    { sources: paths.map((path) => ({ kind: 'path' as const, path })), dryRun },
  );

it('refuses an import whose files alone do not fit, before a byte of it is read', async () => {
  await expect(ask(4 * MB)).rejects.toMatchObject({
    code: 'disk-full',
    values: { folder: '/archiv', reason: 'needs-room', needed: 6, free: 4 },
  });
  await expect(ask(6 * MB)).resolves.toBeUndefined();
});

it('counts no room for files whose very bytes are in the archive, and asks for those only where room is short', async () => {
  const digest = createHash('sha256')
    .update(Buffer.alloc(3 * MB, 'a'))
    .digest('hex');
  let asked = 0;
  const askKnowing = (free: number) =>
    requireRoom(
      {
        folder: '/archiv',
        freeSpace: async () => ({ free, total: 1000 * MB }),
        originals: async () => {
          asked += 1;
          return new Set([digest]);
        },
      },
      { sources: [{ kind: 'path', path: folder }], dryRun: false },
    );
  await askKnowing(6 * MB);
  expect(asked).toBe(0);
  await askKnowing(3 * MB);
  expect(asked).toBe(1);
  await expect(askKnowing(MB)).rejects.toMatchObject({ code: 'disk-full', values: { needed: 3, free: 1 } });
});

it('lets through what it knows nothing about: an unknown disk, a dry run, a path that is not there', async () => {
  await expect(ask(null)).resolves.toBeUndefined();
  await expect(ask(1, [folder], true)).resolves.toBeUndefined();
  await expect(ask(1, [join(folder, 'fehlt')])).resolves.toBeUndefined();
  await expect(
    requireRoom(
      { folder: '/archiv', freeSpace: async () => ({ free: 0, total: MB }) },
      { sources: [{ kind: 'upload', upload: 'u', name: 'x' }], dryRun: false },
    ),
  ).resolves.toBeUndefined();
});

it('tells the room there is, asks seldom, and anew after an import', async () => {
  let asked = 0;
  const watch = new DiskSpaceWatch({
    freeSpace: async () => {
      asked += 1;
      return { free: asked === 1 ? 500 * MB : 50 * MB, total: 1000 * MB };
    },
  });
  expect(await watch.space()).toEqual({ free: 500 * MB, total: 1000 * MB, low: false });
  expect(await watch.space()).toMatchObject({ low: false });
  expect(asked).toBe(1);
  watch.forget();
  expect(await watch.space()).toMatchObject({ free: 50 * MB, low: true });
});

it('knows nothing of a disk that does not answer', async () => {
  const watch = new DiskSpaceWatch({ freeSpace: () => Promise.reject(new Error('gone')) });
  expect(await watch.space()).toBeNull();
});
