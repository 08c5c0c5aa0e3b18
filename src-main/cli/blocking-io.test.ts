import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeWhole } from './blocking-io.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nachlese-io-'));
});
afterEach(() => rmSync(folder, { recursive: true, maxRetries: 5 }));

test('writes a long text whole', () => {
  const path = join(folder, 'out');
  const file = openSync(path, 'w');
  expect(writeWhole(file, 'ä'.repeat(300_000))).toBe(true);
  closeSync(file);
  expect(readFileSync(path, 'utf8')).toBe('ä'.repeat(300_000));
});

test.skipIf(process.platform === 'win32')('says that the reader has gone away', () => {
  const path = join(folder, 'pipe');
  execFileSync('mkfifo', [path]);
  const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const writer = openSync(path, 'w');
  closeSync(reader);
  expect(writeWhole(writer, 'x'.repeat(1_000_000))).toBe(false);
  closeSync(writer);
});
