import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openArchive, type Archive } from '../archive.ts';
import { ArchiveError } from '../errors.ts';
import { DurableWriter } from '../store/durable-write.ts';
import { optionsBelow } from './testing/options-below.ts';

let root: string;
let archive: Archive;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'nachlese-refused-'));
  await mkdir(join(root, 'sources'));
  for (const name of ['eins.txt', 'zwillinge.txt'])
    await writeFile(join(root, 'sources', name), 'Der Rat tagt\n\nDer Rat der Stadt tagte gestern lange.\n');
  archive = await openArchive(
    join(root, 'archive'),
    optionsBelow(root, {
      now: () => new Date('2026-11-22T12:00:00Z'),
      language: () => 'en',
    }),
  );
});
afterEach(async () => {
  vi.restoreAllMocks();
  await archive.close();
  await rm(root, { recursive: true, force: true, maxRetries: 5 });
});

it('shows an article of which only the last step failed, and puts no twin of it beside it', async () => {
  const { syncFolder } = DurableWriter.prototype;
  let failures = 0;
  vi.spyOn(DurableWriter.prototype, 'syncFolder').mockImplementation(function (this: DurableWriter, path) {
    // The folder of a year, after the article was renamed into it.
    if (failures > 0 || !/articles.\d{4}$/.test(path)) return syncFolder.call(this, path);
    failures += 1;
    return Promise.reject(new ArchiveError('io', { path, reason: 'EIO' }));
  });
  const sources = [{ kind: 'path' as const, path: join(root, 'sources') }];
  const report = await archive.importSources({ job: 'j', sources, format: null, tags: [], dryRun: false });
  expect(failures).toBe(1);
  expect(report).toMatchObject({ imported: [], failed: [{ code: 'io' }] });
  expect(report.skipped).toHaveLength(1);
  const { rows } = await archive.listArticles({ sort: 'newest', offset: 0, limit: null, collection: null });
  expect(rows.map(({ title }) => title)).toEqual(['Der Rat tagt']);
});
