import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ImportReport, ImportRequest } from '#contract';
import { readSource } from '../import/import-formats.ts';
import { makeGate, openGated, type GatedArchive } from './testing/gated-archive.ts';

let home: string;
let gated: GatedArchive;
/** Name of a source → what is waited for before it is read. */
let before: Record<string, () => Promise<void>>;

const page = (title: string, text: string) =>
  `<html lang="de"><head><title>${title}</title><link rel="canonical" href="https://example.org/bericht"></head>` +
  `<body><article><h1>${title}</h1><p>${text} ${'Und noch ein Satz, der die Seite füllt. '.repeat(10)}</p></article></body></html>`;

const request = (job: string, names: string[]): ImportRequest => ({
  job,
  sources: names.map((name) => ({ kind: 'path', path: join(home, name) })),
  format: null,
  tags: [],
  dryRun: false,
});
/** Time for whoever waits for nobody to do what it does. */
const turns = async () => {
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'nachlese-at-once-'));
  before = {};
  gated = await openGated(home, {
    async *readSource(input, options) {
      await before[input.name]?.();
      yield* readSource(input, options);
    },
  });
  await writeFile(join(home, 'a.html'), page('Erster Titel', 'Zuerst stand hier Zwetschge.'));
  await writeFile(join(home, 'b.html'), page('Zweiter Titel', 'Jetzt steht hier Mirabelle.'));
  await writeFile(join(home, 'other.txt'), 'Etwas ganz anderes.\n\nEin Absatz zum Hafen.\n');
});
afterEach(async () => {
  await gated.archive.close();
  await rm(home, { recursive: true, force: true, maxRetries: 5 });
});

describe('one address stays one article', () => {
  it('when two imports bring it at once', async () => {
    const [waiting, second] = [makeGate(), makeGate()];
    before['other.txt'] = waiting.pass;
    const one = gated.archive.importSources(request('one', ['a.html', 'other.txt']));
    // The first page is taken, and not stored yet.
    await waiting.reached;
    before['b.html'] = async () => void second.pass();
    const two = gated.archive.importSources(request('two', ['b.html']));
    await second.reached;
    await turns();
    waiting.open();
    const [first, later] = await Promise.all([one, two]);
    expect(first.imported.map(({ title }) => title)).toContain('Erster Titel');
    expect(later).toMatchObject({ imported: [], merged: [{ reason: 'neue Fassung' }], failed: [] });
  });

  it('when the index is built anew during an import', async () => {
    const { archive, gates, index } = gated;
    await archive.importSources(request('before', ['a.html']));
    const waiting = makeGate();
    before['b.html'] = waiting.pass;
    const importing = archive.importSources(request('during', ['b.html']));
    await waiting.reached;
    const put = makeGate();
    gates.index.put = async (articles) => {
      await put.pass();
      return index.put(articles);
    };
    const rebuilt = archive.rebuild();
    await turns();
    waiting.open();
    await turns();
    put.open();
    const report: ImportReport = await importing;
    await rebuilt;
    expect(report).toMatchObject({ imported: [], merged: [{ reason: 'neue Fassung' }], failed: [] });
    expect((await index.counts()).articles).toBe(1);
  });

  it('when an import begins while the index is built anew', async () => {
    const { archive, gates, index } = gated;
    await archive.importSources(request('before', ['a.html']));
    const cleared = makeGate();
    gates.index.clear = async () => {
      await index.clear();
      await cleared.pass();
    };
    const rebuilt = archive.rebuild();
    await cleared.reached;
    const importing = archive.importSources(request('during', ['b.html']));
    await turns();
    cleared.open();
    expect(await importing).toMatchObject({ imported: [], merged: [{ reason: 'neue Fassung' }], failed: [] });
    expect(await rebuilt).toEqual({ articles: 1 });
  });
});

it('an import that ended in the middle of its sources keeps nobody else waiting', async () => {
  const { archive, gates } = gated;
  gates.store.add = () => Promise.reject(new Error('a fault of the store'));
  const failed = await archive.importSources(request('one', ['a.html']));
  expect(failed.failed).toHaveLength(1);
  delete gates.store.add;
  expect((await archive.importSources(request('two', ['b.html']))).imported).toHaveLength(1);
});

describe('what is deleted during an import', () => {
  const third = () => page('Dritter Titel', 'Jetzt steht hier Holunder.');
  /** Imports a text that fills what is known of the trash, and then, after `meanwhile`, the page. */
  const importAround = async (meanwhile: () => Promise<unknown>): Promise<ImportReport> => {
    await writeFile(join(home, 'c.html'), third());
    const gate = makeGate();
    before['c.html'] = gate.pass;
    const importing = gated.archive.importSources(request('around', ['other.txt', 'c.html']));
    await gate.reached;
    await meanwhile();
    gate.open();
    return importing;
  };

  it('comes back instead of twice', async () => {
    const { imported } = await gated.archive.importSources(request('before', ['a.html']));
    const id = imported[0]?.id ?? '';
    const report = await importAround(() => gated.archive.deleteArticles([id]));
    expect(report).toMatchObject({ failed: [], merged: [{ id }] });
    expect(await gated.archive.listTrash()).toEqual([]);
  });

  it('comes anew where it was deleted for good', async () => {
    const { imported } = await gated.archive.importSources(request('before', ['a.html']));
    const [entry] = await gated.archive.deleteArticles([imported[0]?.id ?? '']);
    const report = await importAround(() => gated.archive.deleteForever([entry?.id ?? '']));
    expect(report).toMatchObject({ failed: [], merged: [] });
    expect(report.imported).toHaveLength(2);
  });

  it('comes back where it is deleted between the look for it and the reading of it', async () => {
    const { archive, store, gates } = gated;
    const { imported } = await archive.importSources(request('before', ['a.html']));
    const id = imported[0]?.id ?? '';
    let isDeleted = false;
    gates.store.read = async (asked) => {
      if (!isDeleted && asked === id) await store.remove(id);
      isDeleted = true;
      return store.read(asked);
    };
    expect(await archive.importSources(request('during', ['b.html']))).toMatchObject({ failed: [], merged: [{ id }] });
  });
});
