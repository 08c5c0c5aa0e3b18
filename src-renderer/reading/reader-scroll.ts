import type { TextMap } from './text-map.ts';

/** Where in the visible part a place that is gone to comes to stand: under the eye, with some text before it. */
const EYE = 0.3;
/** Farther than this many screens, running text past helps nobody. */
const SCREENS_TO_GLIDE = 3;

/** Brings a place of the text into view; null: it is not drawn. */
export function scrollToOffset(scroller: HTMLElement, map: TextMap, offset: number, calm: boolean): void {
  const box = boxAt(map, offset);
  if (!box) return;
  const view = scroller.getBoundingClientRect();
  const inView = box.top >= view.top + view.height * 0.08 && box.bottom <= view.bottom - view.height * 0.15;
  if (calm && inView) return;
  const top = scroller.scrollTop + box.top - view.top - view.height * EYE;
  const near = Math.abs(top - scroller.scrollTop) < view.height * SCREENS_TO_GLIDE;
  scroller.scrollTo({ top, behavior: calm && near && motionAllowed() ? 'smooth' : 'instant' });
}

/** The offset of the first text that can be seen; 0 at the beginning. */
export function firstVisibleOffset(scroller: HTMLElement, article: HTMLElement, map: TextMap): number {
  if (scroller.scrollTop < 40) return 0;
  const top = scroller.getBoundingClientRect().top + 8;
  for (const block of article.querySelectorAll('[data-block]')) {
    const box = block.getBoundingClientRect();
    if (box.bottom <= top) continue;
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- Chromium 108 has no caretPositionFromPoint
    const inside = document.caretRangeFromPoint(box.left + 2, Math.max(top, box.top + 2));
    if (inside && block.contains(inside.startContainer)) {
      return map.toTextOffset(inside.startContainer, inside.startOffset) ?? 0;
    }
    return map.toTextOffset(block, 0) ?? 0;
  }
  return 0;
}

/** Puts a text offset at the upper edge, as one left it. */
export function resumeAt(scroller: HTMLElement, map: TextMap, offset: number): void {
  const box = boxAt(map, offset);
  if (!box) return;
  scroller.scrollTop += box.top - scroller.getBoundingClientRect().top - 12;
}

/** The box on the screen of the character at an offset. */
export function boxAt(map: TextMap, offset: number): DOMRect | null {
  const position = map.toDomPosition(offset);
  if (!position) return null;
  const range = document.createRange();
  range.setStart(position.node, position.offset);
  range.setEnd(position.node, Math.min(position.offset + 1, position.node.length));
  return range.getClientRects()[0] ?? range.getBoundingClientRect();
}

function motionAllowed(): boolean {
  return !window.matchMedia('(prefers-reduced-motion: reduce)').matches;
}
