import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ArticleRow } from '#contract';
import type { ArchiveStore } from '../store/archive-store.ts';
import { createArchive } from '../store/open-store.ts';
import { makeTrial, trialArticle, trialCapture, trialNote, type Trial } from '../store/trial-archive.ts';
import { LostFiles } from './lost-files.ts';

let trial: Trial;
let store: ArchiveStore;
let lost: LostFiles;
const [{ id }, { id: other }] = [trialArticle(1), trialArticle(2)];
const note = trialNote(id, 1);
const folder = `articles/2025/${id}`;

const rows = async (ids: string[]) => ids.map((one) => ({ id: one, title: `Titel ${one}` }) as ArticleRow);
const stamps = async () => new Map((await store.scan()).map(({ id: one, stamp }) => [one, stamp]));
const made = () => new LostFiles(join(trial.root, 'lost'), { store, ...trial.options });
const paths = (files = lost) => files.list.map(({ path }) => path);

beforeEach(async () => {
  trial = await makeTrial();
  store = await createArchive(trial.folder, trial.options, {});
  lost = made();
  const state = { ...trialCapture(1).state, read: true };
  await store.add([trialCapture(1, { state, notes: [note] }), trialCapture(2)]);
});
afterEach(async () => {
  await store.close();
  await trial.remove();
});

const afterScan = async (known: Map<string, string>) => lost.afterScan(known, await store.scan(), rows, () => false);

it('misses an article, a note and a state that went without having been deleted, and still in the next process', async () => {
  const known = await stamps();
  await rm(join(trial.folder, folder, 'state.json'));
  await rm(join(trial.folder, folder, 'notes', `${note.id}.json`));
  await rm(join(trial.folder, 'articles', '2025', other), { recursive: true, maxRetries: 5 });
  await afterScan(known);
  const expected = [`articles/2025/${other}`, `${folder}/notes/${note.id}.json`, `${folder}/state.json`].sort();
  expect(paths()).toEqual(expected);
  expect(lost.list[0]).toMatchObject({
    noticed: '2026-11-22T12:00:00.000Z',
    title: expect.stringMatching(/^Titel/) as string,
  });
  const next = made();
  await next.recheck();
  expect(paths(next)).toEqual(expected);
});

it('misses nothing that was deleted here, to the trash or for good', async () => {
  const known = await stamps();
  await store.removeNote(id, note.id);
  await store.remove(other);
  await afterScan(known);
  expect(paths()).toEqual([]);
  await lost.erased(other, null);
  await store.erase(other);
  await lost.erased(id, note.id);
  await store.erase((await store.trashNames())[0] ?? '');
  await afterScan(known);
  expect(paths()).toEqual([]);
  expect((await readdir(join(trial.root, 'lost', 'erased'))).join()).not.toContain('artikel');
});

it('misses nothing any more that comes back, or that turns up in the trash', async () => {
  await afterScan(await stamps());
  const away = join(trial.root, 'weg');
  await rename(join(trial.folder, folder), away);
  await lost.afterLook(id, null, rows);
  expect(paths()).toEqual([folder]);
  await mkdir(join(trial.folder, 'trash'), { recursive: true });
  await rename(away, join(trial.folder, 'trash', `20261122T110000000Z-${id}`));
  await lost.recheck();
  expect(paths()).toEqual([]);
  expect((await readdir(join(trial.root, 'lost'))).filter((name) => name.endsWith('.json'))).toEqual([]);
});

it('notices a note that goes while the archive is open, and not one that was never known', async () => {
  await afterScan(await stamps());
  await rm(join(trial.folder, folder, 'notes', `${note.id}.json`));
  await lost.afterLook(id, await store.stamp(id), rows);
  expect(paths()).toEqual([`${folder}/notes/${note.id}.json`]);
  await lost.afterLook(trialArticle(3).id, null, async () => []);
  expect(paths()).toHaveLength(1);
});

it('misses no longer what its owner accepts as gone', async () => {
  const known = await stamps();
  await rm(join(trial.folder, folder, 'state.json'));
  await rm(join(trial.folder, 'articles', '2025', other), { recursive: true, maxRetries: 5 });
  await afterScan(known);
  expect((await lost.accept([id])).map(({ path }) => path)).toEqual([`${folder}/state.json`]);
  expect(paths()).toEqual([`articles/2025/${other}`]);
  const next = made();
  await next.recheck();
  expect(paths(next)).toEqual([`articles/2025/${other}`]);
});

it('looks only for what the articles that changed miss, and unasked for some at a time, all in turn', async () => {
  const missed = Array.from({ length: 600 }, (_, number) => trialArticle(number + 10).id);
  const looked: string[] = [];
  const counting = {
    ...trial.options,
    store: { trashNames: async () => [], isThere: async (path: string) => looked.push(path) < 0 },
  };
  const many = new LostFiles(join(trial.root, 'many'), counting);
  await many.afterLooks(
    missed.map((one) => ({ id: one, stamp: null })),
    rows,
  );
  expect(many.list).toHaveLength(600);
  expect(looked).toEqual([]);
  await many.recheckOf([missed[3] ?? '']);
  expect(looked).toEqual([`articles/2025/${missed[3] ?? ''}`]);
  looked.length = 0;
  for (let time = 0; time < 3; time += 1) await many.recheckSome();
  expect(looked.length).toBeLessThan(900);
  expect(new Set(looked).size).toBe(600);
  expect(many.list).toHaveLength(600);
});

it('sees what another process noticed or accepted', async () => {
  await afterScan(await stamps());
  const second = made();
  await rename(join(trial.folder, folder), join(trial.root, 'weg'));
  await lost.afterLook(id, null, rows);
  await second.recheckSome();
  expect(paths(second)).toEqual([folder]);
  await second.accept([id]);
  await lost.recheckSome();
  expect(paths()).toEqual([]);
});

it('still misses what is noticed while it looks whether other files are back', async () => {
  let patience = 0;
  const isThere = async () => {
    const wait = patience;
    patience = 0;
    await new Promise((resolve) => setTimeout(resolve, wait));
    return false;
  };
  lost = new LostFiles(join(trial.root, 'lost'), {
    store: { trashNames: () => store.trashNames(), isThere },
    ...trial.options,
  });
  const known = await stamps();
  await rm(join(trial.folder, folder, 'state.json'));
  await afterScan(known);
  patience = 300;
  const looking = lost.recheck();
  await new Promise((resolve) => setTimeout(resolve, 100));
  await rm(join(trial.folder, 'articles', '2025', other), { recursive: true, maxRetries: 5 });
  await Promise.all([looking, lost.afterLook(other, null, rows)]);
  expect(paths()).toEqual([`articles/2025/${other}`, `${folder}/state.json`].sort());
});
