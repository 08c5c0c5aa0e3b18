import { join } from 'node:path';
import { expect, test } from 'vitest';
import { usePortableFolders } from './portable-folders.ts';

const started = (env: Record<string, string>) => ({ execPath: join('/stick', 'Nachlese.exe'), env });

test('keeps archive, settings and index beside a portable program', () => {
  const program = started({ NACHLESE_ARCHIVE: '/named' });
  usePortableFolders(program, (path) => path === join('/stick', 'nachlese-portable'));
  expect(program.env).toEqual({
    NACHLESE_CONFIG: join('/stick/nachlese-portable/settings'),
    NACHLESE_DATA: join('/stick/nachlese-portable/data'),
    NACHLESE_CACHE: join('/stick/nachlese-portable/cache'),
    NACHLESE_ARCHIVE: '/named',
  });
});

test('leaves an installed program to the platform’s folders', () => {
  const program = started({});
  usePortableFolders(program, () => false);
  expect(program.env).toEqual({});
});
