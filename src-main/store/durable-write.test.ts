import { promises } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DurableWriter, type FileOperations } from './durable-write.ts';

let folder: string;
let path: string;
const calls: string[] = [];
const always = async () => undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nachlese-write-'));
  path = join(folder, 'state.json');
  calls.length = 0;
});
afterEach(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));

const failure = (code: string) => Object.assign(new Error(code), { code });

/** The file system, with a record of what was called and a hand in what it answers. */
function files(
  changes: Partial<FileOperations> = {},
  handleChanges: Partial<promises.FileHandle> = {},
): FileOperations {
  const name = (at: unknown) => (at === folder ? 'folder' : at === path ? 'file' : 'temporary');
  return {
    ...promises,
    open: async (at, flags, mode) => {
      const handle = await promises.open(at, flags, mode);
      const what = name(at);
      const original = {
        sync: handle.sync.bind(handle),
        close: handle.close.bind(handle),
        write: handle.write.bind(handle),
      };
      handle.sync = async () => {
        calls.push(`fsync ${what}`);
        await original.sync();
      };
      handle.close = async () => {
        calls.push(`close ${what}`);
        await original.close();
      };
      return Object.assign(handle, what === 'temporary' ? handleChanges : {});
    },
    rename: async (from, to) => {
      calls.push(`rename ${name(from)} ${name(to)}`);
      await promises.rename(from, to);
    },
    link: async (from, to) => {
      calls.push(`link ${name(from)} ${name(to)}`);
      await promises.link(from, to);
    },
    ...changes,
  };
}

const writer = (operations: FileOperations, platform: NodeJS.Platform = 'linux') =>
  new DurableWriter({ random: randomBytes, platform, files: operations, pause: always });

describe('a durable write', () => {
  it('syncs the file before the rename and the folder after it', async () => {
    await writer(files()).replaceFile(path, Buffer.from('neu'), folder, always);
    expect(calls).toEqual([
      'fsync temporary',
      'close temporary',
      'rename temporary file',
      'fsync folder',
      'close folder',
    ]);
    expect(await readFile(path, 'utf8')).toBe('neu');
    expect(await readdir(folder)).toEqual(['state.json']);
  });

  it('asks for the lock last before the rename, and renames nothing without it', async () => {
    await writeFile(path, 'alt');
    const lost = async () => {
      calls.push('confirm');
      throw failure('lost');
    };
    await expect(writer(files()).replaceFile(path, Buffer.from('neu'), folder, lost)).rejects.toThrow();
    expect(calls).toEqual(['fsync temporary', 'close temporary', 'confirm']);
    expect(await readFile(path, 'utf8')).toBe('alt');
    expect(await readdir(folder)).toEqual(['state.json']);
  });

  it('goes on after a part was written, until the disk says it is full', async () => {
    await writeFile(path, 'alt');
    let room = 5;
    const write = (async (bytes: Uint8Array, offset: number, length: number) => {
      if (room === 0) throw failure('ENOSPC');
      const bytesWritten = Math.min(room, length);
      room -= bytesWritten;
      return { bytesWritten, buffer: bytes.subarray(offset) };
    }) as unknown as promises.FileHandle['write'];
    const error = { code: 'disk-full', values: { reason: 'ENOSPC' } };
    await expect(
      writer(files({}, { write })).replaceFile(path, Buffer.from('neun Byte'), folder, always),
    ).rejects.toMatchObject(error);
    expect(await readFile(path, 'utf8')).toBe('alt');
    expect(await readdir(folder)).toEqual(['state.json']);
  });

  it('does not believe a write that only says it wrote', async () => {
    const write = (async (_: Uint8Array, __: number, length: number) => ({
      bytesWritten: length,
    })) as unknown as promises.FileHandle['write'];
    await expect(
      writer(files({}, { write })).replaceFile(path, Buffer.from('neu'), folder, always),
    ).rejects.toMatchObject({ code: 'io' });
    const none = (async () => ({ bytesWritten: 0 })) as unknown as promises.FileHandle['write'];
    await expect(
      writer(files({}, { write: none })).replaceFile(path, Buffer.from('neu'), folder, always),
    ).rejects.toMatchObject({ code: 'disk-full' });
    expect(await readdir(folder)).toEqual([]);
  });

  it.each(['EIO', 'ENOSPC', 'EROFS', 'EACCES'])(
    'leaves the old file and nothing else when fsync or rename fails with %s',
    async (code) => {
      await writeFile(path, 'alt');
      const fails = async () => {
        throw failure(code);
      };
      const expected = { EIO: 'io', ENOSPC: 'disk-full', EROFS: 'archive-read-only', EACCES: 'no-permission' }[code];
      for (const operations of [files({}, { sync: fails }), files({ rename: fails })])
        await expect(writer(operations).replaceFile(path, Buffer.from('neu'), folder, always)).rejects.toMatchObject({
          code: expected,
        });
      expect(await readFile(path, 'utf8')).toBe('alt');
      expect(await readdir(folder)).toEqual(['state.json']);
    },
  );

  it('is not reported as done when the folder cannot be synced', async () => {
    const open: FileOperations['open'] = async (at, flags, mode) => {
      const handle = await promises.open(at, flags, mode);
      if (at === folder)
        handle.sync = async () => {
          throw failure('EIO');
        };
      return handle;
    };
    await expect(writer(files({ open })).replaceFile(path, Buffer.from('neu'), folder, always)).rejects.toMatchObject({
      code: 'io',
    });
  });

  it('makes a file only where there is none', async () => {
    await writer(files()).createFile(path, Buffer.from('eins'), folder, always);
    expect(calls).toEqual([
      'fsync temporary',
      'close temporary',
      'link temporary file',
      'fsync folder',
      'close folder',
    ]);
    await expect(writer(files()).createFile(path, Buffer.from('zwei'), folder, always)).rejects.toMatchObject({
      code: 'exists',
    });
    expect(await readFile(path, 'utf8')).toBe('eins');
    expect(await readdir(folder)).toEqual(['state.json']);
  });

  it('takes a name for itself on disks without links where that is asked for, between many that look at once', async () => {
    const link = async () => {
      throw failure('EPERM');
    };
    const names = ['eins', 'zwei', 'drei'];
    const makers = names.map(async (name) => {
      await writeFile(join(folder, name), name);
      await writer(files({ link })).linkFile(join(folder, name), path, always, true);
    });
    const results = await Promise.allSettled(makers);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'exists' });
    expect(names).toContain(await readFile(path, 'utf8'));
  });

  it('looks and renames on disks without links, and still replaces nothing', async () => {
    const link = async () => {
      throw failure('EPERM');
    };
    await writer(files({ link })).createFile(path, Buffer.from('eins'), folder, always);
    await expect(writer(files({ link })).createFile(path, Buffer.from('zwei'), folder, always)).rejects.toMatchObject({
      code: 'exists',
    });
    expect(await readFile(path, 'utf8')).toBe('eins');
    expect(await readdir(folder)).toEqual(['state.json']);
  });
});

