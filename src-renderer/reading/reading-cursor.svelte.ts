import { stepInText, type Way } from './text-steps.ts';
import type { TextMap, TextRange } from './text-map.ts';

/** How far the cursor goes; lines are as they are broken on the screen. */
export type CursorStep = 'character' | 'word' | 'line' | 'line-end';

/**
 * A cursor for reading by keyboard: text that cannot be edited has none of its own. Where it goes, the document's
 * selection goes, so that everything that works on a selection works without a mouse.
 */
export class ReadingCursor {
  readonly #map: () => TextMap | null;
  readonly #text: () => { text: string; language: string | null };
  #anchor: number | null = $state(null);
  #focus: number | null = $state(null);
  #shown = $state(false);

  constructor(map: () => TextMap | null, text: () => { text: string; language: string | null }) {
    this.#map = map;
    this.#text = text;
  }

  /** Where the cursor stands in the plain text; null: it is not shown. */
  get offset(): number | null {
    return this.#focus;
  }

  /** False while the mouse leads: a reader who clicks expects no cursor. */
  get shown(): boolean {
    return this.#shown;
  }

  get range(): TextRange | null {
    if (this.#anchor === null || this.#focus === null || this.#anchor === this.#focus) return null;
    return { start: Math.min(this.#anchor, this.#focus), end: Math.max(this.#anchor, this.#focus) };
  }

  /** Puts the cursor somewhere, with nothing selected. */
  place(offset: number): void {
    this.#anchor = offset;
    this.#focus = offset;
    this.#shown = true;
    this.#select();
  }

  hide(): void {
    this.#anchor = null;
    this.#focus = null;
    this.#shown = false;
  }

  /** Follows a selection, or a click, that was made with the mouse. */
  follow(range: TextRange, backward: boolean): void {
    this.#shown = false;
    this.#anchor = backward ? range.end : range.start;
    this.#focus = backward ? range.start : range.end;
  }

  move(step: CursorStep, way: Way, extend: boolean): void {
    if (this.#focus === null) return;
    const selected = this.range;
    if (selected && !extend && step === 'character') {
      this.place(way === 'forward' ? selected.end : selected.start);
      return;
    }
    const next = this.#next(step, way, this.#focus);
    this.#shown = true;
    this.#focus = next;
    if (!extend || this.#anchor === null) this.#anchor = next;
    this.#select();
  }

  #next(step: CursorStep, way: Way, from: number): number {
    const { text, language } = this.#text();
    if (step === 'character' || step === 'word') return this.#step(step, way, from, text, language);
    const byLine = this.#nextByLayout(step, way);
    // At an edge the layout knows no line further on.
    return byLine === null || (byLine === from && step === 'line')
      ? this.#step('word', way, from, text, language)
      : byLine;
  }

  #step(step: 'character' | 'word', way: Way, from: number, text: string, language: string | null): number {
    const next = stepInText(text, from, step, way, language);
    return this.#map()?.nearestDrawn(next, way) ?? next;
  }

  #nextByLayout(step: 'line' | 'line-end', way: Way): number | null {
    const selection = document.getSelection();
    const map = this.#map();
    if (!selection || !map || this.#focus === null) return null;
    const position = map.toDomPosition(this.#focus);
    if (!position) return null;
    selection.collapse(position.node, position.offset);
    selection.modify('move', way, step === 'line' ? 'line' : 'lineboundary');
    const { focusNode, focusOffset } = selection;
    return focusNode ? map.toTextOffset(focusNode, focusOffset) : null;
  }

  #select(): void {
    const map = this.#map();
    const selection = document.getSelection();
    if (!map || !selection || this.#anchor === null || this.#focus === null) return;
    const anchor = map.toDomPosition(this.#anchor);
    const focus = map.toDomPosition(this.#focus);
    if (anchor && focus) selection.setBaseAndExtent(anchor.node, anchor.offset, focus.node, focus.offset);
  }
}
