import { describe, expect, it, vi } from 'vitest';
import type { ArchiveStats, ArchiveStatus, NoteRow, OpenedArticle, PlacedNote } from '#contract';
import { ArchiveFailure } from '../archive-client.ts';
import { DRAFT_ID } from './note-decorations.ts';
import { ArticleNotes, type NotesApi, type NotesHost } from './notes.svelte.ts';
import { eventually } from '../testing/eventually.ts';

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
  const fail = vi.fn();
  const host: NotesHost & { status: { id: string } } = {
    writable: true,
    status: { id: 'archive' } as ArchiveStatus,
    announce,
    fail,
    attempt: async <T>(work: () => Promise<T>): Promise<T | null> => work().catch(() => null),
  };
  const all = new ArticleNotes(api, host);
  all.show({ article, notes });
  return { all, api, host, announce, fail, stored };
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

  it('changed twice in a row are changed on what the first change made, and end as was asked for last', async () => {
    const { all, stored, fail } = made([note('x', 5)]);
    const [x] = all.placed;
    if (!x) throw new Error('no note');
    const range = { start: 5, end: 10 };
    await Promise.all([all.recolor(x, 'moss'), all.recolor(x, 'sky'), all.highlight(range, 'wheat')]);
    expect([stored.get('x')?.color, all.placed[0]?.color, stored.get('x')?.revision]).toEqual([
      'wheat',
      'wheat',
      '1+++',
    ]);
    const [restored] = await Promise.all([all.recolor(x, 'rose'), all.write(x)]);
    expect(all.draft?.note).toEqual(restored);
    if (all.draft) all.draft.body = 'Danach geschrieben';
    await all.close();
    expect(stored.get('x')).toMatchObject({ body: 'Danach geschrieben', color: 'rose' });
    expect(fail).not.toHaveBeenCalled();
  });

  it('can be changed again after a change that was refused', async () => {
    const editNote = vi.fn<NotesApi['editNote']>(async () => note('x', 5, { color: 'sky' }));
    editNote.mockRejectedValueOnce(new ArchiveFailure('disk-full', 'Der Datenträger ist voll.'));
    const { all } = made([note('x', 5)], { editNote });
    const [x] = all.placed;
    if (!x) throw new Error('no note');
    const answers = await Promise.all([all.recolor(x, 'moss'), all.recolor(x, 'sky')]);
    expect(answers.map((answer) => answer?.color)).toEqual([undefined, 'sky']);
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

  it('is offered the tags that there are when one writes in its article', async () => {
    let tags = ['Archiv'];
    const stats = async () => ({ tags: tags.map((name) => ({ name, count: 1 })) }) as ArchiveStats;
    const { all } = made([note('x', 5, { tags: ['Hier'] })], { stats });
    await all.write(null);
    await eventually(() => {
      expect(all.knownTags).toEqual(['Hier', 'Archiv']);
    });
    tags = ['Anderes Archiv'];
    all.show({ article: { id: 'b' } as OpenedArticle['article'], notes: [] });
    await all.write(null);
    await eventually(() => {
      expect(all.knownTags).toEqual(['Anderes Archiv']);
    });
  });

  it('is made once, and then changed', async () => {
    const { all, api } = made([]);
    await all.write({ start: 5, end: 10 });
    const { draft } = all;
    if (!draft) throw new Error('no draft');
    draft.body = 'Eins';
    const first = draft.save();
    await eventually(() => {
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

  describe('that cannot be saved', () => {
    const full = new ArchiveFailure('disk-full', 'Der Datenträger ist voll.');
    const other = { article: { id: 'b' } as OpenedArticle['article'], notes: [] };

    async function stuck() {
      const createNote = vi.fn<NotesApi['createNote']>(() => Promise.reject(full));
      const base = made([], { createNote });
      await base.all.write({ start: 1, end: 5 });
      const { draft } = base.all;
      if (!draft) throw new Error('no draft');
      draft.body = 'Eine lange, wichtige Notiz';
      return { ...base, createNote, draft };
    }

    it('stays, and says why, when another is begun', async () => {
      const { all, announce, draft } = await stuck();
      await all.write({ start: 8, end: 9 });
      expect(all.draft).toBe(draft);
      expect(draft.body).toBe('Eine lange, wichtige Notiz');
      expect(all.focusedId).toBe(DRAFT_ID);
      expect(announce).toHaveBeenCalledWith('Nicht gespeichert: Der Datenträger ist voll.');
    });

    it('waits until its article is shown again, and can be saved then', async () => {
      const { all, fail, draft, createNote } = await stuck();
      all.show(other);
      expect(all.draft).toBeNull();
      await draft.settled();
      await eventually(() => {
        expect(fail).toHaveBeenCalledOnce();
      });
      expect(String(fail.mock.calls[0]?.[0])).toContain('wartet bei ihrem Artikel. Der Datenträger ist voll.');
      all.show(null);
      expect(all.draft).toBeNull();
      all.show({ article, notes: [] });
      expect(all.draft).toBe(draft);
      createNote.mockImplementation(async ({ body }) => note('new', 1, { body }));
      all.show(null);
      await draft.settled();
      all.show({ article, notes: [] });
      expect([draft.state, all.draft]).toEqual(['saved', null]);
    });

    it('comes back when that is known only after one has come back oneself', async () => {
      const { all, draft, createNote } = await stuck();
      let refuse: (why: ArchiveFailure) => void = () => undefined;
      createNote.mockReturnValue(new Promise((_, reject) => (refuse = reject)));
      all.show(other);
      all.show({ article, notes: [] });
      expect(all.draft).toBeNull();
      refuse(full);
      await eventually(() => {
        expect(all.draft).toBe(draft);
      });
    });

    it('is not brought into another archive that has an article of that name', async () => {
      const { all, host, draft, fail } = await stuck();
      all.show(null);
      await eventually(() => {
        expect(fail).toHaveBeenCalled();
      });
      host.status = { id: 'copy' } as ArchiveStatus;
      all.show({ article, notes: [] });
      expect(all.draft).toBeNull();
      host.status = { id: 'archive' } as ArchiveStatus;
      all.show(null);
      all.show({ article, notes: [] });
      expect(all.draft).toBe(draft);
    });

    it('is not saved once it was discarded', async () => {
      const { all, draft, createNote } = await stuck();
      await all.close();
      all.discard();
      await draft.save();
      expect(createNote).toHaveBeenCalledOnce();
    });
  });

  it('is not begun in an article that one went to while the one before was saved', async () => {
    const { all, api } = made([]);
    await all.write({ start: 1, end: 5 });
    if (all.draft) all.draft.body = 'Eins';
    const second = all.write({ start: 8, end: 9 });
    all.show({ article: { id: 'b' } as OpenedArticle['article'], notes: [] });
    await second;
    expect(all.draft).toBeNull();
    expect(api.createNote).toHaveBeenCalledOnce();
  });
});
