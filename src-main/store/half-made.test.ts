import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DurableWriter } from './durable-write.ts';
import { HalfMade } from './half-made.ts';
import { createArchive, openStore } from './open-store.ts';
import { ownIdentity } from './process-identity.ts';
import { makeTrial, type Trial } from './trial-archive.ts';

/** No process has a number this large. */
const ENDED = 4_194_999;

describe('what is half made outside of the archive', () => {
  let trial: Trial;
  let halfMade: HalfMade;
  let records: string;
  let out: string;

  beforeEach(async () => {
    trial = await makeTrial();
    halfMade = new HalfMade(
      trial.options.dataFolder,
      new DurableWriter({ random: trial.options.random, platform: process.platform }),
    );
    records = join(trial.options.dataFolder, 'half-made');
    out = join(trial.root, 'out');
    await mkdir(out);
  });
  afterEach(() => trial.remove());

  const leave = async (name: string, pid = ENDED) => {
    const path = join(out, name);
    await mkdir(path);
    await writeFile(join(path, 'half.md'), 'ha');
    await mkdir(records, { recursive: true });
    const { host } = await ownIdentity();
    await writeFile(join(records, `${host}-${String(pid)}-0123456789abcdef.json`), JSON.stringify({ path }));
  };

  it('is noted while it is made, and neither it nor the note outlives that', async () => {
    await halfMade.within(out, async (path) => {
      await mkdir(path);
      expect(await readdir(records)).toHaveLength(1);
      expect(await readdir(out)).toHaveLength(1);
    });
    expect(await readdir(records)).toEqual([]);
    expect(await readdir(out)).toEqual([]);
  });

  it('is removed when making it fails', async () => {
    const failing = halfMade.within(out, async (path) => {
      await mkdir(path);
      throw new Error('full');
    });
    await expect(failing).rejects.toThrow('full');
    expect([...(await readdir(records)), ...(await readdir(out))]).toEqual([]);
  });

  it('is removed by the next opening of an archive when its program ended in the middle', async () => {
    await (await createArchive(trial.folder, trial.options)).close();
    await leave('.nachlese-half-made-0123456789abcdef');
    await (await openStore(trial.folder, trial.options)).close();
    expect([...(await readdir(records)), ...(await readdir(out))]).toEqual([]);
  });

  it('stays while its program lives', async () => {
    await leave('.nachlese-half-made-0123456789abcdef', process.pid);
    await halfMade.sweep();
    expect(await readdir(out)).toHaveLength(1);
  });

  it('is never anything with another name, whatever a record says', async () => {
    await leave('Fotos');
    await halfMade.sweep();
    expect(await readdir(out)).toEqual(['Fotos']);
    expect(await readdir(records)).toEqual([]);
  });
});
