import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Worker, type WorkerOptions } from 'node:worker_threads';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { CallStop } from './call-stop.ts';
import { makeDocuments } from './made-corpus.ts';
import { phraseLeaf, readText } from './matching/find-matches.ts';
import { parseQuery } from './query/parse-query.ts';
import { SegmentBuilder } from './segments/freeze-segment.ts';
import { FrozenSegment } from './segments/frozen-segment.ts';
import type { IndexedDocument } from './segments/grouped-mini-search.ts';
import { SecondScanner } from './segments/second-scanner.ts';
import { loadTermRules } from './terms/word-lists.ts';
import { WordIndex, type WordGround } from './word-index.ts';

const rules = loadTermRules();
const documents = makeDocuments(3_000, 11);
const deleted = new Set(documents.filter(({ id }) => id % 7 === 3).map(({ id }) => id));
const ground: WordGround = {
  alive: () => Uint8Array.from(documents, ({ id }) => (deleted.has(id) ? 0 : 1)),
  deaths: () => deleted.size,
  passes: () => Uint8Array.from(documents, ({ id }) => (id % 3 === 0 ? 1 : 0)),
  hasPhrase: (ordinal, node, field) => {
    const document = documents[ordinal]!;
    return (
      phraseLeaf({ ...node, joined: null }, rules).find(readText(document[field], document.language, rules)).length > 0
    );
  },
};

let frozen: FrozenSegment[] = [];
/** Five frozen segments and a live one. */
const fill = (index: WordIndex) => {
  frozen = Array.from({ length: 5 }, (_, at) => freeze(documents.slice(at * 500, at * 500 + 500)));
  for (const segment of frozen) index.addFrozen(segment);
  for (const document of documents.slice(2_500)) if (!deleted.has(document.id)) index.add(document);
  return index;
};
const freeze = (part: readonly IndexedDocument[]) => {
  const builder = new SegmentBuilder(rules);
  for (const document of part) builder.add(document);
  const bytes = builder.freeze('archive', new Uint32Array(part.length));
  const shared = new SharedArrayBuffer(bytes.byteLength);
  new Uint8Array(shared).set(bytes);
  return FrozenSegment.decode(shared, 'archive')!;
};
const found = (index: WordIndex, query: string) => {
  const { ordinals, scores, count } = index.find(parseQuery(query).root);
  return Array.from({ length: count }, (_, at) => [ordinals[at]!, scores[at]!] as const).sort(([a], [b]) => a - b);
};

const QUERIES = [
  ...['haus', 'Lieferungen ', 'der ', 'w', 'wa', 'wahl', 'wa*', 'Gipfl~', 'Regirung~ Lieferumg~', 'der krieg wahl'],
  ...['haus OR krieg ', 'haus -krieg ', '-haus ', '(haus OR wahl) -(krieg staat) ', 'is:unread haus ', 'is:read '],
  ...['title:wahl ', '"der die"', '"haus der die"~4', 'krieg -"der die"', '"der haus', 'Wahl-Kampf ', '', 'nirgends '],
];

let folder = '';
let second: SecondScanner;
let together: WordIndex;
const alone = fill(new WordIndex(rules, ground));
const createWorker = (options: WorkerOptions) => new Worker(join(folder, 'search-worker.cjs'), options);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'nachlese-threads-'));
  await build({
    logLevel: 'error',
    configFile: false,
    ssr: { noExternal: true },
    build: {
      outDir: folder,
      ssr: resolve('src-main/search-worker.ts'),
      minify: false,
      rolldownOptions: { output: { format: 'cjs', entryFileNames: '[name].cjs' } },
    },
  });
  second = new SecondScanner(createWorker, { articles: 0, postings: 0 });
  together = fill(new WordIndex(rules, ground, second));
}, 60_000);
afterAll(() => {
  second.close();
  rmSync(folder, { recursive: true, maxRetries: 5 });
});

