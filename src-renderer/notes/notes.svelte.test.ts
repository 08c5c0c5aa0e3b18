import { describe, expect, it, vi } from 'vitest';
import type { ArchiveStats, NoteRow, OpenedArticle, PlacedNote } from '#contract';
import { ArchiveFailure } from '../archive-client.ts';
import { ArticleNotes, DRAFT_ID, type NotesApi } from './notes.svelte.ts';

const article = { id: 'a' } as OpenedArticle['article'];

function note(id: string, start: number | null, change: Partial<PlacedNote> = {}): PlacedNote {
  return {
    id,
    articleId: 'a',
    selector: null,
    creator: 'Mira',
    own: true,
    color: 'wheat',
    body: '',
    tags: [],
    created: '2026-01-01',
    modified: null,
    revision: '1',
    placement: start === null ? { state: 'unplaced' } : { state: 'exact', start, end: start + 5 },
    ...change,
  };
}

function made(notes: PlacedNote[], change: Partial<NotesApi> = {}) {
  const stored = new Map(notes.map((each) => [each.id, each]));
  const api: NotesApi = {
    createNote: vi.fn<NotesApi['createNote']>(async ({ range, color, body, tags }) =>
      note('new', range?.start ?? 0, { color, body, tags }),
    ),
    editNote: vi.fn<NotesApi['editNote']>(async (id, what, revision) => {
      const before = stored.get(id) ?? note(id, 0);
      if (before.revision !== revision) throw new ArchiveFailure('conflict', 'Anderswo geändert.');
      const after = { ...before, ...what, revision: `${revision}+` };
      stored.set(id, after);
      return after;
    }),
    attachNote: vi.fn<NotesApi['attachNote']>(async (id, range) => note(id, range.start)),
    deleteNotes: vi.fn<NotesApi['deleteNotes']>(async (ids) =>
      ids.map((id) => ({
        id: `t-${id}`,
        kind: 'note' as const,
        title: '',
        articleId: 'a',
        deleted: '',
        keptUntil: '',
      })),
    ),
    restore: vi.fn<NotesApi['restore']>(async () => ({ articles: [], notes: [] })),
    listNotes: async () => [...stored.values()] as NoteRow[],
    noteHistory: vi.fn<NotesApi['noteHistory']>(async () => []),
    restoreNote: () => Promise.reject(new Error('not asked for')),
    stats: async () => ({ tags: [{ name: 'Archiv', count: 1 }] }) as ArchiveStats,
    ...change,
  };
  const announce = vi.fn();
  const host = {
    writable: true,
    announce,
    attempt: async <T>(work: () => Promise<T>): Promise<T | null> => work().catch(() => null),
  };
  const all = new ArticleNotes(api, host);
  all.show({ article, notes });
  return { all, api, announce, stored };
}

describe('the notes of an article', () => {
  it('stand in the order of the text, those without a place apart', () => {
    const { all } = made([note('late', 90), note('lost', null), note('early', 5)]);
    expect(all.placed.map(({ id }) => id)).toEqual(['early', 'late']);
    expect(all.unplaced.map(({ id }) => id)).toEqual(['lost']);
    expect(all.decorations.map(({ id, start }) => [id, start])).toEqual([
      ['early', 5],
      ['late', 90],
    ]);
  });

  it('of others can be hidden, and are never changed', async () => {
    const { all, api } = made([note('theirs', 5, { own: false }), note('mine', 50)]);
    const [theirs] = all.placed;
    if (theirs) await all.recolor(theirs, 'rose');
    if (theirs) await all.write(theirs);
    expect(api.editNote).not.toHaveBeenCalled();
    expect(all.draft).toBeNull();
    all.othersShown = false;
    expect(all.placed.map(({ id }) => id)).toEqual(['mine']);
    expect(all.othersCount).toBe(1);
  });

  it('are gone through one by one, round and round', () => {
    const { all } = made([note('x', 5), note('y', 50)]);
    expect([all.step(1), all.step(1), all.step(1), all.step(-1)].map((each) => each?.id)).toEqual(['x', 'y', 'x', 'y']);
  });

  it('take the colour used last, and a second mark on the same words only changes the colour', async () => {
    const { all, api } = made([note('x', 5)]);
    await all.highlight({ start: 5, end: 10 }, 'sky');
    expect(api.createNote).not.toHaveBeenCalled();
    expect(all.placed[0]?.color).toBe('sky');
    await all.highlight({ start: 20, end: 25 });
    expect(api.createNote).toHaveBeenCalledWith(
      expect.objectContaining({ color: 'sky', range: { start: 20, end: 25 } }),
    );
  });

  it('are deleted with a way back', async () => {
    const { all, api, announce } = made([note('x', 5, { body: 'Text' })]);
    const [x] = all.placed;
    if (x) await all.remove(x);
    expect(all.placed).toEqual([]);
    const options = announce.mock.calls[0]?.[1] as { undo: () => Promise<void> };
    await options.undo();
    expect(api.restore).toHaveBeenCalledWith(['t-x']);
  });
});

