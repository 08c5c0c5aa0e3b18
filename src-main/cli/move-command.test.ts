import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ErrorAnswer } from '#contract';
import { CommandLine } from './try-command-line.ts';

let cli: CommandLine;

beforeEach(async () => {
  cli = await CommandLine.make();
  await cli.runWith('Ein Text über die Elbe, von der Standardeingabe.', 'import', '-');
});
afterEach(() => cli.remove());

const settings = async () => JSON.parse(await readFile(join(cli.home, 'config/settings.json'), 'utf8')) as unknown;
const total = async (folder: string) =>
  (await cli.json<{ total: number }>('search', 'Elbe', '--archive', folder)).value.total;

it('moves the archive, and the settings that name it follow', async () => {
  await mkdir(join(cli.home, 'config'));
  const other = { folder: '/somewhere/else', name: 'Other' };
  const named = { archive: cli.archive, archives: [{ folder: cli.archive, name: 'Mine' }, other] };
  await writeFile(join(cli.home, 'config/settings.json'), JSON.stringify(named));
  const { code, value } = await cli.json<Record<string, unknown>>('move', 'new');
  const folder = join(cli.home, 'new');
  expect({ code, value }).toMatchObject({ code: 0, value: { folder, former: cli.archive } });
  expect(await settings()).toMatchObject({ archive: folder, archives: [{ folder, name: 'Mine' }, other] });
  expect(await total(folder)).toBe(1);
  const late = await cli.runWith('Noch ein Text, der zu spät kommt.', 'import', '-', '--json');
  expect(late.code).toBe(4);
  expect((JSON.parse(late.out) as { error: ErrorAnswer }).error.code).toBe('archive-moved');
});

it('leaves settings alone that name another archive, and refuses a folder inside', async () => {
  await mkdir(join(cli.home, 'config'));
  await writeFile(join(cli.home, 'config/settings.json'), '{"archive":"/somewhere/else"}');
  const { code, err } = await cli.run('move', join(cli.archive, 'inside'));
  expect(err).toContain('the folder lies in the archive itself');
  expect(code).toBe(1);
  expect((await cli.run('move', 'new')).out).toContain('may be deleted by hand');
  expect(await settings()).toMatchObject({ archive: '/somewhere/else' });
});
