import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { appendFile, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { filesBelow } from '../store/trial-archive.ts';
import { CommandLine } from './try-command-line.ts';

/** A Python that has bagit; NACHLESE_BAGIT_PYTHON names it, e.g. that of a virtual environment. */
const PYTHON = process.env.NACHLESE_BAGIT_PYTHON ?? 'python3';
const hasBagit = (() => {
  try {
    execFileSync(PYTHON, ['-c', 'import bagit'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

type Verified = {
  valid: boolean;
  changed: string[];
  missing: string[];
  extra: string[];
  problems: { problem: string }[];
};

describe('bags from the command line', () => {
  let line: CommandLine;
  let bag: string;
  const articleBytes = async (archive: string) => {
    const files = (await filesBelow(archive)).filter((path) => path.startsWith('articles/'));
    return Promise.all(files.map(async (path) => [path, (await readFile(join(archive, path))).toString('base64')]));
  };

  beforeEach(async () => {
    line = await CommandLine.make();
    bag = join(line.home, 'bag');
    const head = '---\nurl: https://zeitung.example/rat\n---\n';
    await writeFile(join(line.home, 'a.md'), `${head}# Der Rat tagt\n\nDer Rat der Stadt tagte gestern lange.\n`);
    await writeFile(join(line.home, 'b.md'), '# Der Fluss steigt\n\nDer Fluss stieg über Nacht um einen Meter.\n');
    await line.run('import', 'a.md', 'b.md', '--tag', 'Stadt');
    const { value } = await line.json<{ articles: { id: string }[] }>('list');
    const ids = (Array.isArray(value) ? (value as { id: string }[]) : value.articles).map(({ id }) => id);
    await line.run('note', ids[0] ?? '', '--body', 'Merken');
    // A second version of the first.
    await writeFile(
      join(line.home, 'a.md'),
      `${head}# Der Rat tagt\n\nDer Rat der Stadt tagte gestern noch länger als sonst.\n`,
    );
    await line.run('import', 'a.md');
  });
  afterEach(() => line.remove());

  it('exports the archive as a bag, and its import gives the same articles byte for byte', async () => {
    const exported = await line.json<{ written: string[]; count: number }>(
      'export',
      'archive',
      '--to',
      'bag',
      '--out',
      'bag',
    );
    expect(exported).toMatchObject({ code: 0, value: { written: [bag], count: 2 } });
    expect((await readdir(bag)).sort()).toEqual([
      'bag-info.txt',
      'bagit.txt',
      'data',
      'manifest-sha256.txt',
      'tagmanifest-sha256.txt',
    ]);
    expect(await line.json<Verified>('verify', bag)).toMatchObject({ code: 0, value: { valid: true } });
    const files = (await filesBelow(line.archive)).filter((path) => path.startsWith('articles/'));
    expect(files.some((path) => path.includes('/versions/'))).toBe(true);
    expect(files.some((path) => path.includes('/notes/'))).toBe(true);

    const imported = await line.json<{ imported: unknown[] }>('import', 'bag', '--archive', 'new');
    expect(imported).toMatchObject({ code: 0, value: { failed: [], skipped: [], notes: { placed: 1 } } });
    expect(imported.value.imported).toHaveLength(2);
    expect(await articleBytes(join(line.home, 'new'))).toEqual(await articleBytes(line.archive));
    expect((await line.run('verify', '--archive', 'new')).code).toBe(0);
    expect((await line.run('search', 'Fluss', '--archive', 'new')).out).toContain('Fluss');
    const again = await line.json<{ skipped: unknown[]; imported: unknown[] }>('import', 'bag', '--archive', 'new');
    expect(again.value).toMatchObject({ imported: [] });
    expect(again.value.skipped).toHaveLength(2);
    expect(await articleBytes(join(line.home, 'new'))).toEqual(await articleBytes(line.archive));
  });

  it.skipIf(!hasBagit)('is a bag that bagit-python validates (skipped where Python has no bagit)', async () => {
    await line.run('export', 'archive', '--to', 'bag', '--out', 'bag');
    const script = 'import bagit, sys; bagit.Bag(sys.argv[1]).validate(); print("valid")';
    expect(execFileSync(PYTHON, ['-c', script, bag], { encoding: 'utf8' })).toContain('valid');
  });

  it.skipIf(!hasBagit)('reads a bag that bagit-python made (skipped where Python has no bagit)', async () => {
    await mkdir(bag);
    await writeFile(join(bag, 'c.md'), '# Die Brücke\n\nDie Brücke wird im Mai gesperrt.\n');
    execFileSync(PYTHON, ['-c', 'import bagit, sys; bagit.make_bag(sys.argv[1])', bag]);
    expect((await line.run('verify', bag)).code).toBe(0);
    expect(await line.json('import', 'bag')).toMatchObject({ code: 0, value: { imported: [{ title: 'Die Brücke' }] } });
  });

  it('takes the sound articles of a damaged bag and names the others', async () => {
    await line.run('export', 'archive', '--to', 'bag', '--out', 'bag');
    const page = (await filesBelow(bag)).find((path) => /fluss[^/]*\/article\.html$/.test(path)) ?? '';
    await appendFile(join(bag, page), ' ');
    expect(await line.json<Verified>('verify', bag)).toMatchObject({ code: 3, value: { changed: [page] } });
    const imported = await line.json<{ failed: { source: string }[] }>('import', 'bag', '--archive', 'new');
    expect(imported).toMatchObject({ code: 1, value: { imported: [{ title: 'Der Rat tagt' }] } });
    expect(imported.value.failed).toHaveLength(1);
  });

  it('takes nothing of a bag whose own list of lists cannot be read', async () => {
    await line.run('export', 'archive', '--to', 'bag', '--out', 'bag');
    await rm(join(bag, 'tagmanifest-sha256.txt'));
    await mkdir(join(bag, 'tagmanifest-sha256.txt'));
    expect(await line.json('import', 'bag', '--archive', 'new')).toMatchObject({
      code: 1,
      value: { imported: [], failed: [{ reason: expect.stringContaining('tagmanifest-sha256.txt') as string }] },
    });
  });

  it('takes nothing of a bag with a way out of it', async () => {
    await line.run('export', 'archive', '--to', 'bag', '--out', 'bag');
    await appendFile(join(bag, 'manifest-sha256.txt'), `${'0'.repeat(64)}  data/../../x\n`);
    expect((await line.run('verify', bag)).code).toBe(3);
    expect(await line.json('import', 'bag', '--archive', 'new')).toMatchObject({ code: 1, value: { imported: [] } });
    await rm(bag, { recursive: true, maxRetries: 5 });
    await line.run('export', 'archive', '--to', 'bag', '--out', 'bag');
    const [year = ''] = await readdir(join(bag, 'data/articles'));
    const [id = ''] = await readdir(join(bag, 'data/articles', year));
    await symlink('/etc/passwd', join(bag, 'data/articles', year, id, 'original.txt'));
    const imported = await line.json<{ failed: unknown[] }>('import', 'bag', '--archive', 'other');
    expect(imported.value.failed).toHaveLength(1);
    expect((await filesBelow(join(line.home, 'other'))).filter((path) => path.includes(id))).toEqual([]);
  });

  it('joins notes and tags to what is there, and makes another text a version', async () => {
    await line.run('export', 'archive', '--to', 'bag', '--out', 'bag');
    await writeFile(
      join(line.home, 'd.md'),
      '---\nurl: https://zeitung.example/rat\n---\n# Der Rat tagt\n\nEtwas ganz anderes als zuvor steht nun in diesem Artikel der Zeitung.\n',
    );
    await line.run('import', 'd.md', '--archive', 'new');
    const { value } = await line.json<{ merged: unknown[]; imported: unknown[] }>('import', 'bag', '--archive', 'new');
    expect(value.merged).toHaveLength(1);
    expect(value.imported).toHaveLength(1);
    expect((await line.run('notes', '--archive', 'new')).out).toContain('Merken');
  });

  it('writes only what a search finds, never over anything, and never into the archive', async () => {
    expect(await line.json('export', 'archive', '--to', 'bag', '--out', 'bag', '--query', 'Fluss')).toMatchObject({
      code: 0,
      value: { count: 1 },
    });
    expect((await line.run('export', 'archive', '--to', 'bag', '--out', 'bag', '--force')).code).toBe(1);
    expect((await line.run('export', 'archive', '--to', 'bag', '--out', join(line.archive, 'bag'))).code).toBe(2);
    expect(existsSync(join(line.archive, 'bag'))).toBe(false);
    expect((await line.run('verify', 'nowhere/bag')).code).toBe(1);
    await mkdir(join(line.home, 'no-bag'));
    expect(await line.json<Verified>('verify', join(line.home, 'no-bag'))).toMatchObject({
      code: 3,
      value: { missing: ['bagit.txt'] },
    });
  });
});
