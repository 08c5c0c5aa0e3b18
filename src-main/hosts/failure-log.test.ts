import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { failureLogIn } from './failure-log.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nachlese-log-'));
});
afterEach(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));

const noon = () => new Date('2026-11-22T12:00:00Z');

it('names the call, the time and the place of the cause', async () => {
  failureLogIn(join(folder, 'data'), noon)('search', new Error('internal', { cause: new TypeError('x is undefined') }));
  const log = await readFile(join(folder, 'data/failures.log'), 'utf8');
  expect(log).toContain('2026-11-22T12:00:00.000Z search: TypeError: x is undefined');
  expect(log).toContain('failure-log.test');
});

it('never grows without end, and never throws', async () => {
  await writeFile(join(folder, 'failures.log'), 'x'.repeat(1024 * 1024 + 1));
  failureLogIn(folder, noon)('search', new Error('one'));
  expect(await readdir(folder)).toEqual(['failures.log', 'failures.log.old']);
  expect((await readFile(join(folder, 'failures.log'), 'utf8')).length).toBeLessThan(5_000);
  failureLogIn(join(folder, 'failures.log/no-folder'))('search', new Error('two'));
});