describe('a search in two threads', () => {
  it('finds exactly what one thread finds, with the very same scores', async () => {
    for (let round = 0; round < 3; round++) {
      for (const query of QUERIES) expect(found(together, query), query).toEqual(found(alone, query));
      // The second thread is there by the second round at the latest.
      await new Promise((done) => setTimeout(done, 100));
    }
    expect(second.taken).toBeGreaterThan(0);
  }, 90_000);

  it('looks words up in all segments at once after a while, and finds the same', async () => {
    const joining = new SecondScanner(createWorker, { articles: 0, postings: Infinity });
    const index = fill(new WordIndex(rules, ground, joining));
    for (const query of QUERIES) expect(found(index, query), query).toEqual(found(alone, query));
    const isJoined = ({ keys, forms, parts }: FrozenSegment) => keys.joint && forms.stems.joint && parts.stems.joint;
    await vi.waitUntil(() => frozen.every(isJoined), { timeout: 30_000 });
    for (const query of QUERIES) expect(found(index, query), query).toEqual(found(alone, query));
    const [, ...rest] = frozen;
    const more = freeze(makeDocuments(30, 5).map((document) => ({ ...document, id: document.id + 100 })));
    index.removeFrozen(frozen[0]!);
    index.addFrozen(more);
    const again = new WordIndex(rules, ground);
    for (const segment of [...rest, more]) again.addFrozen(segment);
    for (const document of documents.slice(2_500)) if (!deleted.has(document.id)) again.add(document);
    for (const query of QUERIES) expect(found(index, query), query).toEqual(found(again, query));
    joining.close();
  }, 90_000);

  it('goes on when segments come and go', () => {
    const more = freeze(makeDocuments(200, 5).map((document) => ({ ...document, id: document.id + 100 })));
    for (const index of [together, alone]) index.addFrozen(more);
    for (const query of QUERIES) expect(found(together, query), query).toEqual(found(alone, query));
    for (const index of [together, alone]) index.removeFrozen(more);
    for (const query of QUERIES) expect(found(together, query), query).toEqual(found(alone, query));
  });

  it('ends when it is stopped, wherever it is, and the next one is right', () => {
    for (const query of QUERIES.filter((text) => text !== '')) {
      const table = CallStop.makeTable();
      const stop = new CallStop(table, 300);
      CallStop.stop(table, 299);
      expect(() => together.find(parseQuery(query).root, stop)).not.toThrow();
      CallStop.stop(table, 300);
      expect(() => together.find(parseQuery(query).root, stop), query).toThrow(/cancelled/);
      expect(found(together, query), query).toEqual(found(alone, query));
    }
  });

  it('ends in the middle when it is stopped from outside, however much there is to do', async () => {
    const table = CallStop.makeTable();
    // Hundreds of times what there is, asked for sixty beginnings: seconds of work.
    const index = new WordIndex(rules, ground, second);
    const segment = freeze(documents.slice(0, 500));
    for (let at = 0; at < 3_000; at++) index.addFrozen(segment);
    const query = Array.from({ length: 60 }, (_, at) => `${'abdefghklmnprstwz'[at % 17]!}*`).join(' OR ');
    // Another place of the table is the signal that the search begins.
    const stopper = new Worker(
      `const { workerData } = require('node:worker_threads');
       const places = new Int32Array(workerData);
       Atomics.wait(places, 8, 0);
       setTimeout(() => Atomics.store(places, 7, 7), 20);`,
      { eval: true, workerData: table },
    );
    await once(stopper, 'online');
    CallStop.stop(table, 8);
    Atomics.notify(new Int32Array(table), 8);
    expect(() => index.find(parseQuery(query).root, new CallStop(table, 7))).toThrow(/cancelled/);
    await stopper.terminate();
  });

  it('goes on in one thread when the second one dies', async () => {
    const dying = new SecondScanner(createWorker, { articles: 0, postings: 0 });
    const index = fill(new WordIndex(rules, ground, dying));
    found(index, 'w');
    dying.close();
    await new Promise((done) => setTimeout(done, 50));
    for (const query of QUERIES) expect(found(index, query), query).toEqual(found(alone, query));
  }, 90_000);
});