describe('a note being written', () => {
  it('leaves no trace when nothing was written', async () => {
    const { all, api } = made([]);
    await all.write({ start: 5, end: 10 });
    expect(all.decorations).toMatchObject([{ id: DRAFT_ID, start: 5, current: true }]);
    await all.close();
    expect(api.createNote).not.toHaveBeenCalled();
    expect(all.decorations).toEqual([]);
    expect(all.focusedId).toBeNull();
  });

  it('is made once, and then changed', async () => {
    const { all, api } = made([]);
    await all.write({ start: 5, end: 10 });
    const { draft } = all;
    if (!draft) throw new Error('no draft');
    draft.body = 'Eins';
    const first = draft.save();
    await vi.waitFor(() => {
      expect(api.createNote).toHaveBeenCalled();
    });
    draft.body = 'Eins und zwei';
    await Promise.all([first, draft.save()]);
    expect(api.createNote).toHaveBeenCalledTimes(1);
    expect(api.editNote).toHaveBeenCalledWith('new', expect.objectContaining({ body: 'Eins und zwei' }), '1');
    expect(draft.state).toBe('saved');
    await all.close();
    expect(all.draft).toBeNull();
  });

  it('shows both texts when it was changed elsewhere, and overwrites nothing by itself', async () => {
    const { all, stored } = made([note('x', 5, { body: 'Alt' })]);
    const [x] = all.placed;
    if (x) await all.write(x);
    const { draft } = all;
    if (!draft) throw new Error('no draft');
    stored.set('x', note('x', 5, { body: 'Anderswo', revision: '2' }));
    draft.body = 'Hier';
    await all.close();
    expect(draft.state).toBe('conflict');
    expect(all.draft).toBe(draft);
    expect([draft.body, draft.theirs?.body, stored.get('x')?.body]).toEqual(['Hier', 'Anderswo', 'Anderswo']);
    await draft.settle('both');
    expect(stored.get('x')?.body).toBe('Anderswo\n\nHier');
    expect(draft.state).toBe('saved');
  });

  it('keeps its words when saving fails, and says why', async () => {
    const { all } = made([note('x', 5)], {
      editNote: () => Promise.reject(new ArchiveFailure('disk-full', 'Der Datenträger ist voll.')),
    });
    const [x] = all.placed;
    if (x) await all.write(x);
    if (all.draft) all.draft.body = 'Wichtig';
    await all.close();
    expect(all.draft).toMatchObject({ state: 'failed', message: 'Der Datenträger ist voll.', body: 'Wichtig' });
  });

  it('follows a change from elsewhere while nothing is written here', async () => {
    const { all } = made([note('x', 5, { body: 'Alt' })]);
    const [x] = all.placed;
    if (x) await all.write(x);
    all.show({ article, notes: [note('x', 5, { body: 'Neu', revision: '2' })] });
    expect(all.draft?.body).toBe('Neu');
  });
});
