import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { folderBytes } from './folder-bytes.ts';

it('counts the files of a folder and of those in it, but not the one that is left out', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'nachlese-bytes-'));
  await mkdir(join(folder, 'below'));
  await writeFile(join(folder, 'a'), '12345');
  await writeFile(join(folder, 'below', 'lock'), '123');
  await writeFile(join(folder, 'lock'), '{"pid":12345}');
  expect(await folderBytes(folder, 'lock')).toBe(8);
  expect(await folderBytes(join(folder, 'gone'), 'lock')).toBe(0);
  await rm(folder, { recursive: true, maxRetries: 5 });
});
