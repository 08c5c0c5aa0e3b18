import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openArchive, type Archive } from '../archive.ts';
import { optionsBelow } from './testing/options-below.ts';

let root: string;
let archive: Archive;
let id: string;
const folder = () => join(root, 'archive', 'articles', id.slice(0, 4), id);

const open = () => openArchive(join(root, 'archive'), optionsBelow(root, { watch: true }));

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'nachlese-vanished-'));
  archive = await open();
  await archive.inStep();
  await writeFile(join(root, 'faehre.md'), '# Die Fähre fährt\n\nAm Dienstag fuhr sie zum ersten Mal wieder hinaus.\n');
  const { imported } = await archive.importSources({
    job: 'j',
    sources: [{ kind: 'path', path: join(root, 'faehre.md') }],
    format: null,
    tags: ['Küste'],
    dryRun: false,
  });
  id = imported[0]?.id ?? '';
});
afterEach(async () => {
  await archive.close();
  await rm(root, { recursive: true, maxRetries: 5 });
});

const eventually = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 10_000, interval: 50 });

it('an open archive names a state and an article that vanish, and says no more of them when they are back', async () => {
  const state = join(folder(), 'state.json');
  const bytes = await readFile(state);
  await rm(state);
  await eventually(async () => {
    expect((await archive.status()).lost).toMatchObject([
      { articleId: id, title: 'Die Fähre fährt', path: `articles/${id.slice(0, 4)}/${id}/state.json` },
    ]);
  });
  await writeFile(state, bytes);
  await eventually(async () => {
    expect((await archive.status()).lost).toEqual([]);
  });
  await rename(folder(), join(root, 'weg'));
  await eventually(async () => {
    expect((await archive.status()).lost).toMatchObject([{ path: `articles/${id.slice(0, 4)}/${id}` }]);
  });
  await rename(join(root, 'weg'), folder());
  await eventually(async () => {
    expect((await archive.status()).lost).toEqual([]);
  });
});

it('an open archive keeps an article whose manifest vanishes in its lists, as damaged', async () => {
  await rm(join(folder(), 'manifest-sha256.txt'));
  // Nothing that is shown of it changed, so that it is noticed with the next change of its folder, or at the next start.
  await writeFile(join(folder(), 'state.json'), '{}');
  await eventually(async () => {
    expect((await archive.status()).unreadable).toMatchObject([{ id }]);
  });
  const { rows } = await archive.listArticles({ sort: 'newest', offset: 0, limit: null, collection: null });
  expect(rows).toMatchObject([{ id, title: 'Die Fähre fährt', unreadable: true }]);
  await expect(archive.openArticle(id)).rejects.toMatchObject({ code: 'unreadable' });
});

it('a damage that was found is forgotten once it is accepted', async () => {
  const path = join(folder(), 'article.html');
  await writeFile(path, (await readFile(path, 'utf8')).replaceAll('Dienstag', 'Freitag'));
  await archive.verify({ job: 'v', ids: null });
  expect((await archive.status()).check).toMatchObject({ damaged: 1, quiet: false });
  await archive.acceptChanges([id]);
  expect((await archive.status()).check).toMatchObject({ damaged: 0 });
  expect((await archive.openArticle(id)).text).toContain('Freitag');
});
