import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ArchiveStore } from './archive-store.ts';
import { createArchive, openStore } from './open-store.ts';
import {
  filesBelow,
  makeTrial,
  trialArticle,
  trialCapture,
  trialNote,
  trialOptions,
  type Trial,
} from './trial-archive.ts';

let trial: Trial;
let store: ArchiveStore;
const articleFolder = (id: string) => join(trial.folder, 'articles', id.slice(0, 4), id);

beforeEach(async () => {
  trial = await makeTrial();
  store = await createArchive(trial.folder, trial.options, {});
});
afterEach(async () => {
  await store.close();
  await trial.remove();
});

describe('a note', () => {
  it('is made, changed with its revision, and refused without', async () => {
    const { id } = trialArticle(1);
    await store.add([trialCapture(1)]);
    const first = await store.writeNote(trialNote(id, 1), null);
    await expect(store.writeNote(trialNote(id, 1), null)).rejects.toMatchObject({ code: 'exists' });
    const second = await store.writeNote({ ...first, body: 'anders' }, first.revision);
    expect(second.revision).not.toBe(first.revision);
    await expect(store.writeNote({ ...first, body: 'auch anders' }, first.revision)).rejects.toMatchObject({
      code: 'conflict',
    });
    expect((await store.read(id)).notes).toEqual([second]);
    await expect(store.writeNote(trialNote(id, 9), 'x')).rejects.toMatchObject({ code: 'conflict' });
  });

  it('keeps fields of other programs through a change, and its former version aside', async () => {
    const { id } = trialArticle(1);
    await store.add([trialCapture(1)]);
    await store.writeNote(trialNote(id, 1), null);
    const path = join(articleFolder(id), 'notes', `${trialNote(id, 1).id}.json`);
    await writeFile(
      path,
      JSON.stringify({ ...(JSON.parse(await readFile(path, 'utf8')) as object), 'other:rating': 5 }),
    );
    const former = await readFile(path, 'utf8');
    const [note] = (await store.read(id)).notes;
    await store.writeNote({ ...note!, body: 'neu' }, note!.revision);
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ 'other:rating': 5 });
    const history = join(trial.folder, 'trash', 'notes-history', id, trialNote(id, 1).id);
    const [kept] = await filesBelow(history);
    expect(await readFile(join(history, kept!), 'utf8')).toBe(former);
  });

  it('has a history that names each former version by when it was replaced, newest first', async () => {
    const { id } = trialArticle(1);
    await store.add([trialCapture(1)]);
    const first = await store.writeNote(trialNote(id, 1), null);
    expect(await store.readNoteHistory(id, first.id)).toEqual([]);
    const second = await store.writeNote({ ...first, body: 'zwei' }, first.revision);
    await store.close();
    store = await openStore(trial.folder, { ...trial.options, now: () => new Date('2026-11-22T12:05:00.000Z') });
    await store.writeNote({ ...second, body: 'drei' }, second.revision);
    const history = join(trial.folder, 'trash', 'notes-history', id, first.id);
    await writeFile(join(history, '20261122T120300000Z-0123456789abcdef.json'), 'kaputt');
    await writeFile(join(history, 'fremd.json'), '{}');
    expect(await store.readNoteHistory(id, first.id)).toMatchObject([
      { replaced: '2026-11-22T12:05:00.000Z', note: { body: 'zwei', revision: second.revision } },
      { replaced: '2026-11-22T12:00:00.000Z', note: { body: 'Notiz 1' } },
    ]);
    await expect(store.readNoteHistory(id, '../x')).rejects.toMatchObject({ code: 'bad-argument' });
  });

  it('that two change at once is changed by one; the other is told and still has its own', async () => {
    const { id } = trialArticle(1);
    await store.add([trialCapture(1)]);
    const note = await store.writeNote(trialNote(id, 1), null);
    const second = await openStore(trial.folder, trialOptions(trial.root, '2026-11-22T12:00:00Z', 'second'));
    const results = await Promise.allSettled([
      store.writeNote({ ...note, body: 'hier' }, note.revision),
      second.writeNote({ ...note, body: 'dort' }, note.revision),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const lost = results[0].status === 'rejected' ? 'hier' : 'dort';
    await second.writeNote({ ...trialNote(id, 2), body: lost }, null);
    expect((await store.read(id)).notes.map(({ body }) => body).sort()).toEqual(['dort', 'hier']);
    await second.close();
  });

  it('whose article is not there is refused', async () => {
    await expect(store.writeNote(trialNote(trialArticle(1).id, 1), null)).rejects.toMatchObject({ code: 'not-found' });
  });
});
