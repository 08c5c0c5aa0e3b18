import type { PlacedNote } from '#contract';

/** A stretch of an article's plain text, in UTF-16 code units. */
export type Range = { start: number; end: number };

/** Whether a note stands on exactly that stretch. */
export function isAt({ placement }: PlacedNote, { start, end }: Range): boolean {
  return (
    (placement.state === 'exact' || placement.state === 'moved') && placement.start === start && placement.end === end
  );
}

/** The order of the text, notes without a place first; in one place the older first. */
export function byPlace(a: PlacedNote, b: PlacedNote): number {
  return startOf(a) - startOf(b) || a.created.localeCompare(b.created) || (a.id < b.id ? -1 : 1);
}

function startOf({ placement }: PlacedNote): number {
  return placement.state === 'exact' || placement.state === 'moved' ? placement.start : -1;
}
