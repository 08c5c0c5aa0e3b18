import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { namesIn } from './read-file.ts';

describe('names in a folder', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nachlese-names-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));

  it('are read as they were written where a drive shows them in small letters', async () => {
    const names = [
      '20251101t080000z',
      '20251101t080000z-2',
      '20261101t090045000z-0123456789abcdef.json',
      '2025-11-01-tz-artikel-0123456789',
      'notiz-20251101t080000z.md',
    ];
    for (const name of names) await writeFile(join(folder, name), '');
    expect(await namesIn(folder)).toEqual([
      '2025-11-01-tz-artikel-0123456789',
      '20251101T080000Z',
      '20251101T080000Z-2',
      '20261101T090045000Z-0123456789abcdef.json',
      'notiz-20251101t080000z.md',
    ]);
  });

  it('are none where it is missing', async () => {
    expect(await namesIn(join(folder, 'weg'))).toEqual([]);
  });
});
