import type { NoteColor, PlacedNote } from '#contract';
import type { NoteDraft } from './note-draft.svelte.ts';

/** A stretch of the article's plain text; the reader draws it (`reading/decorations.ts`). */
export type NoteDecoration = {
  start: number;
  end: number;
  kind: 'note';
  id: string;
  color: NoteColor;
  current: boolean;
};

/** Id of the decoration under a note that is being written and has no id yet. */
export const DRAFT_ID = 'draft';

/** What is marked in the text: the notes with a place there, and the one that is being written. */
export function decorateNotes(
  placed: readonly PlacedNote[],
  draft: NoteDraft | null,
  focusedId: string | null,
): NoteDecoration[] {
  const marks: NoteDecoration[] = [];
  for (const { id, color, placement } of placed)
    if (placement.state === 'exact' || placement.state === 'moved')
      marks.push({
        start: placement.start,
        end: placement.end,
        kind: 'note',
        id,
        color: draft?.note?.id === id ? draft.color : color,
        current: id === focusedId,
      });
  if (draft?.note === null && draft.place.range !== null)
    marks.push({ ...draft.place.range, kind: 'note', id: DRAFT_ID, color: draft.color, current: true });
  return marks;
}
