import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ImportReport } from '#contract';
import { readSource } from '../import/import-formats.ts';
import type { Session } from './running-session.ts';
import { sessionBelow } from './testing/session-below.ts';

let home: string;
let session: Session;
/** Sources read so far, and what the third one waits for. */
let read: number;
let third: Promise<void>;
let letGo: () => void;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'nachlese-switching-'));
  read = 0;
  third = new Promise((resolve) => (letGo = resolve));
  session = await sessionBelow(home, {
    async *readSource(source, options) {
      read += 1;
      if (read === 3) await third;
      yield* readSource(source, options);
    },
  });
  await mkdir(join(home, 'in'));
  for (const name of ['a', 'b', 'c', 'd', 'e'])
    await writeFile(join(home, 'in', `${name}.txt`), `Meldung ${name} aus der Stadt.\n\nEin Absatz zu ${name}.\n`);
});
afterEach(async () => {
  await session.close();
  await rm(home, { recursive: true, force: true, maxRetries: 5 });
});

const importing = (): Promise<ImportReport> =>
  session.api.importSources({
    job: 'job',
    sources: [{ kind: 'path', path: join(home, 'in') }],
    format: null,
    tags: [],
    dryRun: false,
  });

it('an import ends with its report when another archive is opened, and is offered when its own comes back', async () => {
  const { folder } = await session.api.status();
  const imported = importing();
  await expect.poll(() => read, { timeout: 10_000 }).toBe(3);
  const opened = session.api.createArchive(join(home, 'Zweites'), 'Zweites');
  await expect.poll(async () => (await session.api.status()).name, { timeout: 10_000 }).toBe('Zweites');
  letGo();
  const report = await imported;
  expect(report).toMatchObject({ cancelled: true, failed: [] });
  await opened;
  expect((await readdir(join(folder, '.tmp')).catch(() => [])).length).toBe(0);
  await session.api.openArchive(folder);
  expect((await session.api.status()).articles).toBe(1 + report.imported.length);
  expect(await session.api.interruptedImports()).toHaveLength(1);
});
