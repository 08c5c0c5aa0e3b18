import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeRandom } from './made-corpus.ts';
import { openSearchHere } from './open-search.ts';

const KILLS = 8;
const random = makeRandom(20_261_123);
let folder = '';

/** Puts, changes and deletes articles, many at once, until it is killed; says when each round begins. */
const PROGRAM = `
const { openSearch } = require('./open-search.cjs');
const { Worker } = require('node:worker_threads');
const { join } = require('node:path');
const [cacheFolder, from] = process.argv.slice(2);
const createWorker = (options) => new Worker(join(__dirname, 'search-worker.cjs'), options);
const article = (id, round) => ({
  row: {
    id: 'a' + id, title: 'Titel', source: '', published: null, archived: '2025-12-01', language: 'de', url: null,
    tags: [], notes: 0, read: false, starred: false, words: 1, image: null, unreadable: false,
  },
  stamp: 'round' + round, address: null, textHash: id + ' ' + round, kicker: null, authors: [],
  text: 'nummer' + id + ' runde' + round + ' ' + 'immer dieselben Wörter '.repeat(40),
  hasImage: false, hasVideo: false, hasHighlight: false, notes: [],
});
(async () => {
  const index = await openSearch({ cacheFolder, archiveId: 'archive', now: () => new Date() }, createWorker);
  console.log('open');
  for (let round = Number(from); ; round++) {
    console.log('round ' + round);
    const ids = Array.from({ length: 1_300 }, (_, at) => at);
    await index.put(ids.map((id) => article(id, round)));
    if (round % 2 === 0) await index.flush();
    await index.remove(ids.slice(0, 500).map((id) => 'a' + id));
    await index.put(ids.slice(600, 640).map((id) => article(id, round + 0.5)));
    await index.flush();
  }
})();
`;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'nachlese-killed-'));
  await build({
    logLevel: 'error',
    configFile: false,
    ssr: { noExternal: true },
    build: {
      outDir: join(folder, 'program'),
      ssr: true,
      minify: false,
      rolldownOptions: {
        input: {
          'open-search': resolve('src-main/search/open-search.ts'),
          'search-worker': resolve('src-main/search-worker.ts'),
        },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  });
  writeFileSync(join(folder, 'program/package.json'), '{ "type": "commonjs" }');
  writeFileSync(join(folder, 'program/go.cjs'), PROGRAM);
});
afterAll(() => {
  rmSync(folder, { recursive: true, maxRetries: 5 });
});

/** Starts the program and kills it at some moment behind its first round; resolves to the rounds it began. */
function runAndKill(cache: string, from: number, wait: number): Promise<number> {
  const child = spawn(process.execPath, [join(folder, 'program/go.cjs'), cache, String(from)]);
  let rounds = 0;
  return new Promise((done, fail) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const begun = text.split('\n').filter((line) => line.startsWith('round')).length;
      if (rounds === 0 && begun > 0) setTimeout(() => child.kill('SIGKILL'), wait);
      rounds += begun;
    });
    let trouble = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (trouble += text));
    child.on('close', () => {
      if (trouble === '') done(rounds);
      else fail(new Error(trouble));
    });
  });
}

describe('a search that is killed', () => {
  it('at any moment leaves what it says to have, and answers from nothing older', { timeout: 180_000 }, async () => {
    const cache = join(folder, 'cache');
    let round = 1;
    for (let kill = 0; kill < KILLS; kill++) {
      const done = await runAndKill(cache, round, Math.floor(random() ** 2 * 3_000));
      round += done;
      const index = openSearchHere({ cacheFolder: cache, archiveId: 'archive', token: 'looking' });
      await index.flush();
      const stamps = await index.stamps();
      const found = new Set(await index.searchIds('dieselben'));
      // What it has is found, but for articles whose text was lost: those are forgotten, and put again by the archive.
      const lost = [...stamps.keys()].filter((id) => !found.has(id));
      expect(lost).toEqual([]);
      expect([...found].filter((id) => !stamps.has(id))).toEqual([]);
      for (const stamp of new Set(stamps.values())) {
        const own = [...stamps].filter(([, other]) => other === stamp).map(([id]) => id);
        const word = stamp.replace('round', 'runde');
        // "runde3.5" are two words.
        const answer = await index.searchIds(`"${word}"`);
        expect(answer.filter((id) => stamps.get(id)?.startsWith(stamp) !== true)).toEqual([]);
        expect(own.filter((id) => !answer.includes(id))).toEqual([]);
      }
      await index.close();
    }
  });
});
