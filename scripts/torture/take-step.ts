import type { ArchiveStore } from '../../src-main/store/archive-store.ts';
import { trialArticle, trialCapture, trialNote } from '../../src-main/store/trial-archive.ts';
import { captureOf, type Step } from './plan.ts';

const noteId = (number: number) => trialNote('', number).id;

/** Does one step with a store; throws what the store throws. */
export async function takeStep(store: ArchiveStore, step: Step): Promise<void> {
  if (step.do === 'add') {
    const results = await store.add(
      step.articles.map((number) => {
        const article = captureOf(number, 1);
        const state = { ...trialCapture(number).state, tags: ['neu'] };
        const notes = [trialNote(article.id, number * 1000, { body: 'mitgebracht' })];
        return trialCapture(number, { article, state, notes });
      }),
    );
    for (const result of results) if (!result.ok) throw result.error;
    return;
  }
  const { id } = trialArticle(step.article);
  switch (step.do) {
    case 'version':
      await store.addVersion(id, trialCapture(step.article, { article: captureOf(step.article, step.day) }));
      break;
    case 'restore-version':
      await store.restoreVersion(id, step.version);
      break;
    case 'tag':
      await store.changeState(id, (state) => ({ ...state, tags: [...state.tags, step.tag] }));
      break;
    case 'note':
      await store.writeNote(trialNote(id, step.note, { body: 'neu' }), null);
      break;
    case 'edit-note': {
      const note = (await store.read(id)).notes.find((one) => one.id === noteId(step.note));
      if (note === undefined) throw new Error(`note ${step.note} is not there`);
      await store.writeNote({ ...note, body: step.body }, note.revision);
      break;
    }
    case 'drop-note':
      await store.removeNote(id, noteId(step.note));
      break;
    case 'bring-note':
      await store.restore(noteId(step.note));
      break;
    case 'remove':
      await store.remove(id);
      break;
    case 'restore':
      await store.restore(id);
      break;
    case 'erase':
      await store.erase(id);
  }
}
