import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ArchiveStore } from './archive-store.ts';
import { createArchive, openStore } from './open-store.ts';
import {
  filesBelow,
  makeTrial,
  textBlocks,
  trialArticle,
  trialCapture,
  trialNote,
  type Trial,
} from './trial-archive.ts';

const DAY = 86_400_000;
const FIRST = Date.parse('2026-01-01T12:00:00Z');

let trial: Trial;
let store: ArchiveStore;
let time = FIRST;
const { id } = trialArticle(1);
const collection = {
  id: '11111111-1111-4111-8111-111111111111',
  name: 'Dossier',
  description: '',
  articleIds: [id],
  modified: '2026-01-01T00:00:00Z',
};

const start = async () => {
  await store.close();
  store = await openStore(trial.folder, { ...trial.options, now: () => new Date(time) });
};

beforeEach(async () => {
  time = FIRST;
  trial = await makeTrial();
  store = await createArchive(trial.folder, { ...trial.options, now: () => new Date(time) }, {});
  await store.add([trialCapture(1, { notes: [trialNote(id, 1)] })]);
});
afterEach(async () => {
  await store.close();
  await trial.remove();
});

describe('deleting and restoring', () => {
  it('gives an article back byte for byte, with its notes', async () => {
    const before = await filesBelow(trial.folder);
    const read = await store.read(id);
    const entry = await store.remove(id);
    expect(entry).toEqual({
      id: `20260101T120000000Z-${id}`,
      kind: 'article',
      title: 'Artikel 1',
      articleId: id,
      deleted: '2026-01-01T12:00:00.000Z',
      keptUntil: '2026-01-31T12:00:00.000Z',
    });
    expect(await store.exists(id)).toBe(false);
    expect(await store.scan()).toEqual([]);
    expect(await store.listTrash()).toEqual([entry]);
    expect(await store.restore(id)).toEqual(entry);
    expect(await store.read(id)).toEqual(read);
    expect(await filesBelow(trial.folder)).toEqual(before);
    expect(await store.listTrash()).toEqual([]);
  });

  it('gives a note and a collection back, by their own ids or the entry’s', async () => {
    const note = trialNote(id, 1);
    await store.writeCollection(collection);
    const before = await filesBelow(trial.folder);
    const thrown = await store.removeNote(id, note.id);
    expect(thrown).toMatchObject({ kind: 'note', title: 'Absatz eins', articleId: id });
    expect((await store.read(id)).notes).toEqual([]);
    const other = await store.removeCollection(collection.id);
    expect(other).toMatchObject({ kind: 'collection', title: 'Dossier', articleId: null });
    expect(await store.readCollections()).toEqual([]);
    await store.restore(note.id);
    await store.restore(other.id);
    expect((await store.read(id)).notes).toMatchObject([{ id: note.id }]);
    expect(await store.readCollections()).toEqual([collection]);
    expect(await filesBelow(trial.folder)).toEqual(before);
    expect(await readdir(join(trial.folder, 'trash'))).toEqual([]);
  });

  it('never puts one over what took its place', async () => {
    await store.remove(id);
    await store.add([trialCapture(1)]);
    await expect(store.restore(id)).rejects.toMatchObject({ code: 'exists' });
    expect(await store.listTrash()).toHaveLength(1);
    const note = await store.writeNote(trialNote(id, 2), null);
    await store.removeNote(id, note.id);
    await store.writeNote(trialNote(id, 2), null);
    await expect(store.restore(note.id)).rejects.toMatchObject({ code: 'exists' });
  });

  it('keeps two deletions of one article in one millisecond apart, and gives the later back first', async () => {
    await store.remove(id);
    await store.add([trialCapture(1, { article: trialArticle(1, { title: 'Später' }) })]);
    await store.remove(id);
    expect(await store.listTrash()).toHaveLength(2);
    await store.restore(id);
    expect((await store.read(id)).article.title).toBe('Später');
  });

  it('does not give a note back without its article, nor what is unknown', async () => {
    const note = trialNote(id, 1);
    await store.removeNote(id, note.id);
    await store.remove(id);
    await expect(store.restore(note.id)).rejects.toMatchObject({ code: 'not-found' });
    await expect(store.restore('20250101T000000000Z-../../x')).rejects.toMatchObject({ code: 'not-found' });
    await store.restore(id);
    await store.restore(note.id);
    expect((await store.read(id)).notes).toHaveLength(1);
  });

  it('lists neither strange folders nor the rest of an interrupted deletion', async () => {
    const trash = join(trial.folder, 'trash');
    await mkdir(join(trash, 'fremd'), { recursive: true });
    await mkdir(join(trash, '20260101T120000000Z-note-11111111-1111-4111-8111-111111111111', id), { recursive: true });
    await writeFile(join(trash, `20260101T120000000Z-${id}`), 'a file, not a folder');
    expect(await store.listTrash()).toEqual([]);
  });
});

