import { cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ArchiveStore } from './archive-store.ts';
import { createArchive, openStore } from './open-store.ts';
import {
  filesBelow,
  makeTrial,
  textBlocks,
  trialArticle,
  trialAsset,
  trialCapture,
  trialNote,
  type Trial,
} from './trial-archive.ts';

let trial: Trial;
let store: ArchiveStore;
const { id } = trialArticle(1);
let folder: string;

const asset = trialAsset();
const older = trialCapture(1, {
  article: trialArticle(1, {
    assets: [{ name: asset.name, mediaType: asset.mediaType, size: asset.bytes.length, width: null, height: null }],
  }),
  assets: [asset],
  notes: [trialNote(id, 1)],
});
const newer = trialCapture(1, {
  article: trialArticle(1, { archived: '2025-11-20T10:00:00+01:00', blocks: textBlocks('Ganz neuer Text') }),
  original: { bytes: Buffer.from('<p>neu'), extension: 'html' },
});

const verified = () =>
  store.verify(
    null,
    () => undefined,
    () => false,
  );
const clean = { changed: [], missing: [], extra: [], unreadable: [], conflicts: [] };

beforeEach(async () => {
  trial = await makeTrial();
  store = await createArchive(trial.folder, trial.options, {});
  folder = join(trial.folder, 'articles', '2025', id);
  await store.add([older]);
});
afterEach(async () => {
  await store.close();
  await trial.remove();
});

describe('a new version', () => {
  it('stands beside the former one; notes and state stay with the article', async () => {
    await store.changeState(id, (state) => ({ ...state, starred: true }));
    await store.addVersion(id, newer);
    const { article, state, notes, versions } = await store.read(id);
    expect(article).toEqual(newer.article);
    expect(state.starred).toBe(true);
    expect(notes).toHaveLength(1);
    expect(versions).toEqual([{ id: '20251031T080000Z', archived: '2025-10-31T08:00:00Z', words: 14 }]);
    expect(await store.readVersion(id, '20251031T080000Z')).toEqual(older.article);
    expect((await filesBelow(folder)).filter((path) => !path.startsWith('notes'))).toEqual([
      'article.html',
      'manifest-sha256.txt',
      'original.html',
      'state.json',
      'versions/20251031T080000Z/article.html',
      `versions/20251031T080000Z/assets/${asset.name}`,
      'versions/20251031T080000Z/manifest-sha256.txt',
      'versions/20251031T080000Z/original.txt',
    ]);
    expect(await verified()).toMatchObject(clean);
  });

  it('gives way again when an earlier one is restored', async () => {
    await store.addVersion(id, newer);
    await store.restoreVersion(id, '20251031T080000Z');
    const { article, versions } = await store.read(id);
    expect(article).toEqual(older.article);
    expect(versions.map((version) => version.id)).toEqual(['20251120T090000Z']);
    expect(await store.asset(id, asset.name)).toMatchObject({ mediaType: 'image/png' });
    expect(await verified()).toMatchObject(clean);
    await expect(store.restoreVersion(id, '20251031T080000Z')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('of the same second is kept under a name of its own', async () => {
    await store.addVersion(id, { ...newer, article: { ...newer.article, archived: older.article.archived } });
    expect((await store.read(id)).versions).toMatchObject([{ id: '20251031T080000Z', words: 14 }]);
    await store.addVersion(id, newer);
    expect(await filesBelow(join(folder, 'versions'))).toEqual(
      expect.arrayContaining(['20251031T080000Z/article.html', '20251031T080000Z-2/article.html']),
    );
    expect((await store.read(id)).versions).toHaveLength(2);
  });

  it('can be kept beside without becoming the newest, and can be taken later', async () => {
    const name = await store.addVersionBeside(id, newer);
    expect(name).toBe('20251120T090000Z');
    const { article, versions } = await store.read(id);
    expect(article).toEqual(older.article);
    expect(versions).toEqual([{ id: name, archived: newer.article.archived, words: 5 }]);
    expect(await store.addVersionBeside(id, newer)).toBe(`${name}-2`);
    await store.restoreVersion(id, name);
    expect((await store.read(id)).article).toEqual(newer.article);
    expect(await verified()).toMatchObject(clean);
    expect(await filesBelow(join(trial.folder, '.tmp'))).toEqual([]);
  });

  it('also stands beside one that is damaged, which is kept as it is', async () => {
    await writeFile(join(folder, 'article.html'), 'kaputt');
    await store.addVersion(id, newer);
    expect((await store.read(id)).article).toEqual(newer.article);
    expect(await readFile(join(folder, 'versions', '20261122T120000Z', 'article.html'), 'utf8')).toBe('kaputt');
  });

  it.each(['../..', '20251031', '2025-10-31', ''])('is not looked for as %j', async (version) => {
    await expect(store.readVersion(id, version)).rejects.toMatchObject({ code: 'bad-argument' });
  });
});

describe('a new version that was interrupted', () => {
  /** Every state in which a kill may leave the folder, in order: what was moved, by hand. */
  const steps: [string, string][] = [
    ['article.html', 'versions/20251031T080000Z/article.html'],
    ['assets', 'versions/20251031T080000Z/assets'],
    ['original.txt', 'versions/20251031T080000Z/original.txt'],
    ['manifest-sha256.txt', 'versions/20251031T080000Z/manifest-sha256.txt'],
    ['.next/article.html', 'article.html'],
    ['.next/original.html', 'original.html'],
    ['.next/manifest-sha256.txt', 'manifest-sha256.txt'],
  ];

  /** `.next` as it is when the version has happened, made by a second archive. */
  async function makeNext() {
    const other = await makeTrial();
    const second = await createArchive(other.folder, other.options, {});
    await second.add([newer]);
    await cp(join(other.folder, 'articles', '2025', id), join(folder, '.next'), { recursive: true });
    await writeFile(join(folder, '.next', '.former'), '20251031T080000Z');
    await second.close();
    await other.remove();
  }

  it.each(Array.from({ length: steps.length + 1 }, (_, done) => done))(
    'after step %i is read as the new one, and is brought into place by the next start',
    async (done) => {
      await makeNext();
      await mkdir(join(folder, 'versions', '20251031T080000Z'), { recursive: true });
      for (const [from, to] of steps.slice(0, done)) await rename(join(folder, from), join(folder, to));
      expect((await store.read(id)).article).toEqual(newer.article);
      await store.close();
      store = await openStore(trial.folder, trial.options);
      expect(await store.scan()).toHaveLength(1);
      expect((await store.read(id)).article).toEqual(newer.article);
      expect(await store.readVersion(id, '20251031T080000Z')).toEqual(older.article);
      expect(await filesBelow(folder)).not.toContain('.next/.former');
      expect(await verified()).toMatchObject(clean);
    },
  );

  it('with `.next` half arrived by sync is awaited: the present one stays, and nothing is deleted', async () => {
    await makeNext();
    await rm(join(folder, '.next', 'article.html'));
    const before = await filesBelow(folder);
    await store.scan();
    await expect(store.addVersion(id, newer)).rejects.toMatchObject({ code: 'conflict' });
    expect(await filesBelow(folder)).toEqual(before);
    expect((await store.read(id)).article).toEqual(older.article);
  });
});
