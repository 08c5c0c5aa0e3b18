import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ArchiveStore } from './archive-store.ts';
import { createArchive } from './open-store.ts';
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
const asset = trialAsset();
const inArchive = (path: string) => join(trial.folder, path);
const folder = `articles/2025/${id}`;
const note = `${folder}/notes/${trialNote(id, 1).id}.json`;

const damage = async () => {
  const { changed, missing, extra, unreadable } = await store.verify(
    [id],
    () => undefined,
    () => false,
  );
  return { changed, missing, extra, unreadable };
};
const clean = { changed: [], missing: [], extra: [], unreadable: [] };
const edit = async (path: string, from: string, to: string) => {
  const text = await readFile(inArchive(path), 'utf8');
  expect(text).toContain(from);
  await writeFile(inArchive(path), text.replaceAll(from, to));
};

beforeEach(async () => {
  trial = await makeTrial();
  store = await createArchive(trial.folder, trial.options, {});
  const article = trialArticle(1, {
    assets: [{ name: asset.name, mediaType: asset.mediaType, size: asset.bytes.length, width: null, height: null }],
  });
  const state = { ...trialCapture(1).state, tags: ['Gipfel'] };
  await store.add([trialCapture(1, { article, assets: [asset], notes: [trialNote(id, 1)], state })]);
  await store.addVersion(
    id,
    trialCapture(1, { article: { ...article, archived: '2025-12-01', blocks: textBlocks('neu') }, assets: [asset] }),
  );
});
afterEach(async () => {
  await store.close();
  await trial.remove();
});

describe('accepting what changed', () => {
  it('seals the article anew, says what changed and keeps what was there', async () => {
    const version = `${folder}/versions/20251031T080000Z`;
    const before = await readFile(inArchive(`${folder}/manifest-sha256.txt`), 'utf8');
    await edit(`${folder}/article.html`, 'Vorspann', 'Anfang');
    await edit(`${version}/article.html`, 'Vorspann', 'Anfang');
    await edit(`${folder}/state.json`, 'Gipfel', 'Treffen');
    const stateBefore = await readFile(inArchive(`${folder}/state.json`), 'utf8');
    await edit(note, 'Notiz 1', 'Notiz eins');
    await rm(inArchive(`${folder}/original.txt`));
    await writeFile(inArchive(`${folder}/original.md`), '# neu');
    const report = await store.accept(id);
    expect(report).toEqual({
      id,
      title: 'Artikel 1',
      changed: [`${folder}/article.html`, note, `${folder}/state.json`, `${version}/article.html`].sort(),
      added: [`${folder}/original.md`],
      missing: [`${folder}/original.txt`],
      lost: [],
      kept: expect.stringContaining(`trash/accepted/${id}/20261122T120000000Z-`) as string,
    });
    expect(await damage()).toEqual(clean);
    expect(await store.read(id)).toMatchObject({ unreadableState: null, state: { tags: ['Treffen'] } });
    expect((await store.read(id)).notes).toMatchObject([{ body: 'Notiz eins' }]);

    const kept = await filesBelow(inArchive(report.kept ?? ''));
    expect(kept).toEqual([
      'accepted.json',
      'manifest-sha256.txt',
      `note-${trialNote(id, 1).id}.json`,
      'state.json',
      'version-20251031T080000Z-manifest-sha256.txt',
    ]);
    expect(await readFile(join(inArchive(report.kept ?? ''), 'manifest-sha256.txt'), 'utf8')).toBe(before);
    expect(await readFile(join(inArchive(report.kept ?? ''), 'state.json'), 'utf8')).toBe(stateBefore);
    const record = JSON.parse(await readFile(join(inArchive(report.kept ?? ''), 'accepted.json'), 'utf8')) as unknown;
    expect(record).toMatchObject({ id, missing: ['original.txt'], added: ['original.md'] });
  });

  it('makes a manifest anew that was deleted or is none', async () => {
    const manifest = `${folder}/manifest-sha256.txt`;
    const before = await readFile(inArchive(manifest));
    await rm(inArchive(manifest));
    expect(await store.accept(id)).toMatchObject({ changed: [], missing: [manifest] });
    expect(await readFile(inArchive(manifest))).toEqual(before);
    await writeFile(inArchive(manifest), 'zzz');
    await store.accept(id);
    expect(await readFile(inArchive(manifest))).toEqual(before);
    expect(await damage()).toEqual(clean);
  });

  it('writes nothing where nothing differs, and leaves what nobody of ours put there', async () => {
    const before = await filesBelow(trial.folder);
    expect(await store.accept(id)).toMatchObject({ changed: [], added: [], missing: [], kept: null });
    expect(await filesBelow(trial.folder)).toEqual(before);
    await writeFile(inArchive(`${folder}/fremd.txt`), 'x');
    await store.accept(id);
    expect(await damage()).toEqual({ ...clean, extra: [`${folder}/fremd.txt`] });
  });

  it.each([
    ['article.html', '<!doctype html><html><head>'],
    ['article.html', ''],
    [`notes/${trialNote(id, 1).id}.json`, '[]'],
    ['versions/20251031T080000Z/article.html', 'kaputt'],
  ])('refuses %s where it cannot be parsed, and then accepts nothing else either', async (name, content) => {
    await edit(`${folder}/original.txt`, 'Original', 'Anders');
    await writeFile(inArchive(`${folder}/${name}`), content);
    const before = await filesBelow(trial.folder);
    await expect(store.accept(id)).rejects.toMatchObject({
      code: 'unreadable',
      values: { path: inArchive(`${folder}/${name}`) },
    });
    expect(await filesBelow(trial.folder)).toEqual(before);
    expect((await damage()).changed).toContain(`${folder}/original.txt`);
  });

  it.each([
    ['{"half":', [`${folder}/state.json`], []],
    ['', [`${folder}/state.json`], []],
    [
      '{"tags":{"value":["Gipfel"],"changed":"2026-01-01"},"read":"vielleicht","neu":1}',
      [`${folder}/state.json#read`],
      ['Gipfel'],
    ],
  ])('gives up of the state %s what cannot be read, names it and keeps its bytes', async (content, lost, tags) => {
    await writeFile(inArchive(`${folder}/state.json`), content);
    const report = await store.accept(id);
    expect(report).toMatchObject({ changed: [`${folder}/state.json`], lost });
    expect(await readFile(join(inArchive(report.kept ?? ''), 'state.json'), 'utf8')).toBe(content);
    const record = JSON.parse(await readFile(join(inArchive(report.kept ?? ''), 'accepted.json'), 'utf8')) as unknown;
    expect(record).toMatchObject({ lost: lost.map((path) => path.slice(folder.length + 1)) });
    expect(await damage()).toEqual(clean);
    const { state, unreadableState } = await store.read(id);
    expect({ tags: state.tags, unreadableState }).toEqual({ tags, unreadableState: null });
    await store.changeState(id, (former) => ({ ...former, read: true }));
    expect((await store.read(id)).state.read).toBe(true);
  });

  it('knows when there is no such article', async () => {
    await expect(store.accept(trialArticle(2).id)).rejects.toMatchObject({ code: 'not-found' });
    await expect(store.accept('../x')).rejects.toMatchObject({ code: 'bad-argument' });
  });
});
