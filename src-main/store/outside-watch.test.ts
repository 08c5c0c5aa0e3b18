import { cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ArchiveStore, OutsideChange } from './archive-store.ts';
import { createArchive, openStore } from './open-store.ts';
import { makeWatchedTrial } from './testing/watched-trial.ts';
import { makeTrial, trialArticle, trialCapture, trialNote, trialOptions, type Trial } from './trial-archive.ts';

let trial: Trial;
let store: ArchiveStore;
let told: OutsideChange[];
let toldIds: () => string[];
const { id } = trialArticle(1);
const folder = () => join(trial.folder, 'articles', '2025', id);

const pause = (duration: number) => new Promise((resolve) => setTimeout(resolve, duration));
/** Longer than a store looks for itself every three seconds. */
const waitFor = async (isThere: () => boolean) => {
  for (let turn = 0; !isThere() && turn < 500; turn += 1) await pause(20);
};

beforeEach(async () => {
  ({ trial, store, told, toldIds } = await makeWatchedTrial([
    trialCapture(1, { notes: [trialNote(id, 1)] }),
    trialCapture(2),
  ]));
});
afterEach(async () => {
  await store.close();
  await trial.remove();
});

describe('watching', () => {
  it.each<[string, () => Promise<void>]>([
    ['edits a note in place', () => edit(join(folder(), 'notes', `${trialNote(id, 1).id}.json`))],
    ['edits the article', () => edit(join(folder(), 'article.html'))],
    [
      'brings a note',
      () =>
        cp(
          join(folder(), 'notes', `${trialNote(id, 1).id}.json`),
          join(folder(), 'notes', `${trialNote(id, 2).id}.json`),
        ),
    ],
    ['deletes the article', () => rm(folder(), { recursive: true, maxRetries: 5 })],
    ['moves the article away', () => rename(folder(), join(trial.root, 'away'))],
  ])('tells the article when somebody %s', async (_, change) => {
    await change();
    await waitFor(() => told.length > 0);
    expect(toldIds()).toEqual([id]);
  });

  const edit = async (path: string) => writeFile(path, `${await readFile(path, 'utf8')}\n`);

  it('tells a file that no stamp knows only where it is expected, and once', async () => {
    await writeFile(join(folder(), 'original.html'), 'a');
    await pause(400);
    expect(told).toEqual([]);
    store.expectMore(id);
    await writeFile(join(folder(), 'original.html'), 'b');
    await waitFor(() => told.length > 0);
    expect(toldIds()).toEqual([id]);
    told.length = 0;
    await writeFile(join(folder(), 'original.html'), 'c');
    await pause(400);
    expect(told).toEqual([]);
  });

  it('tells an article that arrives, in a new year too', async () => {
    const other = await makeTrial();
    const there = await createArchive(other.folder, other.options, {});
    const article = trialArticle(3, { id: '2019-01-01-alt-0123456789' });
    await there.add([trialCapture(3, { article })]);
    await mkdir(join(trial.folder, 'articles', '2019'));
    await pause(100);
    await rename(
      join(other.folder, 'articles', '2019', article.id),
      join(trial.folder, 'articles', '2019', article.id),
    );
    await waitFor(() => told.length > 0);
    expect(toldIds()).toEqual([article.id]);
    await writeFile(join(trial.folder, 'articles', '2019', article.id, 'state.json'), '{}');
    told.length = 0;
    await waitFor(() => told.length > 0);
    expect(toldIds()).toEqual([article.id]);
    await other.remove();
  });

  it('tells articles of a year that came whole, before anything could watch it, and of one that was replaced', async () => {
    const other = await makeTrial();
    const there = await createArchive(other.folder, other.options, {});
    const article = trialArticle(3, { id: '2019-01-01-alt-0123456789' });
    await there.add([trialCapture(3, { article })]);
    const [from, to] = [join(other.folder, 'articles/2019'), join(trial.folder, 'articles/2019')];
    await cp(from, to, { recursive: true });
    await waitFor(() => toldIds().includes(article.id));
    expect(toldIds()).toEqual([article.id]);
    await pause(400);
    await rename(to, join(trial.root, 'weg'));
    await cp(from, to, { recursive: true });
    await pause(400);
    told.length = 0;
    await writeFile(join(to, article.id, 'state.json'), '{}');
    await waitFor(() => told.length > 0);
    expect(toldIds()).toEqual([article.id]);
    await there.close();
    await other.remove();
  });

  it('is silent about what the store itself does', async () => {
    await store.add([trialCapture(4)]);
    await store.changeState(id, (state) => ({ ...state, read: true }));
    const note = await store.writeNote(trialNote(trialArticle(2).id, 5), null);
    await store.writeNote({ ...note, body: 'anders' }, note.revision);
    await store.remove(trialArticle(4).id);
    await store.restore(trialArticle(4).id);
    await pause(600);
    expect(told).toEqual([]);
  });

  it('tells which articles another store changed', async () => {
    const second = await openStore(trial.folder, trialOptions(trial.root, '2026-11-22T12:00:00Z', 'second'));
    await second.changeState(id, (state) => ({ ...state, read: true }));
    await waitFor(() => told.length > 0);
    expect(toldIds()).toEqual([id]);
    await second.close();
  });

  it('tells that something happened when the folder goes away', async () => {
    await rename(trial.folder, join(trial.root, 'away'));
    await waitFor(() => store.access() === 'vanished');
    expect(store.access()).toBe('vanished');
    await waitFor(() => told.length > 0);
    expect(toldIds()).toEqual(['anything']);
    await rename(join(trial.root, 'away'), trial.folder);
  });
});

describe('without watching', () => {
  it('a store learns of others’ changes when it next writes', async () => {
    const quiet = await openStore(trial.folder, trialOptions(trial.root, '2026-11-22T12:00:00Z', 'quiet'));
    const heard: OutsideChange[] = [];
    quiet.onOutsideChange((change) => heard.push(change));
    await store.changeState(id, (state) => ({ ...state, read: true }));
    await quiet.changeState(trialArticle(2).id, (state) => ({ ...state, read: true }));
    expect(heard).toEqual([{ articleIds: [id] }]);
    await quiet.close();
  });
});
