import type { PlacedNote } from '#contract';
import type { TextMap } from '../reading/text-map.ts';
import { layOutNotes } from './lay-out-notes.ts';
import { DRAFT_ID } from './note-decorations.ts';
import type { ArticleNotes } from './notes.svelte.ts';

/** One card; `note` is null for the one that is being written. */
type Entry = { id: string; note: PlacedNote | null };

/** px between two cards. */
export const GAP = 8;
/** px; of a card that has not been drawn yet. */
const GUESSED_HEIGHT = 60;

/** The cards beside the text, by their places in it: each next to its place, and none on another. */
export class MarginCards {
  readonly #notes: ArticleNotes;
  /** px by the id of a card, as drawn. */
  heights: Record<string, number> = $state({});
  #anchors: ReadonlyMap<string, number> = $state.raw(new Map());

  constructor(notes: ArticleNotes) {
    this.#notes = notes;
  }

  /** The draft that has a card of its own: of a new note, or of one that is no longer there. */
  readonly newDraft = $derived.by(() => {
    const { draft, placed, unplaced } = this.#notes;
    const isThere = [...placed, ...unplaced].some(({ id }) => id === draft?.note?.id);
    return draft?.isNew || !isThere ? draft : null;
  });

  readonly entries: readonly Entry[] = $derived.by(() => {
    const notes = this.#notes;
    const written = this.newDraft?.note?.id;
    const list: Entry[] = notes.placed
      // A bare mark needs no card: it is one in the text. With the focus it has its tools.
      .filter(({ id, body, tags }) => body !== '' || tags.length > 0 || id === notes.focusedId)
      .filter(({ id }) => id !== written)
      .map((note) => ({ id: note.id, note }));
    if (this.newDraft) list.push({ id: DRAFT_ID, note: null });
    // By the text, not by what was measured: an element that is moved loses the focus.
    return list.sort((a, b) => this.#startOf(a) - this.#startOf(b));
  });

  /** Upper edge of each entry, px from where the cards begin. */
  readonly tops: readonly number[] = $derived.by(() => {
    const pinned = this.entries.findIndex((entry) => this.isFocused(entry));
    const wished = this.entries.map(({ id }) => ({ top: this.#anchorOf(id), height: this.#heightOf(id) }));
    return layOutNotes(wished, GAP, 0, pinned === -1 ? null : pinned);
  });

  /** px from the first card's edge to the last one's. */
  readonly height: number = $derived.by(() =>
    Math.max(0, ...this.entries.map(({ id }, index) => (this.tops[index] ?? 0) + this.#heightOf(id))),
  );

  isFocused({ id, note }: Entry): boolean {
    const { focusedId } = this.#notes;
    return id === focusedId || (note === null && this.newDraft?.note?.id === focusedId);
  }

  /** Looks where the places of all notes are on the page now; `from`: px, where the cards begin. */
  measure(map: TextMap, from: number): void {
    const found = new Map<string, number>();
    for (const { id, start, end } of this.#notes.decorations) {
      const box = map.toDomRange(start, Math.min(end, start + 1))?.getBoundingClientRect();
      if (box) found.set(id, box.top - from);
    }
    this.#anchors = found;
  }

  #startOf({ note }: Entry): number {
    if (note === null) return this.newDraft?.place.range?.start ?? -1;
    return note.placement.state === 'exact' || note.placement.state === 'moved' ? note.placement.start : -1;
  }

  #anchorOf(id: string): number {
    return this.#anchors.get(id === DRAFT_ID ? (this.newDraft?.note?.id ?? id) : id) ?? 0;
  }

  #heightOf(id: string): number {
    return this.heights[id] ?? GUESSED_HEIGHT;
  }
}
