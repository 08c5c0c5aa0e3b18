import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ImportRequest } from '#contract';
import { openArchive, type Archive } from '../archive.ts';
import { readSource } from '../import/import-formats.ts';
import { buildProgram } from '../store/testing/built-program.ts';
import { optionsBelow } from './testing/options-below.ts';

const FILES = 400;
const KILLED_AFTER = 150;

/**
 * Imports a folder, whose name comes last, and kills itself in the middle: whoever watched it from outside would at times
 * see too late how far it is. Its clock goes backwards, so that it is told of every article.
 */
const PROGRAM = `
const { openArchive } = require('./archive.cjs');
const { randomBytes } = require('node:crypto');
const { join } = require('node:path');
const [root, path] = process.argv.slice(2);
let time = Date.now();
(async () => {
  const archive = await openArchive(join(root, 'archive'), {
    now: () => new Date(time -= 1), random: (count) => randomBytes(count), language: () => 'en', creator: () => null, name: null,
    cacheFolder: join(root, 'cache'), dataFolder: join(root, 'data'), create: 'if-missing', watch: false,
    createSearchWorker: null,
  });
  archive.onEvent((event) => {
    if (event.type === 'import-progress' && event.progress.done >= ${KILLED_AFTER}) process.kill(process.pid, 'SIGKILL');
  });
  await archive.importSources({
    job: 'job', sources: [{ kind: 'path', path }], format: null, tags: ['Stadt'], dryRun: false,
  });
})();
`;

let program = '';
beforeAll(async () => {
  program = await buildProgram({ archive: 'src-main/archive.ts' }, PROGRAM);
}, 120_000);
afterAll(() => rm(dirname(program), { recursive: true, force: true, maxRetries: 5 }));

describe('an import whose program was killed', () => {
  let root: string;
  let sources: string;
  let archive: Archive;
  let read: string[];

  const open = async () =>
    openArchive(
      join(root, 'archive'),
      optionsBelow(root, {
        language: () => 'en',
        create: 'never',
        readSource: (input, options) => {
          read.push(input.name);
          return readSource(input, options);
        },
      }),
    );
  const request: Omit<ImportRequest, 'sources'> = { job: 'again', format: null, tags: [], dryRun: false };

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'nachlese-interrupted-'));
    sources = join(root, 'quellen');
    await mkdir(sources);
    for (let number = 1000; number < 1000 + FILES; number += 1)
      await writeFile(join(sources, `${number}.txt`), `Meldung ${number} aus der Stadt.\n\nEin Absatz zu ${number}.\n`);
    const child = spawn(process.execPath, [program, root, sources], { stdio: ['ignore', 'ignore', 'inherit'] });
    expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
    read = [];
    archive = await open();
    await archive.inStep();
  }, 60_000);
  afterEach(async () => {
    await archive.close();
    await rm(root, { recursive: true, force: true, maxRetries: 5 });
  });

  it('is offered at the next start and goes on behind what is stored, without reading that again', async () => {
    const [interrupted] = await archive.interruptedImports();
    const { articles } = await archive.status();
    expect(articles).toBeLessThan(FILES);
    expect(interrupted).toMatchObject({ sources: [sources], total: FILES });
    expect(interrupted?.done).toBeGreaterThan(60);
    expect(interrupted?.done).toBeLessThanOrEqual(articles);
    const report = await archive.resumeImport(interrupted?.id ?? '', 'again');
    expect(report.imported).toHaveLength(FILES - articles);
    expect(report.skipped).toHaveLength(articles);
    expect(report.failed).toEqual([]);
    expect(read).toHaveLength(FILES - (interrupted?.done ?? 0));
    const { rows } = await archive.listArticles({ sort: 'title', offset: 0, limit: null, collection: null });
    expect(new Set(rows.map(({ title }) => title)).size).toBe(FILES);
    expect(rows.every(({ tags }) => tags.includes('Stadt'))).toBe(true);
    expect(await archive.interruptedImports()).toEqual([]);
    expect(await readdir(join(root, 'data/imports', archive.id))).toEqual([]);
  });

  it('reads what changed since, and knows nothing any more when its owner does not want to go on', async () => {
    const [interrupted] = await archive.interruptedImports();
    await writeFile(join(sources, '1000.txt'), 'Etwas ganz anderes.\n\nEin neuer Absatz zum Hafen.\n');
    await utimes(join(sources, '1001.txt'), new Date(), new Date(0));
    await archive.resumeImport(interrupted?.id ?? '', 'again');
    expect(read).toContain('1000.txt');
    expect(read).toContain('1001.txt');
    expect((await archive.search({ query: 'Hafen', offset: 0, limit: 1, sort: 'relevance' })).total).toBe(1);
  });

  it('is forgotten when that is asked for; what it stored stays', async () => {
    const [interrupted] = await archive.interruptedImports();
    const { articles } = await archive.status();
    await archive.discardImport(interrupted?.id ?? '');
    expect(await archive.interruptedImports()).toEqual([]);
    await expect(archive.resumeImport(interrupted?.id ?? '', 'again')).rejects.toMatchObject({ code: 'not-found' });
    expect((await archive.status()).articles).toBe(articles);
    await archive.importSources({ ...request, sources: [{ kind: 'path', path: join(sources, '1000.txt') }] });
    expect(await archive.interruptedImports()).toEqual([]);
  });
});