describe('on Windows', () => {
  it('a file that a virus scanner holds is tried again, for ten seconds and not for ever', async () => {
    let busy = 100;
    const rename: FileOperations['rename'] = async (from, to) => {
      busy -= 1;
      if (busy > 0) throw failure('EBUSY');
      await promises.rename(from, to);
    };
    await writer(files({ rename }), 'win32').replaceFile(path, Buffer.from('neu'), folder, always);
    expect(await readFile(path, 'utf8')).toBe('neu');
    busy = 1000;
    await expect(
      writer(files({ rename }), 'win32').replaceFile(path, Buffer.from('x'), folder, always),
    ).rejects.toMatchObject({ code: 'io' });
    busy = 2;
    await expect(
      writer(files({ rename }), 'linux').replaceFile(path, Buffer.from('x'), folder, always),
    ).rejects.toMatchObject({ code: 'io' });
  });

  it('a folder on a disk that syncs no folders counts as done on every system', async () => {
    for (const code of ['EINVAL', 'ENOTSUP']) {
      const sync = async () => Promise.reject(failure(code));
      const open: FileOperations['open'] = async (at, flags, mode) => {
        const handle = await promises.open(at, flags, mode);
        return at === folder ? Object.assign(handle, { sync }) : handle;
      };
      await writer(files({ open }), 'linux').replaceFile(path, Buffer.from(code), folder, always);
      expect(await readFile(path, 'utf8')).toBe(code);
    }
  });

  it('a folder that cannot be synced counts as done, on other systems not', async () => {
    const open: FileOperations['open'] = async (at, flags, mode) => {
      if (at === folder) throw failure('EPERM');
      return promises.open(at, flags, mode);
    };
    await writer(files({ open }), 'win32').syncFolder(folder);
    await expect(writer(files({ open }), 'linux').syncFolder(folder)).rejects.toMatchObject({ code: 'no-permission' });
  });
});
