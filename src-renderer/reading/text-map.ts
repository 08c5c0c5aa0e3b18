import { toDrawnOffset, toTextOffset } from './drawn-text.ts';

/** A stretch of the plain text, in UTF-16 code units; `end` is exclusive. */
export type TextRange = { start: number; end: number };

/** The attribute of an element whose only child is text: where that text starts in the article's plain text. */
export const AT = 'data-at';

type Piece = { node: Text; start: number; end: number };

/**
 * Ties what is drawn to the article's plain text, both ways. Reads the document each time it is asked, so it is
 * right after any redrawing; soft hyphens that were put in for drawing never count.
 */
export class TextMap {
  readonly #root: Element;
  readonly #text: string;

  /**
   * @param root holds the drawn article
   * @param text the article's plain text
   */
  constructor(root: Element, text: string) {
    this.#root = root;
    this.#text = text;
  }

  /** What a DOM range covers of the plain text; null when it covers none. */
  toTextRange(range: AbstractRange): TextRange | null {
    const start = this.#startOf(range.startContainer, range.startOffset);
    const end = this.#endOf(range.endContainer, range.endOffset);
    return start === null || end === null || end <= start ? null : { start, end };
  }

  /** The text offset of a DOM position; between pieces, of the piece that follows, or the end of the last one. */
  toTextOffset(node: Node, offset: number): number | null {
    return this.#startOf(node, offset) ?? this.#endOf(node, offset);
  }

  /** The DOM range that covers [start, end) of the plain text; null when none of it is drawn. */
  toDomRange(start: number, end: number): Range | null {
    const pieces = this.#pieces();
    const first = pieces.find((piece) => piece.end > start);
    const last = lastThat(pieces, (piece) => piece.start < end);
    if (!first || !last || first.start >= end || last.end <= start) return null;
    const range = document.createRange();
    range.setStart(first.node, this.#drawnOffset(first, Math.max(start, first.start)));
    range.setEnd(last.node, this.#drawnOffset(last, Math.min(end, last.end)));
    return range;
  }

  /** The DOM position of a text offset, for a cursor; null when nothing is drawn. */
  toDomPosition(offset: number): { node: Text; offset: number } | null {
    const pieces = this.#pieces();
    const piece = pieces.find(({ end }) => end > offset) ?? pieces.at(-1);
    if (!piece) return null;
    const inside = Math.min(Math.max(offset, piece.start), piece.end);
    return { node: piece.node, offset: this.#drawnOffset(piece, inside) };
  }

  /** The next offset at or after `offset`, or before it, that is drawn. */
  nearestDrawn(offset: number, direction: 'forward' | 'backward'): number | null {
    const pieces = this.#pieces();
    if (direction === 'forward') {
      const piece = pieces.find(({ end }) => end > offset) ?? pieces.at(-1);
      return piece ? Math.min(Math.max(offset, piece.start), piece.end) : null;
    }
    const piece = lastThat(pieces, ({ start }) => start <= offset) ?? pieces[0];
    return piece ? Math.max(Math.min(offset, piece.end), piece.start) : null;
  }

  #startOf(node: Node, offset: number): number | null {
    const inside = this.#offsetInPiece(node, offset);
    if (inside !== null) return inside;
    const point = collapsedRange(node, offset);
    const after = this.#pieces().find((piece) => point.comparePoint(piece.node, 0) >= 0);
    return after ? after.start : null;
  }

  #endOf(node: Node, offset: number): number | null {
    const inside = this.#offsetInPiece(node, offset);
    if (inside !== null) return inside;
    const point = collapsedRange(node, offset);
    const before = lastThat(this.#pieces(), (piece) => point.comparePoint(piece.node, piece.node.length) <= 0);
    return before ? before.end : null;
  }

  #offsetInPiece(node: Node, offset: number): number | null {
    if (node.nodeType !== Node.TEXT_NODE || !this.#root.contains(node)) return null;
    const start = startOfPiece(node.parentElement);
    if (start === null) return null;
    return start + toTextOffset((node as Text).data, this.#text.slice(start, start + (node as Text).length), offset);
  }

  #drawnOffset(piece: Piece, offset: number): number {
    return toDrawnOffset(piece.node.data, this.#text.slice(piece.start, piece.end), offset - piece.start);
  }

  #pieces(): Piece[] {
    const pieces: Piece[] = [];
    for (const element of this.#root.querySelectorAll(`[${AT}]`)) {
      const start = startOfPiece(element);
      const node = element.firstChild;
      if (start === null || node?.nodeType !== Node.TEXT_NODE) continue;
      const text = node as Text;
      const length = toTextOffset(text.data, this.#text.slice(start, start + text.length), text.length);
      if (length > 0) pieces.push({ node: text, start, end: start + length });
    }
    return pieces;
  }
}

function lastThat(pieces: readonly Piece[], fits: (piece: Piece) => boolean): Piece | undefined {
  for (let index = pieces.length - 1; index >= 0; index--) if (fits(pieces[index]!)) return pieces[index];
  return undefined;
}

function startOfPiece(element: Element | null): number | null {
  const value = element?.getAttribute(AT);
  return value ? Number(value) : null;
}

function collapsedRange(node: Node, offset: number): Range {
  const range = document.createRange();
  range.setStart(node, offset);
  range.collapse(true);
  return range;
}
