import { withoutSoftHyphens } from './drawn-text.ts';
import type { ReadingCursor } from './reading-cursor.svelte.ts';
import type { TextMap, TextRange } from './text-map.ts';

type Surroundings = {
  article: () => HTMLElement | null;
  map: () => TextMap | null;
  cursor: ReadingCursor;
};

/** What is selected in the article, in offsets of its plain text; the reading cursor goes along. */
export class TextSelection {
  readonly #around: Surroundings;
  #range: TextRange | null = $state.raw(null);

  constructor(around: Surroundings) {
    this.#around = around;
  }

  /** null: nothing, or something outside the article. */
  get range(): TextRange | null {
    return this.#range;
  }

  /** Looks again at what the document has selected. */
  readonly follow = (): void => {
    const { article, map, cursor } = this.#around;
    const selection = document.getSelection();
    const range = selection?.rangeCount ? selection.getRangeAt(0) : null;
    const inside = range !== null && article()?.contains(range.commonAncestorContainer);
    this.#range = inside && !range.collapsed ? (map()?.toTextRange(range) ?? null) : null;
    if (this.#range && selection) cursor.follow(this.#range, isBackward(selection));
  };

  /** A click in the text is where the keyboard goes on from. */
  readonly click = (): void => {
    const { article, map } = this.#around;
    const selection = document.getSelection();
    if (!selection?.isCollapsed || !selection.anchorNode || !article()?.contains(selection.anchorNode)) return;
    const offset = map()?.toTextOffset(selection.anchorNode, selection.anchorOffset);
    if (offset !== undefined && offset !== null) this.startAt(offset);
  };

  /** Where the keyboard goes on from, without a cursor being shown. */
  startAt(offset: number): void {
    this.#around.cursor.follow({ start: offset, end: offset }, false);
  }
}

function isBackward({ anchorNode, anchorOffset, focusNode, focusOffset }: Selection): boolean {
  if (!anchorNode || !focusNode) return false;
  if (anchorNode === focusNode) return focusOffset < anchorOffset;
  return (anchorNode.compareDocumentPosition(focusNode) & Node.DOCUMENT_POSITION_PRECEDING) !== 0;
}

/** Copies what is selected as the article's own text, without the soft hyphens it is drawn with. */
export function copyAsText(event: ClipboardEvent): void {
  const text = document.getSelection()?.toString();
  if (!text) return;
  event.clipboardData?.setData('text/plain', withoutSoftHyphens(text));
  event.preventDefault();
}
