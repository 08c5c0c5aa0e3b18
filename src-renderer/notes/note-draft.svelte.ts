import type { NachleseApi, NoteColor, PlacedNote } from '#contract';
import type { ArchiveFailure } from '../archive-client.ts';
import { asFailure } from '../shell/workspace.svelte.ts';

/** What writing a note asks of the archive. */
export type NoteWriting = Pick<NachleseApi, 'createNote' | 'editNote' | 'listNotes'>;

/** Where a note that is not written yet will belong. */
export type NewPlace = { articleId: string; range: { start: number; end: number } | null };

/** "conflict": it was changed elsewhere meanwhile; nothing was overwritten, and both texts are there. */
export type DraftState = 'unchanged' | 'changed' | 'saving' | 'saved' | 'failed' | 'conflict';

type Content = { body: string; tags: readonly string[]; color: NoteColor };

/**
 * A note while it is written. Saving one after the other, each on the revision before; what could not be saved stays
 * here. A new note is made when something is in it, so that one opened and left again leaves no trace.
 */
export class NoteDraft {
  readonly #archive: NoteWriting;
  readonly #place: NewPlace;
  /** It was opened as a new note; stays so when it has been saved, so that its card stays the same. */
  readonly isNew: boolean;
  readonly #onsaved: (note: PlacedNote) => void;
  #note: PlacedNote | null = $state.raw(null);
  #body = $state('');
  #tags: readonly string[] = $state.raw([]);
  #color: NoteColor = $state('wheat');
  #kept: Content = $state.raw({ body: '', tags: [], color: 'wheat' });
  #state: DraftState = $state('unchanged');
  #failure: ArchiveFailure | null = $state.raw(null);
  #theirs: PlacedNote | null = $state.raw(null);
  #queue: Promise<void> = Promise.resolve();
  #givenUp = false;

  constructor(
    archive: NoteWriting,
    from: PlacedNote | (NewPlace & { color: NoteColor }),
    onsaved: (note: PlacedNote) => void,
  ) {
    this.#archive = archive;
    this.#onsaved = onsaved;
    this.isNew = !('id' in from);
    if ('id' in from) {
      this.#place = { articleId: from.articleId, range: null };
      this.#take(from);
    } else {
      this.#place = { articleId: from.articleId, range: from.range };
      this.#color = from.color;
      this.#kept = { body: '', tags: [], color: from.color };
    }
  }

  /** null until it was saved for the first time. */
  get note(): PlacedNote | null {
    return this.#note;
  }
  get place(): NewPlace {
    return this.#place;
  }
  get state(): DraftState {
    return this.#state;
  }
  /** Why saving failed the last time; null: it never did. */
  get failure(): ArchiveFailure | null {
    return this.#failure;
  }
  /** Why saving failed, as a sentence. */
  get message(): string {
    return this.#failure?.message ?? '';
  }
  /** Saving failed, and what is written is nowhere but here. */
  get stuck(): boolean {
    return this.#state === 'failed' || this.#state === 'conflict';
  }
  /** The note as it is in the archive, while there is a conflict. */
  get theirs(): PlacedNote | null {
    return this.#theirs;
  }
  get body(): string {
    return this.#body;
  }
  set body(body: string) {
    this.#body = body;
    this.#touch();
  }
  get tags(): readonly string[] {
    return this.#tags;
  }
  set tags(tags: readonly string[]) {
    this.#tags = tags;
    this.#touch();
  }
  get color(): NoteColor {
    return this.#color;
  }
  set color(color: NoteColor) {
    this.#color = color;
    this.#touch();
  }

  /** Saves what was changed. Resolves when it is saved, or when it is known why not. */
  save(): Promise<void> {
    this.#queue = this.#queue.then(() => this.#write());
    return this.#queue;
  }

  /** Resolves when nothing is being saved any more. */
  async settled(): Promise<void> {
    let seen = null;
    while (seen !== this.#queue) await (seen = this.#queue);
  }

  /** Nothing of it is to be saved any more. */
  giveUp(): void {
    this.#givenUp = true;
  }

  /** Takes a newer form of the note, unless something is written here that it would overwrite. */
  adopt(note: PlacedNote): void {
    if (this.#note?.id !== note.id || note.revision === this.#note.revision) return;
    if (!this.#isDirty() && this.#state !== 'saving') this.#take(note);
  }

  /** Ends a conflict. "both": theirs first, then what was written here. */
  async settle(choice: 'mine' | 'theirs' | 'both'): Promise<void> {
    const theirs = this.#theirs;
    if (theirs === null) return;
    const { body, tags, color } = this;
    this.#take(theirs);
    if (choice === 'theirs') return;
    this.#body = choice === 'both' && theirs.body !== '' ? `${theirs.body}\n\n${body}` : body;
    this.#tags = choice === 'both' ? [...new Set([...theirs.tags, ...tags])] : tags;
    this.#color = color;
    this.#touch();
    await this.save();
  }

  #take(note: PlacedNote): void {
    this.#note = note;
    this.#body = note.body;
    this.#tags = note.tags;
    this.#color = note.color;
    this.#kept = { body: note.body, tags: note.tags, color: note.color };
    this.#theirs = null;
    this.#state = 'unchanged';
  }

  #touch(): void {
    if (this.#state !== 'saving' && this.#state !== 'conflict') this.#state = this.#isDirty() ? 'changed' : 'unchanged';
  }

  #isDirty(): boolean {
    const { body, tags, color } = this.#kept;
    if (this.#note === null && this.#body.trim() === '' && this.#tags.length === 0) return false;
    return this.#body !== body || this.#color !== color || this.#tags.join('\n') !== tags.join('\n');
  }

  async #write(): Promise<void> {
    if (this.#givenUp || !this.#isDirty() || this.#state === 'conflict') return;
    const content = { body: this.#body, tags: [...this.#tags], color: this.#color };
    this.#state = 'saving';
    try {
      const note = this.#note;
      const saved = await (note === null
        ? this.#archive.createNote({ ...this.#place, ...content })
        : this.#archive.editNote(note.id, content, note.revision));
      this.#note = saved;
      this.#kept = content;
      this.#state = this.#isDirty() ? 'changed' : 'saved';
      this.#onsaved(saved);
    } catch (error) {
      await this.#fail(error);
    }
  }

  async #fail(error: unknown): Promise<void> {
    const failure = asFailure(error);
    this.#failure = failure;
    this.#state = 'failed';
    const note = this.#note;
    if (failure.code !== 'conflict' || note === null) return;
    try {
      const notes = await this.#archive.listNotes({ query: '', articleId: note.articleId });
      this.#theirs = notes.find(({ id }) => id === note.id) ?? null;
      if (this.#theirs !== null) this.#state = 'conflict';
    } catch {
      // The first failure is the one to tell.
    }
  }
}
