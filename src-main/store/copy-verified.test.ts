import { promises } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { copyVerified, digestFile } from './copy-verified.ts';
import { DurableWriter } from './durable-write.ts';
import { freeSpace } from './free-space.ts';
import { sha256 } from './manifest.ts';

describe('copying with verification', () => {
  let folder = '';
  const writer = new DurableWriter({ random: (count) => new Uint8Array(count), platform: process.platform });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nachlese-copy-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));

  it('copies every byte of a file larger than its buffer and answers their digest', async () => {
    const bytes = Buffer.alloc(3 * 1024 * 1024 + 7, 'Zeitung');
    await writeFile(join(folder, 'from'), bytes);
    const copied = await copyVerified(writer, join(folder, 'from'), join(folder, 'to'), sha256(bytes));
    expect(copied).toEqual({ sha256: sha256(bytes), size: bytes.byteLength });
    expect((await readFile(join(folder, 'to'))).equals(bytes)).toBe(true);
    expect(await digestFile(join(folder, 'to'))).toEqual(copied);
  });

  it('leaves no copy of a file that is not what it should be', async () => {
    await writeFile(join(folder, 'from'), 'beschädigt');
    const copying = copyVerified(writer, join(folder, 'from'), join(folder, 'to'), sha256(Buffer.from('heil')));
    await expect(copying).rejects.toMatchObject({ code: 'unreadable', values: { reason: 'SHA-256' } });
    expect(await readdir(folder)).toEqual(['from']);
  });

  it('leaves no copy that the disk kept otherwise than it was written', async () => {
    await writeFile(join(folder, 'from'), 'Zeitung');
    const lying = new DurableWriter({
      random: (count) => new Uint8Array(count),
      platform: process.platform,
      files: {
        ...promises,
        open: async (...given) => {
          const handle = await promises.open(...given);
          const write = handle.write.bind(handle) as (...bytes: unknown[]) => Promise<unknown>;
          const wrong = (bytes: Uint8Array, ...where: unknown[]) =>
            write(Buffer.from(bytes).fill(0x58, 0, 1), ...where);
          return Object.assign(handle, { write: wrong });
        },
      },
    });
    const copying = copyVerified(lying, join(folder, 'from'), join(folder, 'to'), sha256(Buffer.from('Zeitung')));
    await expect(copying).rejects.toMatchObject({ code: 'unreadable', values: { path: join(folder, 'to') } });
    expect(await readdir(folder)).toEqual(['from']);
  });

  it('replaces nothing and follows no link', async () => {
    await writeFile(join(folder, 'from'), 'a');
    await writeFile(join(folder, 'to'), 'b');
    await symlink(join(folder, 'from'), join(folder, 'link'));
    await mkdir(join(folder, 'folder'));
    await expect(copyVerified(writer, join(folder, 'from'), join(folder, 'to'), null)).rejects.toMatchObject({
      code: 'exists',
    });
    expect(await readFile(join(folder, 'to'), 'utf8')).toBe('b');
    for (const name of ['link', 'folder'])
      await expect(copyVerified(writer, join(folder, name), join(folder, 'new'), null)).rejects.toMatchObject({
        code: 'unreadable',
      });
  });

  it('knows the free space also of a folder that is not there yet', async () => {
    const space = await freeSpace(join(folder, 'not', 'yet'));
    expect(space?.free ?? 1).toBeGreaterThan(0);
  });
});
