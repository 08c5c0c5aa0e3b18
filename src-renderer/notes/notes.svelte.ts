import { createContext } from 'svelte';
import type { FormerNote, NachleseApi, NoteColor, OpenedArticle, PlacedNote } from '#contract';
import { ArchiveFailure } from '../archive-client.ts';
import { t } from '../locales/index.svelte.ts';
import type { Workspace } from '../shell/workspace.svelte.ts';
import { NOTE_COLORS } from './note-colors.ts';
import { NoteDraft } from './note-draft.svelte.ts';
import { KnownTags } from './known-tags.svelte.ts';
import { decorateNotes, DRAFT_ID, type NoteDecoration } from './note-decorations.ts';
import { byPlace, isAt, type Range } from './note-places.ts';
import { NoteTurns } from './note-turns.ts';
import { UnsavedDrafts } from './unsaved-drafts.ts';

/** What notes of an open article ask of the archive, and of the window. */
export type NotesApi = Pick<
  NachleseApi,
  | 'createNote'
  | 'editNote'
  | 'attachNote'
  | 'noteHistory'
  | 'restoreNote'
  | 'deleteNotes'
  | 'restore'
  | 'listNotes'
  | 'stats'
>;
export type NotesHost = Pick<Workspace, 'announce' | 'attempt' | 'fail' | 'status' | 'writable'>;

type Memory = Pick<Storage, 'getItem' | 'setItem'>;

/**
 * The notes of the open article: what is marked in its text, which one has the focus, which one is being written.
 * The reader calls {@link show} whenever what it shows changes; what could not be saved outlives the reader here.
 */
export class ArticleNotes {
  readonly #archive: NotesApi;
  readonly #host: NotesHost;
  readonly #memory: Memory | null;
  readonly #unsaved = new UnsavedDrafts();
  readonly #turns = new NoteTurns();
  #archiveId = '';
  #articleId: string | null = $state(null);
  #editable = $state(false);
  #all: readonly PlacedNote[] = $state.raw([]);
  #focusedId: string | null = $state(null);
  #draft: NoteDraft | null = $state.raw(null);
  #othersShown = $state(true);
  #color: NoteColor = $state('wheat');
  #tags: KnownTags | null = $state.raw(null);

  constructor(archive: NotesApi, host: NotesHost, memory: Memory | null = null) {
    this.#archive = archive;
    this.#host = host;
    this.#memory = memory;
    this.#othersShown = memory?.getItem('nachlese.notes.others') !== 'hidden';
    this.#color = NOTE_COLORS.find((color) => color === memory?.getItem('nachlese.notes.color')) ?? 'wheat';
  }

  readonly #visible = $derived(this.#all.filter((note) => note.own || this.#othersShown));
  readonly #placed = $derived(this.#visible.filter((note) => note.placement.state !== 'unplaced').sort(byPlace));
  readonly #unplaced = $derived(this.#visible.filter((note) => note.placement.state === 'unplaced'));

