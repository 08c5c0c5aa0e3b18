import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ArchiveLock, type LockTimes } from './archive-lock.ts';
import { ArchivePaths } from './archive-names.ts';
import { DurableWriter } from './durable-write.ts';
import { ownIdentity } from './process-identity.ts';
import { TemporaryFolder } from './temporary-folder.ts';

const QUICK: LockTimes = { stale: 400, patience: 600, beat: 100, step: 5 };
/** For holders that beat in this process: it may stand still for a second without looking as if it had ended. */
const STEADY: LockTimes = { ...QUICK, stale: 2_000, patience: 3_000 };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nachlese-lock-'));
});
afterEach(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));

function makeLock(times = QUICK) {
  const paths = new ArchivePaths(folder);
  const writer = new DurableWriter({ random: randomBytes, platform: process.platform });
  return new ArchiveLock(paths, writer, new TemporaryFolder(paths, writer), times);
}

const writeLock = async (holder: object) => writeFile(join(folder, '.lock'), JSON.stringify(holder));
const heldBy = async (changes: object) => ({ ...(await ownIdentity()), token: 'a'.repeat(32), ...changes });
const pause = (duration: number) => new Promise((resolve) => setTimeout(resolve, duration));

describe('the lock', () => {
  it('is held by one at a time and given back', async () => {
    const [first, second] = [makeLock(), makeLock()];
    const held = await first.take();
    let isTaken = false;
    const waiting = second.take().then((taken) => {
      isTaken = true;
      return taken;
    });
    await pause(60);
    expect(isTaken).toBe(false);
    await held.release();
    await (await waiting).release();
    expect((await readdir(folder)).filter((name) => name !== '.tmp')).toEqual([]);
  });

  it('never has two holders, however many want it', async () => {
    let holders = 0;
    let most = 0;
    const work = async () => {
      const lock = makeLock({ ...QUICK, stale: 60_000, patience: 20_000 });
      for (let round = 0; round < 8; round += 1) {
        const held = await lock.take();
        holders += 1;
        most = Math.max(most, holders);
        await pause(1);
        await held.confirm();
        holders -= 1;
        await held.release();
      }
    };
    await Promise.all(Array.from({ length: 8 }, work));
    expect(most).toBe(1);
  });

  it('names its holder when it is not given back in time', async () => {
    const held = await makeLock().take();
    const { host } = await ownIdentity();
    await expect(makeLock({ ...QUICK, stale: 60_000 }).take()).rejects.toMatchObject({
      code: 'archive-locked',
      values: { host, pid: process.pid, folder },
    });
    await held.release();
  });

  it('of a process of this machine that ended is taken at once', async () => {
    const child = spawn(process.execPath, ['-e', '0']);
    await once(child, 'exit');
    await writeLock(await heldBy({ pid: child.pid, start: null }));
    const begun = performance.now();
    await (await makeLock({ ...QUICK, stale: 60_000, patience: 60_000 }).take()).release();
    expect(performance.now() - begun).toBeLessThan(20_000);
  });

  it('of a process whose number another one has now is taken at once', async () => {
    await writeLock(await heldBy({ start: 'an earlier boot:17' }));
    await (await makeLock({ ...QUICK, stale: 60_000 }).take()).release();
  });

  it('of another machine is taken when no beat was seen for its time, not before', async () => {
    const begun = performance.now();
    await writeLock(await heldBy({ host: 'elsewhere' }));
    await (await makeLock({ ...QUICK, patience: 20_000 }).take()).release();
    expect(performance.now() - begun).toBeGreaterThan(300);
  });

  it('of a process of this machine that lives but no longer beats is taken in the end', async () => {
    await writeLock(await heldBy({}));
    await (await makeLock({ ...QUICK, patience: 20_000 }).take()).release();
  });

  it('of another machine that beats is not taken, whatever our clock says', async () => {
    await writeLock(await heldBy({ host: 'elsewhere' }));
    const longAgo = new Date('1970-01-02');
    let beats = 0;
    const beating = setInterval(() => {
      beats += 1;
      void utimes(join(folder, '.lock'), longAgo, new Date(longAgo.getTime() + beats * 1000));
    }, 50);
    const lock = makeLock({ ...STEADY, beat: 1_000 });
    await expect(lock.take()).rejects.toMatchObject({ code: 'archive-locked', values: { host: 'elsewhere' } });
    clearInterval(beating);
  });

  it('that is an empty or broken file is freed in the end', async () => {
    await writeFile(join(folder, '.lock'), '{"host":');
    await (await makeLock({ ...QUICK, patience: 20_000 }).take()).release();
  });

  it('that was lost meanwhile stops its former holder before the next rename', async () => {
    const held = await makeLock().take();
    await held.confirm();
    await writeLock(await heldBy({ host: 'elsewhere' }));
    await expect(held.confirm()).rejects.toMatchObject({ code: 'archive-locked', values: { host: 'elsewhere' } });
    await held.release();
    expect(await readFile(join(folder, '.lock'), 'utf8')).toContain('elsewhere');
    await rm(join(folder, '.lock'));
    await expect(held.confirm()).rejects.toMatchObject({ code: 'archive-locked' });
  });

  it('is kept alive by its beat through a long batch', async () => {
    const held = await makeLock(STEADY).take();
    await pause(2_500);
    await expect(makeLock(STEADY).take()).rejects.toMatchObject({ code: 'archive-locked' });
    await held.confirm();
    await held.release();
  });

  it('is broken by one only, when many find it stale', async () => {
    await mkdir(join(folder, '.tmp'));
    await writeLock(await heldBy({ pid: 4_194_301, start: null }));
    let holders = 0;
    let most = 0;
    await Promise.all(
      Array.from({ length: 12 }, async () => {
        const held = await makeLock({ ...QUICK, stale: 60_000, patience: 20_000 }).take();
        holders += 1;
        most = Math.max(most, holders);
        await held.confirm();
        await pause(2);
        holders -= 1;
        await held.release();
      }),
    );
    expect(most).toBe(1);
    expect((await readdir(folder)).filter((name) => name !== '.tmp')).toEqual([]);
  });

  describe('that somebody else is breaking', () => {
    const right = () => join(folder, `.lock-break-${'a'.repeat(32)}`);
    beforeEach(async () => {
      await writeLock(await heldBy({ pid: 4_194_301, start: null }));
      await writeFile(right(), '');
    });

    it('is left to it, whatever our clock says', async () => {
      const { now } = Date;
      const clock = vi.spyOn(Date, 'now').mockImplementation(() => now() + 3_600_000);
      const taking = makeLock({ ...QUICK, stale: 60_000 }).take();
      try {
        await pause(300);
        expect(await readdir(folder)).toContain(basename(right()));
      } finally {
        clock.mockRestore();
        await rm(right(), { force: true });
        await (await taking).release();
      }
    });

    it.each([
      ['long ago', -3_600_000],
      ['by a clock that was ahead', 3_600_000],
    ])('is broken after all when the other began %s', async (_, moved) => {
      const begun = new Date(Date.now() + moved);
      await utimes(right(), begun, begun);
      await (await makeLock({ ...QUICK, stale: 60_000 }).take()).release();
    });

    it('is broken after all when the other ends while it is waited for', async () => {
      await (await makeLock({ ...QUICK, patience: 20_000 }).take()).release();
      expect((await readdir(folder)).filter((name) => name !== '.tmp')).toEqual([]);
    });
  });
});
