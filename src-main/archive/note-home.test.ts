import { afterEach, beforeEach, expect, it } from 'vitest';
import type { OpenedArticle } from '#contract';
import { createArchive } from '../store/open-store.ts';
import type { ArchiveStore } from '../store/archive-store.ts';
import { makeTrial, trialCapture, trialNote, type Trial } from '../store/trial-archive.ts';
import { NoteCatalogue } from './note-calls.ts';
import type { Parts } from './parts.ts';

const capture = trialCapture(1);
const { id: articleId } = capture.article;
let trial: Trial;
let store: ArchiveStore;
let notes: NoteCatalogue;

beforeEach(async () => {
  trial = await makeTrial();
  store = await createArchive(trial.folder, trial.options);
  await store.add([capture]);
  // As right after a start, when nothing was looked through yet; to do so for one note is what must not be.
  const index = { list: () => Promise.reject(new Error('looked through all articles')) };
  const { now, random } = trial.options;
  const parts = { store, index, now, random, creator: () => 'Anna Muster', refresh: () => Promise.resolve() };
  notes = new NoteCatalogue(parts as unknown as Parts);
});
afterEach(async () => {
  await store.close();
  await trial.remove();
});

it('finds a note of an article that was opened in that article', async () => {
  const note = await store.writeNote(trialNote(articleId, 1), null);
  notes.shown({ id: articleId, notes: [note] } as unknown as OpenedArticle);
  const changed = await notes.calls().editNote(note.id, { body: 'Neu' }, note.revision);
  expect(changed.body).toBe('Neu');
});

it('finds a note that was just made in its article', async () => {
  const { createNote, editNote } = notes.calls();
  const note = await createNote({ articleId, range: null, color: 'wheat', body: 'Eins', tags: [] });
  expect((await editNote(note.id, { body: 'Zwei' }, note.revision)).body).toBe('Zwei');
});