describe('erasing', () => {
  it('leaves nothing of an article: versions, notes, their former versions, trash', async () => {
    const [note] = (await store.read(id)).notes;
    await store.writeNote({ ...note!, body: 'neu' }, note!.revision);
    await store.addVersion(
      id,
      trialCapture(1, { article: trialArticle(1, { archived: '2026-02-01', blocks: textBlocks('neu') }) }),
    );
    await store.writeNote(trialNote(id, 2), null);
    await store.removeNote(id, trialNote(id, 2).id);
    await store.remove(id);
    await store.add([trialCapture(1), trialCapture(2)]);
    await store.erase(id);
    expect((await filesBelow(trial.folder)).filter((path) => path.includes(id))).toEqual([]);
    expect(await store.exists(trialArticle(2).id)).toBe(true);
    await expect(store.erase(id)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('leaves nothing of a note either: what it was before goes with it', async () => {
    const [note] = (await store.read(id)).notes;
    await store.writeNote({ ...note!, body: 'neu' }, note!.revision);
    const entry = await store.removeNote(id, note!.id);
    await store.erase(entry.id);
    expect((await filesBelow(trial.folder)).filter((path) => path.includes(note!.id))).toEqual([]);
    expect(await store.readNoteHistory(id, note!.id)).toEqual([]);
  });

  it('of one trash entry leaves the article that came after it', async () => {
    const entry = await store.remove(id);
    await store.add([trialCapture(1)]);
    await store.erase(entry.id);
    expect(await store.listTrash()).toEqual([]);
    expect(await store.exists(id)).toBe(true);
  });
});

describe('purging', () => {
  const startOn = async (...days: number[]) => {
    for (const day of days) {
      time = FIRST + day * DAY;
      await start();
    }
  };

  it('takes what is older than 30 days after five starts on different days since', async () => {
    await store.remove(id);
    await startOn(5, 10, 15, 29);
    expect(await store.listTrash()).toHaveLength(1);
    await startOn(30);
    expect(await store.listTrash()).toEqual([]);
    expect((await filesBelow(trial.folder)).filter((path) => path.includes(id))).toEqual([]);
  });

  it('waits for the fifth day on which the archive was started', async () => {
    await store.remove(id);
    await startOn(10, 10, 10, 20, 31);
    expect(await store.listTrash()).toHaveLength(1);
    await startOn(32);
    expect(await store.listTrash()).toHaveLength(1);
    await startOn(33);
    expect(await store.listTrash()).toEqual([]);
  });

  it('does not trust a clock that jumped', async () => {
    await store.remove(id);
    await startOn(1, 2, 3, 4, 5, 3650);
    expect(await store.listTrash()).toHaveLength(1);
    await startOn(-365);
    expect(await store.listTrash()).toHaveLength(1);
  });

  it('counts a leap of the clock for no more than half of the time, however often it was started since', async () => {
    await store.remove(id);
    // Wrong by 25 days, less than what stops the purge, and then right for a week of false dates.
    await startOn(1, 26, 27, 28, 29, 30, 31, 32, 33);
    expect(await store.listTrash()).toHaveLength(1);
    await startOn(42);
    expect(await store.listTrash()).toEqual([]);
  });

  it('does not forget former versions of notes by a leap of the clock', async () => {
    const [note] = (await store.read(id)).notes;
    await store.writeNote({ ...note!, body: 'neu' }, note!.revision);
    await startOn(20, 21, 22);
    expect(await store.readNoteHistory(id, note!.id)).toHaveLength(1);
    await startOn(23.5);
    expect(await store.readNoteHistory(id, note!.id)).toEqual([]);
  });

  it('does not count the leaps of a clock that goes back and forth for more than one', async () => {
    await startOn(-400);
    const [note] = (await store.read(id)).notes;
    await store.writeNote({ ...note!, body: 'neu' }, note!.revision);
    await startOn(-40, 0, 0.1);
    expect(await store.readNoteHistory(id, note!.id)).toHaveLength(1);
    await startOn(2, 3.2);
    expect(await store.readNoteHistory(id, note!.id)).toEqual([]);
  });

  it('keeps the former version of a note for seven days', async () => {
    const [note] = (await store.read(id)).notes;
    await store.writeNote({ ...note!, body: 'neu' }, note!.revision);
    const history = () => filesBelow(join(trial.folder, 'trash', 'notes-history')).catch(() => []);
    await startOn(3, 6.9);
    expect(await history()).toHaveLength(1);
    await startOn(7.1);
    expect(await history()).toEqual([]);
  });
});