  /** Notes with a place and notes on the whole article, in the order of the text. */
  get placed(): readonly PlacedNote[] {
    return this.#placed;
  }
  /** Notes whose words are no longer in the text. */
  get unplaced(): readonly PlacedNote[] {
    return this.#unplaced;
  }
  get othersCount(): number {
    return this.#all.filter((note) => !note.own).length;
  }
  get othersShown(): boolean {
    return this.#othersShown;
  }
  set othersShown(shown: boolean) {
    this.#othersShown = shown;
    this.#memory?.setItem('nachlese.notes.others', shown ? 'shown' : 'hidden');
  }
  /** False where nothing can be saved, or an earlier version is shown. */
  get editable(): boolean {
    return this.#editable && this.#host.writable;
  }
  /** The colour used last, for the next mark. */
  get color(): NoteColor {
    return this.#color;
  }
  get focusedId(): string | null {
    return this.#focusedId;
  }
  get focused(): PlacedNote | null {
    return this.#visible.find((note) => note.id === this.#focusedId) ?? null;
  }
  /** The note being written; null: none is. */
  get draft(): NoteDraft | null {
    return this.#draft;
  }
  /** Tags to choose from, those of this article's notes first. */
  get knownTags(): readonly string[] {
    return this.#tags?.all ?? [];
  }
  /** What the reader marks in the text. */
  get decorations(): NoteDecoration[] {
    return decorateNotes(this.#placed, this.#draft, this.#focusedId);
  }

  /** Follows the reader; null: nothing is open. `editable`: false for an earlier version. */
  show(opened: Pick<OpenedArticle, 'article' | 'notes'> | null, editable = true): void {
    const id = opened?.article.id ?? null;
    if (id !== this.#articleId) {
      void this.#leave();
      this.#articleId = id;
      // By the time one leaves the article, another archive may be open.
      this.#archiveId = this.#host.status?.id ?? '';
      this.#tags = new KnownTags(this.#archive);
      this.#focusedId = null;
      this.#bringBack();
    }
    this.#editable = editable && opened !== null;
    this.#all = opened?.notes ?? [];
    const writing = this.#draft?.note;
    const newer = writing && this.#all.find((note) => note.id === writing.id);
    if (newer) this.#draft?.adopt(newer);
  }

  focus(id: string | null): void {
    this.#focusedId = id;
  }

  /** The next note in the order of the text, round and round; null: there is none. */
  step(by: 1 | -1): PlacedNote | null {
    const notes = this.#placed;
    if (notes.length === 0) return null;
    const at = notes.findIndex((note) => note.id === this.#focusedId);
    const from = at === -1 && by === -1 ? 0 : at;
    const note = notes[(from + by + notes.length) % notes.length] ?? null;
    this.focus(note?.id ?? null);
    return note;
  }

  /** Marks a stretch of text; where exactly that is marked already, its mark takes the colour. */
  async highlight(range: Range, color: NoteColor = this.#color): Promise<PlacedNote | null> {
    const articleId = this.#articleId;
    if (articleId === null || !this.editable) return null;
    this.#keepColor(color);
    const same = this.#all.find((note) => note.own && isAt(note, range));
    if (same) return this.recolor(same, color);
    return this.#host.attempt(async () => {
      const note = await this.#archive.createNote({ articleId, range, color, body: '', tags: [] });
      this.#put(note);
      return note;
    });
  }

