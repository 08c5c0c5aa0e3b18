import { SOFT_HYPHEN } from './hyphenation.ts';

/**
 * The characters [from, to) of a text as they are drawn: with a soft hyphen at each break inside.
 * @param breaks rising offsets into `text`
 */
export function drawText(text: string, breaks: readonly number[], from: number, to: number): string {
  let drawn = '';
  let position = from;
  for (const point of breaks) {
    if (point <= from) continue;
    if (point >= to) break;
    drawn += text.slice(position, point) + SOFT_HYPHEN;
    position = point;
  }
  return drawn + text.slice(position, to);
}

/**
 * How many characters of the text stand before a position in what was drawn of it.
 * @param text the text, from the piece's first character on; may run on past the piece
 */
export function toTextOffset(drawn: string, text: string, position: number): number {
  let offset = 0;
  for (let index = 0; index < position && index < drawn.length; index++) {
    if (drawn[index] === text[offset]) offset++;
    else if (drawn[index] !== SOFT_HYPHEN) offset++;
  }
  return offset;
}

/** The position in what was drawn that stands before the text's character at `offset`. */
export function toDrawnOffset(drawn: string, text: string, offset: number): number {
  let passed = 0;
  let index = 0;
  for (; index < drawn.length; index++) {
    const inserted = drawn[index] === SOFT_HYPHEN && text[passed] !== SOFT_HYPHEN;
    if (inserted) continue;
    if (passed === offset) return index;
    passed++;
  }
  return index;
}

/** Drawn text as it is copied: without the soft hyphens put in for drawing. */
export function withoutSoftHyphens(text: string): string {
  return text.replaceAll(SOFT_HYPHEN, '');
}
