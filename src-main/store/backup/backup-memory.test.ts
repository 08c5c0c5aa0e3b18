import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DurableWriter } from '../durable-write.ts';
import { makeTrial, type Trial } from '../trial-archive.ts';
import { BackupMemory } from './backup-memory.ts';

const made = (archive: string) => ({ archive, folder: '/sicherung', last: '2026-11-22T12:00:00.000Z' });

describe('what is remembered of backups', () => {
  let trial: Trial;
  let memory: BackupMemory;
  let file: string;
  beforeEach(async () => {
    trial = await makeTrial();
    memory = new BackupMemory(
      trial.root,
      new DurableWriter({ random: trial.options.random, platform: process.platform }),
    );
    file = join(trial.root, 'backups.json');
  });
  afterEach(() => trial.remove());

  it('is the last of each archive', async () => {
    await memory.remember(made('a'));
    await memory.remember({ ...made('b'), folder: '/andere' });
    await memory.remember({ ...made('a'), last: '2026-11-23T12:00:00.000Z' });
    expect(await memory.last('a')).toEqual({ ...made('a'), last: '2026-11-23T12:00:00.000Z' });
    expect(await memory.last('b')).toEqual({ ...made('b'), folder: '/andere' });
    expect(await memory.last('c')).toBeNull();
  });

  it('is kept aside where it is damaged', async () => {
    await writeFile(file, '{"backups": [');
    await memory.remember(made('a'));
    expect(await memory.last('a')).toEqual(made('a'));
    expect(await readFile(`${file}.damaged`, 'utf8')).toBe('{"backups": [');
  });

  it('is not written over where it cannot be read', async () => {
    await mkdir(file);
    await expect(memory.remember(made('a'))).rejects.toThrow();
    expect(await memory.last('a')).toBeNull();
  });
});
