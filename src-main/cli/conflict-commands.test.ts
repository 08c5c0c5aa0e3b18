import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ConflictCopy, ImportReport } from '#contract';
import { CommandLine } from './try-command-line.ts';

let cli: CommandLine;
let notes: string;
let copy: string;
beforeEach(async () => {
  cli = await CommandLine.make();
  await writeFile(join(cli.home, 'a.txt'), 'Der Rat tagt heute.\n\nEr beschließt den Haushalt.\n');
  const { value } = await cli.json<ImportReport>('import', 'a.txt');
  const id = value.imported[0]?.id ?? '';
  await cli.run('note', id, '--quote', 'Haushalt', '--body', 'hier');
  notes = join(cli.archive, 'articles', id.slice(0, 4), id, 'notes');
  const [name = ''] = await readdir(notes);
  copy = name.replace('.json', ' (In Konflikt stehende Kopie von Anna 2025-10-16).json');
  await writeFile(join(notes, copy), (await readFile(join(notes, name), 'utf8')).replace('"hier"', '"dort"'));
});
afterEach(() => cli.remove());

it('lists conflict copies and brings them together: of a note both are kept', async () => {
  const { value: found } = await cli.json<ConflictCopy[]>('conflicts');
  expect(found.map(({ by, kind, content }) => [by, kind, content])).toEqual([['Dropbox', 'note', 'different']]);
  expect((await cli.run('conflicts')).out).toContain(copy);
  const { code, value } = await cli.json<{ resolved: unknown[]; failed: unknown[] }>('conflicts', 'resolve');
  expect([code, value.resolved.length, value.failed.length]).toEqual([0, 1, 0]);
  const { value: rows } = await cli.json<{ body: string }[]>('notes');
  expect(rows.map(({ body }) => body).sort()).toEqual(['dort', 'hier']);
  expect((await cli.json<ConflictCopy[]>('conflicts')).value).toEqual([]);
});

it('refuses a way it does not know, and a path that is none', async () => {
  expect((await cli.run('conflicts', 'resolve', '--how', 'delete')).code).not.toBe(0);
  expect((await cli.run('conflicts', 'resolve', 'archive.json')).code).toBe(1);
  expect(await readdir(notes)).toContain(copy);
});
