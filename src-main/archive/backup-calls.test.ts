import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { BackupRecord } from './backup-calls.ts';

it('keeps the backup just made, also where its memory is read before it is written, and takes up a later one', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'nachlese-backup-record-'));
  const [here, other] = [new BackupRecord(folder, randomBytes), new BackupRecord(folder, randomBytes)];
  await other.made('archive', '/stick', '2026-01-01T00:00:00Z');
  const making = here.made('archive', '/stick', '2026-02-01T00:00:00Z');
  await here.read('archive');
  expect(here.last?.last).toBe('2026-02-01T00:00:00Z');
  await making;
  await other.made('archive', '/stick', '2026-03-01T00:00:00Z');
  await here.read('archive');
  expect(here.last?.last).toBe('2026-03-01T00:00:00Z');
  await rm(folder, { recursive: true, maxRetries: 5 });
});
