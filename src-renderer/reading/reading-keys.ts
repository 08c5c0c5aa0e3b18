import type { CursorStep, ReadingCursor } from './reading-cursor.svelte.ts';
import { boxAt } from './reader-scroll.ts';
import type { TextMap } from './text-map.ts';
import type { Way } from './text-steps.ts';

/** What the keys of the text act on. */
export type KeyTargets = {
  article: () => HTMLElement | null;
  scroller: () => HTMLElement | null;
  map: () => TextMap | null;
  cursor: ReadingCursor;
  step: (by: 1 | -1) => void;
  hasHits: () => boolean;
  /** False where the user switched single letters off. */
  letters: () => boolean;
};

const MOVES: Record<string, { step: CursorStep; way: Way }> = {
  ArrowRight: { step: 'character', way: 'forward' },
  ArrowLeft: { step: 'character', way: 'backward' },
  ArrowDown: { step: 'line', way: 'forward' },
  ArrowUp: { step: 'line', way: 'backward' },
  End: { step: 'line-end', way: 'forward' },
  Home: { step: 'line-end', way: 'backward' },
};

/**
 * Reading by keyboard, while the focus is in the text: j, k and the up and down arrows go by block; left and right
 * move a cursor (with Ctrl or ⌥ by word), Shift selects from it; n and p go through the hits. Keys that mean something
 * to a control inside the text are left to it.
 */
export function readingKeys(targets: KeyTargets): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    // Notes are written inside the text's scroller: every key there belongs to them.
    if (event.target instanceof Element && event.target.closest('input, textarea, select, [contenteditable]')) return;
    const inControl = event.target instanceof Element && event.target.closest('a, button, input, pre, [role="group"]');
    if (inControl && event.key !== 'j' && event.key !== 'k') return;
    if (answer(targets, event)) event.preventDefault();
  };
}

function answer(targets: KeyTargets, event: KeyboardEvent): boolean {
  const byWord = event.ctrlKey || event.altKey;
  const plain = !event.ctrlKey && !event.altKey && !event.metaKey;
  const vertical = event.key === 'ArrowDown' || event.key === 'ArrowUp';
  if (plain && !event.shiftKey) {
    if (event.key === 'j' || event.key === 'ArrowDown') return focusBlock(targets, 1);
    if (event.key === 'k' || event.key === 'ArrowUp') return focusBlock(targets, -1);
    if (event.key === 'p' && targets.hasHits()) return (targets.step(-1), true);
    if (event.key === 'Escape') return leave(targets);
    if (event.key === 'Enter') return enterToolbar(targets);
  }
  const move = MOVES[event.key];
  if (!move || event.metaKey) return false;
  const ends = move.step === 'line-end';
  if ((vertical || ends) && (!event.shiftKey || byWord)) return false;
  if (targets.cursor.offset === null && !startCursor(targets)) return false;
  targets.cursor.move(move.step === 'character' && byWord ? 'word' : move.step, move.way, event.shiftKey);
  keepInView(targets);
  return true;
}

function blocks({ article }: KeyTargets): HTMLElement[] {
  return [...(article()?.querySelectorAll<HTMLElement>('[data-block]') ?? [])];
}

/** The block that has the focus or the cursor; else the first that can be seen. */
function currentBlock(targets: KeyTargets, all: HTMLElement[]): { index: number; here: boolean } {
  const focused = all.findIndex((block) => block.contains(document.activeElement));
  if (focused !== -1) return { index: focused, here: true };
  const top = targets.scroller()?.getBoundingClientRect().top ?? 0;
  const visible = all.findIndex((block) => block.getBoundingClientRect().bottom > top + 24);
  return { index: Math.max(0, visible), here: false };
}

function focusBlock(targets: KeyTargets, by: 1 | -1): boolean {
  const all = blocks(targets);
  if (all.length === 0) return false;
  const { index, here } = currentBlock(targets, all);
  const next = all[Math.min(all.length - 1, Math.max(0, here ? index + by : index))];
  if (!next) return false;
  next.focus({ preventScroll: true });
  const offset = targets.map()?.toTextOffset(next, 0);
  if (offset !== null && offset !== undefined) targets.cursor.place(offset);
  scrollBlockIntoView(targets, next);
  return true;
}

function scrollBlockIntoView({ scroller }: KeyTargets, block: HTMLElement): void {
  const view = scroller()?.getBoundingClientRect();
  if (!view) return;
  const box = block.getBoundingClientRect();
  if (box.top >= view.top + 16 && box.bottom <= view.bottom - 16) return;
  const calm = !window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  scroller()?.scrollBy({ top: box.top - view.top - view.height * 0.2, behavior: calm ? 'smooth' : 'instant' });
}

function startCursor(targets: KeyTargets): boolean {
  const all = blocks(targets);
  const block = all[currentBlock(targets, all).index];
  const offset = block && targets.map()?.toTextOffset(block, 0);
  if (offset === null || offset === undefined) return false;
  targets.cursor.place(offset);
  return true;
}

function keepInView(targets: KeyTargets): void {
  const { map, scroller, cursor } = targets;
  const box = cursor.offset === null ? null : boxAt(map()!, cursor.offset);
  const view = scroller()?.getBoundingClientRect();
  if (!box || !view) return;
  if (box.top < view.top + 24) scroller()?.scrollBy({ top: box.top - view.top - 80, behavior: 'instant' });
  else if (box.bottom > view.bottom - 24)
    scroller()?.scrollBy({ top: box.bottom - view.bottom + 80, behavior: 'instant' });
}

/** To the tools for what is selected; the toolbar listens for the key of context menus. */
function enterToolbar({ cursor }: KeyTargets): boolean {
  if (cursor.range === null) return false;
  window.dispatchEvent(new KeyboardEvent('keydown', { key: 'ContextMenu' }));
  return true;
}

function leave({ cursor }: KeyTargets): boolean {
  const selection = document.getSelection();
  if (cursor.offset === null && selection?.isCollapsed !== false) return false;
  selection?.removeAllRanges();
  cursor.hide();
  return true;
}
