import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ownIdentity } from '../store/process-identity.ts';
import { CommandLine } from './try-command-line.ts';

type Report = { imported: { title: string }[]; skipped: { source: string }[]; failed: unknown[] };

let line: CommandLine;
beforeEach(async () => {
  line = await CommandLine.make();
});
afterEach(() => line.remove());

/** As a program leaves it that was killed when it had stored one of two files. */
async function leaveInterrupted(): Promise<void> {
  const sources = join(line.home, 'quellen');
  await mkdir(sources);
  await writeFile(join(sources, 'a.md'), '# Der Fluss steigt\n\nDer Fluss stieg über Nacht.\n');
  await writeFile(join(sources, 'b.md'), '# Der Rat tagt\n\nDer Rat der Stadt tagte lange.\n');
  await line.run('import', join(sources, 'a.md'));
  const { id } = JSON.parse(await readFile(join(line.archive, 'archive.json'), 'utf8')) as { id: string };
  const [archive = ''] = await readdir(join(line.home, 'data/imports')).catch(() => [id]);
  const folder = join(line.home, 'data/imports', archive, '0123456789abcdef');
  await mkdir(folder, { recursive: true });
  const owner = { ...(await ownIdentity()), pid: 4_194_301, start: null };
  const record = { sources: [sources], format: null, tags: ['Stadt'], started: '2026-11-22T12:00:00.000Z', owner };
  await writeFile(join(folder, 'import.json'), JSON.stringify(record));
}

it('import --resume goes on with what was interrupted, once, and says so before', async () => {
  await leaveInterrupted();
  const other = await line.run('import', join(line.home, 'quellen/a.md'));
  expect(other.err).toContain('nachlese import --resume');
  const { code, value } = await line.json<Report>('import', '--resume');
  expect(code).toBe(0);
  expect(value.imported.map(({ title }) => title)).toEqual(['Der Rat tagt']);
  const again = await line.run('import', '--resume', '--language', 'de');
  expect(again).toMatchObject({ code: 0, out: 'Kein Import wurde unterbrochen.\n' });
});

it('import without a path, or with a path to be resumed, is a wrong call', async () => {
  expect((await line.run('import')).code).toBe(2);
  expect((await line.run('import', '--resume', 'x')).code).toBe(2);
});
