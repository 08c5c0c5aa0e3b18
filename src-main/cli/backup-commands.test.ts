import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BackupInfo, BackupReport } from '#contract';
import { CommandLine } from './try-command-line.ts';

describe('backing up from the command line', () => {
  let line: CommandLine;
  let backup: string;
  beforeEach(async () => {
    line = await CommandLine.make();
    backup = join(line.home, 'stick');
    await writeFile(join(line.home, 'artikel.txt'), 'Der Rat tagt\n\nDer Rat der Stadt tagte gestern lange.\n');
    await line.run('import', 'artikel.txt');
  });
  afterEach(() => line.remove());

  it('makes, lists, checks and restores a backup, with one JSON value each', async () => {
    const made = await line.json<BackupReport>('backup', 'stick');
    expect(made).toMatchObject({ code: 0, value: { folder: backup, damaged: [] } });
    expect(await line.json('backup', 'create', 'stick')).toMatchObject({ code: 0, value: { copied: 0 } });
    const { value: found } = await line.json<BackupInfo[]>('backup', 'list', backup);
    expect(found[0]?.generations).toHaveLength(2);
    expect(await line.json('backup', 'verify', 'stick')).toMatchObject({ code: 0, value: { damaged: [] } });
    const before = await line.run('list');
    await rm(line.archive, { recursive: true, maxRetries: 5 });
    expect((await line.run('list')).code).toBe(4);
    const generation = made.value.generation.id;
    expect(await line.json('backup', 'restore', 'stick', '--generation', generation)).toMatchObject({
      code: 0,
      value: { folder: line.archive, generation, damaged: [] },
    });
    expect(await line.run('list')).toEqual(before);
    expect((await line.run('verify')).code).toBe(0);
  });

  it('remembers when the last one was made', async () => {
    await line.run('backup', 'stick');
    const memory = JSON.parse(await readFile(join(line.home, 'data', 'backups.json'), 'utf8')) as unknown;
    expect(memory).toMatchObject({ backups: [{ folder: backup }] });
  });

  it('ends with 3 where archive or backup is damaged, and names the file', async () => {
    await line.run('backup', 'stick');
    const objects = join(backup, 'objects');
    const [shelf = ''] = await readdir(objects);
    const [name = ''] = await readdir(join(objects, shelf));
    await writeFile(join(objects, shelf, name), 'x');
    const checked = await line.run('backup', 'verify', 'stick');
    expect(checked).toMatchObject({ code: 3 });
    expect(checked.out).toContain(name);
    expect((await line.run('backup', 'restore', 'stick', '--archive', 'new')).code).toBe(3);
    const [year = ''] = await readdir(join(line.archive, 'articles'));
    const [id = ''] = await readdir(join(line.archive, 'articles', year));
    await writeFile(join(line.archive, 'articles', year, id, 'article.html'), 'x');
    const damaged = await line.run('backup', 'stick');
    expect(damaged.code).toBe(3);
    expect(damaged.out).toContain('article.html');
  });

  it('refuses what could harm: a place inside the archive, a full folder, a folder without a backup', async () => {
    expect((await line.run('backup', join(line.archive, 'articles'))).code).toBe(2);
    expect((await line.run('backup', 'list', line.home)).code).toBe(1);
    await line.run('backup', 'stick');
    await mkdir(join(line.home, 'full'));
    await writeFile(join(line.home, 'full', 'x'), 'x');
    expect((await line.run('backup', 'restore', 'stick', '--archive', 'full')).code).toBe(1);
    expect((await line.run('backup', 'restore', 'stick', '--archive', 'new', '--generation', '1999')).code).toBe(1);
    expect((await line.run('backup')).code).toBe(2);
  });

  it('says what its commands are for', async () => {
    const help = await line.run('backup', '--help', '--language', 'de');
    expect(help.out).toContain('frühere Stände bleiben');
    expect((await line.run('backup', 'restore', '--help')).out).toContain('--generation');
  });
});