  async recolor(note: PlacedNote, color: NoteColor): Promise<PlacedNote | null> {
    if (!this.editable || !note.own) return null;
    this.#keepColor(color);
    if (this.#draft?.note?.id === note.id) {
      this.#draft.color = color;
      await this.#draft.save();
      return this.#draft.note;
    }
    return this.#change(note, async (now) =>
      now.color === color ? now : this.#archive.editNote(note.id, { color }, now.revision),
    );
  }

  /** Opens a note to write: one that is there, or a new one on a stretch of text or (null) the whole article. */
  async write(on: PlacedNote | Range | null): Promise<void> {
    const articleId = this.#articleId;
    if (articleId === null || !this.editable) return;
    const there = on === null || 'id' in on ? on : this.#all.find((note) => note.own && isAt(note, on));
    if (there && (!there.own || this.#draft?.note?.id === there.id)) {
      this.focus(there.id);
      return;
    }
    await this.close();
    // On a note that is being changed one writes on what it then is.
    if (there) await this.#turns.settled(there.id);
    if (this.#articleId !== articleId) return;
    if (this.#draft !== null) {
      this.#refuseAnother(this.#draft);
      return;
    }
    const from = (there && this.#now(there)) ?? {
      articleId,
      range: on === null || 'id' in on ? null : on,
      color: this.#color,
    };
    this.#draft = new NoteDraft(this.#archive, from, (note) => {
      this.#put(note);
      if (this.#draft?.note?.id === note.id) this.focus(note.id);
    });
    this.focus('id' in from ? from.id : DRAFT_ID);
    void this.#tags?.ask(this.#all.flatMap(({ tags }) => tags));
  }

  /** Ends writing; what was written is saved. What could not be saved stays open. */
  async close(): Promise<void> {
    const draft = this.#draft;
    if (draft === null) return;
    await draft.save();
    if (this.#draft !== draft || draft.stuck) return;
    this.#draft = null;
    if (this.#focusedId === DRAFT_ID) this.#focusedId = null;
  }

  /** Ends writing and forgets what could not be saved. */
  discard(): void {
    this.#draft?.giveUp();
    this.#draft = null;
    if (this.#focusedId === DRAFT_ID) this.#focusedId = null;
  }

  /** Into the trash, with a way back. */
  async remove(note: PlacedNote): Promise<void> {
    if (!this.editable) return;
    const entries = await this.#host.attempt(() => this.#archive.deleteNotes([note.id]));
    if (!entries) return;
    if (this.#draft?.note?.id === note.id) this.discard();
    if (this.#focusedId === note.id) this.#focusedId = null;
    this.#all = this.#all.filter(({ id }) => id !== note.id);
    this.#host.announce(note.body === '' ? t('notes.unmarked') : t('notes.deletedOne'), {
      undo: async () => {
        await this.#host.attempt(() => this.#archive.restore(entries.map(({ id }) => id)));
      },
    });
  }

  /** What a note said before, newest first; null: it could not be read, and that was said. */
  history(note: PlacedNote): Promise<FormerNote[] | null> {
    return this.#host.attempt(() => this.#archive.noteHistory(note.id));
  }

  /** Makes a note what it was, with a way back: what it is now becomes a former version itself. */
  async restoreFormer(note: PlacedNote, former: FormerNote): Promise<void> {
    if (!this.editable || !note.own) return;
    const restored = await this.#change(note, (now) => this.#archive.restoreNote(note.id, former.id, now.revision));
    if (!restored) return;
    this.#host.announce(t('versions.noteRestored'), {
      undo: async () => {
        await this.#host.attempt(async () => {
          const [before] = await this.#archive.noteHistory(note.id);
          if (before) this.#put(await this.#archive.restoreNote(note.id, before.id, restored.revision));
        });
      },
    });
  }

  /** Gives a note without a place the stretch of text that is selected. */
  async attach(note: PlacedNote, range: Range): Promise<void> {
    if (!this.editable || !note.own) return;
    if (await this.#change(note, (now) => this.#archive.attachNote(note.id, range, now.revision))) this.focus(note.id);
  }

  /** Saves what is being written in an article that one leaves; what cannot be saved waits until one is there again. */
  async #leave(): Promise<void> {
    const [draft, articleId] = [this.#draft, this.#articleId];
    this.#draft = null;
    if (draft === null || articleId === null) return;
    if (!(await this.#unsaved.leave(this.#archiveId, articleId, draft))) return;
    const { code, message } = draft.failure ?? new ArchiveFailure('internal', '');
    this.#host.fail(new ArchiveFailure(code, t('notes.keptUnsaved', { message })));
    this.#bringBack();
  }

  #bringBack(): void {
    if (this.#draft !== null || this.#articleId === null) return;
    this.#draft = this.#unsaved.take(this.#archiveId, this.#articleId);
    if (this.#draft === null) return;
    this.focus(this.#draft.note?.id ?? DRAFT_ID);
    void this.#tags?.ask([]);
  }

  /** Goes back to the note being written: another in its place would throw away what could not be saved. */
  #refuseAnother(draft: NoteDraft): void {
    this.focus(draft.note?.id ?? DRAFT_ID);
    if (draft.stuck) this.#host.announce(t('notes.saveFailed', { message: draft.message }));
  }

  #change(note: PlacedNote, change: (now: PlacedNote) => Promise<PlacedNote>): Promise<PlacedNote | null> {
    return this.#turns.run(note.id, () =>
      this.#host.attempt(async () => {
        const changed = await change(this.#now(note));
        this.#put(changed);
        return changed;
      }),
    );
  }

  #now(note: PlacedNote): PlacedNote {
    return this.#all.find(({ id }) => id === note.id) ?? note;
  }

  #put(note: PlacedNote): void {
    if (note.articleId !== this.#articleId) return;
    this.#all = [...this.#all.filter(({ id }) => id !== note.id), note];
  }

  #keepColor(color: NoteColor): void {
    this.#color = color;
    this.#memory?.setItem('nachlese.notes.color', color);
  }
}

export const [getNotes, setNotes] = createContext<ArticleNotes>();
