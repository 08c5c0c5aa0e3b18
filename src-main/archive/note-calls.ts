import type { ArchiveApi, FormerNote, Note, NoteRow, OpenedArticle, PlacedNote, Selector } from '#contract';
import { plainText } from '../article/plain-text.ts';
import { randomUuid } from '../article/random-uuid.ts';
import { inReadingOrder } from '../article/reading-order.ts';
import { ArchiveError } from '../errors.ts';
import { makeSelector } from '../notes/make-selector.ts';
import { placeNote } from '../notes/place-note.ts';
import type { StoredArticle } from '../store/archive-store.ts';
import { indexEntry } from './index-entry.ts';
import { noteMatches } from './note-query.ts';
import type { Parts } from './parts.ts';

type NoteCalls = Pick<
  ArchiveApi,
  'listNotes' | 'createNote' | 'editNote' | 'attachNote' | 'noteHistory' | 'restoreNote' | 'deleteNotes'
>;

/** Notes with their places in the text as it is now, in the order a reader meets them. */
export function placeNotes(notes: Note[], text: string): PlacedNote[] {
  return inReadingOrder(notes.map((note) => ({ ...note, placement: placeNote(note.selector, text) })));
}

/** All that is asked of notes. Reads each article's notes once and again only when its files have changed. */
export class NoteCatalogue {
  readonly #parts: Parts;
  readonly #rows = new Map<string, { stamp: string; rows: NoteRow[] }>();
  /** Note id → article id, of every note seen. */
  readonly #home = new Map<string, string>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** All notes of the archive, those of the newest article first. */
  async all(): Promise<NoteRow[]> {
    const { rows } = await this.#parts.index.list({ sort: 'newest', offset: 0, limit: null, ids: null });
    const found: NoteRow[] = [];
    for (const row of rows) if (row.notes > 0) found.push(...(await this.ofArticle(row.id)));
    return found;
  }

  /** These notes are shown: what is changed about them next is found without a look through all articles. */
  shown(opened: OpenedArticle): OpenedArticle {
    for (const note of opened.notes) this.#home.set(note.id, note.articleId);
    return opened;
  }

  /** The notes of one article; none where its files cannot be read. */
  async ofArticle(articleId: string): Promise<NoteRow[]> {
    const { store } = this.#parts;
    try {
      const stamp = await store.stamp(articleId);
      const known = this.#rows.get(articleId);
      if (known?.stamp === stamp) return known.rows;
      const rows = noteRows(await store.read(articleId), stamp);
      this.#rows.set(articleId, { stamp, rows });
      for (const note of rows) this.#home.set(note.id, articleId);
      return rows;
    } catch (error) {
      if (error instanceof ArchiveError && (error.code === 'unreadable' || error.code === 'not-found')) return [];
      throw error;
    }
  }

  /** The note with this id, or the one whose id begins with it. Throws `not-found` or `ambiguous`. */
  async find(id: string): Promise<NoteRow> {
    const home = this.#home.get(id);
    if (home !== undefined) {
      const note = (await this.ofArticle(home)).find((row) => row.id === id);
      if (note !== undefined) return note;
    }
    const found = (await this.all()).filter((row) => row.id.startsWith(id));
    const [note] = found;
    if (note === undefined || id === '') throw new ArchiveError('not-found', { kind: 'note', id });
    if (found.length > 1) throw new ArchiveError('ambiguous', { id, count: found.length });
    return note;
  }

  calls(): NoteCalls {
    return {
      listNotes: async ({ query, articleId }) => {
        const notes = articleId === null ? await this.all() : await this.ofArticle(articleId);
        return notes.filter((note) => noteMatches(note, query));
      },
      createNote: async (request) => {
        const stored = await this.#parts.store.read(request.articleId);
        const selector = request.range === null ? null : selectorFor(stored, request.range);
        const note: Note = {
          id: randomUuid(this.#parts.random),
          articleId: request.articleId,
          selector,
          creator: this.#parts.creator(),
          own: true,
          color: request.color,
          body: request.body,
          tags: request.tags,
          created: this.#parts.now().toISOString(),
          modified: null,
          revision: '',
        };
        return this.#write(stored, note, null);
      },
      editNote: async (id, change, revision) => {
        const { note, stored } = await this.#ownNote(id);
        return this.#write(stored, { ...note, ...change, modified: this.#parts.now().toISOString() }, revision);
      },
      attachNote: async (id, range, revision) => {
        const { note, stored } = await this.#ownNote(id);
        const selector = selectorFor(stored, range);
        return this.#write(stored, { ...note, selector, modified: this.#parts.now().toISOString() }, revision);
      },
      noteHistory: async (id) => {
        const { articleId, id: noteId } = await this.find(id);
        return (await this.#parts.store.readNoteHistory(articleId, noteId)).map(
          ({ id: former, replaced, note: { body, tags, color, selector } }): FormerNote => ({
            id: former,
            replaced,
            body,
            tags,
            color,
            quote: selector?.exact ?? null,
          }),
        );
      },
      restoreNote: async (id, former, revision) => {
        const { note, stored } = await this.#ownNote(id);
        const history = await this.#parts.store.readNoteHistory(note.articleId, note.id);
        const found = history.find((one) => one.id === former);
        if (found === undefined) throw new ArchiveError('not-found', { kind: 'version', id: former });
        const { body, tags, color, selector } = found.note;
        const modified = this.#parts.now().toISOString();
        return this.#write(stored, { ...note, body, tags, color, selector, modified }, revision);
      },
      deleteNotes: async (ids) => {
        const entries = [];
        for (const id of ids) {
          const note = await this.find(id);
          entries.push(await this.#parts.store.removeNote(note.articleId, note.id));
          await this.#parts.refresh([note.articleId]);
        }
        return entries;
      },
    };
  }

  async #ownNote(id: string): Promise<{ note: Note; stored: StoredArticle }> {
    const { articleId, id: noteId } = await this.find(id);
    const stored = await this.#parts.store.read(articleId);
    const note = stored.notes.find((candidate) => candidate.id === noteId);
    if (note === undefined) throw new ArchiveError('not-found', { kind: 'note', id });
    if (!note.own) throw new ArchiveError('bad-argument', { argument: 'note', value: note.creator ?? id });
    return { note, stored };
  }

  async #write(stored: StoredArticle, note: Note, expected: string | null): Promise<PlacedNote> {
    const written = await this.#parts.store.writeNote(note, expected);
    this.#home.set(note.id, note.articleId);
    await this.#parts.refresh([note.articleId]);
    const text = plainText(stored.article.lead, stored.article.blocks);
    return { ...written, placement: placeNote(written.selector, text) };
  }
}

function selectorFor(stored: StoredArticle, range: { start: number; end: number }): Selector {
  const text = plainText(stored.article.lead, stored.article.blocks);
  if (range.start < 0 || range.end > text.length || range.start >= range.end)
    throw new ArchiveError('bad-argument', { argument: 'range', value: `${range.start}–${range.end}` });
  return makeSelector(text, range.start, range.end);
}

function noteRows(stored: StoredArticle, stamp: string): NoteRow[] {
  const { row, text } = indexEntry(stored, stamp);
  return placeNotes(stored.notes, text).map((note) => ({
    ...note,
    articleTitle: row.title,
    articleSource: row.source,
    articlePublished: row.published,
  }));
}
