import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ArchiveStore } from './archive-store.ts';
import { createArchive } from './open-store.ts';
import { makeTrial, trialCapture, trialNote, type Trial } from './trial-archive.ts';

const capture = trialCapture(1);
const { id } = capture.article;
let trial: Trial;
let store: ArchiveStore;

beforeEach(async () => {
  trial = await makeTrial();
  store = await createArchive(trial.folder, trial.options);
  await store.add([capture]);
});
afterEach(async () => {
  await store.close();
  await trial.remove();
});

it('answers whoever is refused and tries again in the same breath', async () => {
  await rm(join(trial.folder, 'archive.json'));
  const answers: unknown[] = [];
  for (let attempt = 1; attempt <= 3; attempt++)
    try {
      await store.remove(id);
    } catch (error) {
      // Not one turn later: that is when it used to wait for ever.
      answers.push(error);
    }
  expect(answers).toHaveLength(3);
  for (const answer of answers) expect(answer).toMatchObject({ code: 'archive-vanished' });
});

it('writes what was asked for before it was closed, and nothing after', async () => {
  const before = store.writeNote(trialNote(id, 1), null);
  const closed = store.close();
  await expect(store.writeNote(trialNote(id, 2), null)).rejects.toMatchObject({ code: 'internal' });
  expect((await before).body).toBe('Notiz 1');
  await closed;
  expect((await store.read(id)).notes.map(({ body }) => body)).toEqual(['Notiz 1']);
});
