import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { freeSpace, isLittle, readDf, spaceByDf } from './free-space.ts';

const MB = 1024 * 1024;

describe('free space', () => {
  it('is told of a folder, and of one that is not there yet', async () => {
    const space = await freeSpace(tmpdir());
    expect(space?.total).toBeGreaterThan(space?.free ?? 0);
    expect((await freeSpace(join(tmpdir(), 'fehlt', 'hier')))?.total).toBe(space?.total);
  });

  it.skipIf(process.platform === 'win32')('is the same by df, within what others write meanwhile', async () => {
    const [byCall, byDf] = [await freeSpace(tmpdir()), await spaceByDf(tmpdir())];
    expect(byDf?.total).toBe(byCall?.total);
  });

  it('is read from the last line of df, whatever the disk is called', () => {
    const table = 'Filesystem 1024-blocks Used Available Capacity Mounted on\n';
    expect(readDf(`${table}/dev/sda 1000 400 600 40% /mnt/a 7 8 9% b\n`)).toEqual({ free: 614_400, total: 1_024_000 });
    expect(readDf(`${table}//host/share 12 2000 1500 500 75% /mnt\n`)).toEqual({ free: 512_000, total: 2_048_000 });
    expect(readDf(`${table}none 0 0 0 -  /proc\n`)).toBeNull();
    expect(readDf('')).toBeNull();
  });

  it('is little below 100 MB and below one part in a hundred', () => {
    expect(isLittle({ free: 99 * MB, total: 200 * MB })).toBe(true);
    expect(isLittle({ free: 101 * MB, total: 200 * MB })).toBe(false);
    expect(isLittle({ free: 900 * MB, total: 100_000 * MB })).toBe(true);
    expect(isLittle({ free: 1001 * MB, total: 100_000 * MB })).toBe(false);
  });
});
