import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { BackupRecord } from './backup-calls.ts';
import { HealthRecord } from './health-record.ts';

const random = (count: number) => new Uint8Array(count);
let home: string;
/** A folder nothing can be written to, not even by root: it is a file. */
let closed: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'nachlese-records-'));
  closed = join(home, 'closed');
  await writeFile(closed, '');
});
afterEach(() => rm(home, { recursive: true, maxRetries: 5 }));

it('tell what a check found, also where it cannot be remembered', async () => {
  const record = new HealthRecord(closed);
  const found = { changed: ['articles/a'], missing: [], extra: [], unreadable: [] };
  const finished = '2026-11-22T12:00:00Z';
  await record.verified({ ...found, checked: 3, conflicts: [], finished }, false, random);
  expect(record.summary([])).toMatchObject({ finished, checked: 3, damaged: 1, found });
});

it('tell of a backup that was made, also where it cannot be remembered', async () => {
  const record = new BackupRecord(closed, random);
  await record.made('id', '/drive', '2026-11-22T12:00:00Z');
  expect(record.last).toEqual({ folder: '/drive', last: '2026-11-22T12:00:00Z' });
});
