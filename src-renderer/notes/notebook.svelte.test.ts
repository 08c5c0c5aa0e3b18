import { describe, expect, it, vi } from 'vitest';
import type { NoteRow } from '#contract';
import { Notebook, type NotebookApi } from './notebook.svelte.ts';

function row(id: string, change: Partial<NoteRow> = {}): NoteRow {
  return {
    id,
    articleId: 'a',
    articleTitle: 'A',
    articleSource: '',
    articlePublished: null,
    selector: null,
    creator: null,
    own: true,
    color: 'wheat',
    body: '',
    tags: [],
    created: '',
    modified: null,
    revision: '1',
    placement: { state: 'whole' },
    ...change,
  };
}

const ROWS = [row('1', { color: 'sky', tags: ['x'] }), row('2', { articleId: 'b' }), row('3', { tags: ['x'] })];

function made(listNotes: NotebookApi['listNotes'] = async () => ROWS) {
  const announce = vi.fn();
  const api: NotebookApi = {
    listNotes,
    deleteNotes: vi.fn<NotebookApi['deleteNotes']>(async (ids) =>
      ids.map((id) => ({ id: `t-${id}`, kind: 'note', title: '', articleId: 'a', deleted: '', keptUntil: '' })),
    ),
    restore: vi.fn<NotebookApi['restore']>(async () => ({ articles: [], notes: [] })),
  };
  const attempt = async <T>(work: () => Promise<T>): Promise<T | null> => work().catch(() => null);
  return { api, announce, book: new Notebook(api, { announce, attempt, fail: vi.fn() }) };
}

describe('the notebook', () => {
  it('shows notes under their articles', async () => {
    const { book } = made();
    await book.load();
    expect(book.lines.map(({ key }) => key)).toEqual(['article-a', '1', '3', 'article-b', '2']);
    expect(book.total).toBe(3);
  });

  it('filters by colour, tag and place', async () => {
    const { book } = made();
    await book.load();
    book.tag = 'x';
    expect(book.shown.map(({ id }) => id)).toEqual(['1', '3']);
    book.toggleColor('sky');
    expect(book.shown.map(({ id }) => id)).toEqual(['1']);
    book.placing = 'unplaced';
    expect(book.shown).toEqual([]);
    book.clearFilters();
    expect(book.shown).toHaveLength(3);
  });

  it('drops an answer that comes after a newer one', async () => {
    const answers: ((rows: NoteRow[]) => void)[] = [];
    const { book } = made(() => new Promise((resolve) => answers.push(resolve)));
    const [first, second] = [book.load(), book.load()];
    answers[1]?.([row('new')]);
    answers[0]?.([row('old')]);
    await Promise.all([first, second]);
    expect(book.shown.map(({ id }) => id)).toEqual(['new']);
  });

  it('never acts on chosen notes that a filter hides', async () => {
    const { book } = made();
    await book.load();
    book.choose('1');
    book.choose('2');
    book.toggleColor('sky');
    expect(book.chosen.map(({ id }) => id)).toEqual(['1']);
  });

  it('chooses a whole stretch', async () => {
    const { book } = made();
    await book.load();
    book.choose('1');
    book.choose('3', true);
    // As one sees them: "2" belongs to another article further down.
    expect(book.chosen.map(({ id }) => id)).toEqual(['1', '3']);
    book.chooseNone();
    book.choose('3');
    book.choose('2', true);
    expect(book.chosen.map(({ id }) => id)).toEqual(['2', '3']);
  });

  it('deletes with a way back', async () => {
    const { book, api, announce } = made();
    await book.load();
    await book.remove(book.shown.slice(0, 2));
    expect(api.deleteNotes).toHaveBeenCalledWith(['1', '2']);
    const options = announce.mock.calls[0]?.[1] as { undo: () => Promise<void> };
    await options.undo();
    expect(api.restore).toHaveBeenCalledWith(['t-1', 't-2']);
  });
});
