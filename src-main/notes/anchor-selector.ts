import type { Selector } from '#contract';
import { placeNote } from './place-note.ts';

/**
 * The selector of a note from elsewhere with the position its words have in this text: others count in code points, or
 * on another text; the quote decides. A selector that stands nowhere word for word stays as it is, to be tried again.
 */
export function anchorSelector(selector: Selector | null, text: string): Selector | null {
  const placement = placeNote(selector, text);
  if (selector === null || (placement.state !== 'exact' && placement.state !== 'moved')) return selector;
  const { start, end } = placement;
  return text.slice(start, end) === selector.exact ? { ...selector, start, end } : selector;
}
