import type { Attachment } from 'svelte/attachments';

/** ms; short enough to help, long enough not to flicker while the pointer passes. */
const DELAY = 450;
const GAP = 6;

let bubble: HTMLElement | null = null;
let timer = 0;

function makeBubble(): HTMLElement {
  const made = document.createElement('div');
  made.className = 'tooltip';
  // The name of what it explains is said already; hearing it twice helps nobody.
  made.setAttribute('aria-hidden', 'true');
  return made;
}

function place(element: HTMLElement, target: HTMLElement): void {
  const box = target.getBoundingClientRect();
  const { width, height } = element.getBoundingClientRect();
  const beside = box.width < 60 && box.left < 60;
  let left = beside ? box.right + GAP : box.left + box.width / 2 - width / 2;
  let top = beside ? box.top + box.height / 2 - height / 2 : box.bottom + GAP;
  if (top + height > window.innerHeight - 4) top = box.top - height - GAP;
  left = Math.min(Math.max(4, left), window.innerWidth - width - 4);
  element.style.transform = `translate(${String(Math.round(left))}px, ${String(Math.round(top))}px)`;
}

function show(target: HTMLElement, text: string, keys: string): void {
  hide();
  bubble = makeBubble();
  bubble.append(text);
  if (keys) {
    const hint = document.createElement('kbd');
    hint.textContent = keys;
    bubble.append(hint);
  }
  // A modal dialog makes everything outside of it unreachable and covers it.
  (target.closest('dialog') ?? document.body).append(bubble);
  place(bubble, target);
}

function hide(): void {
  window.clearTimeout(timer);
  bubble?.remove();
  bubble = null;
}

/** Shows what a control without words does, and the keys for it, on hover and on keyboard focus; Escape hides it. */
export function tooltip(text: string, keys = ''): Attachment<HTMLElement> {
  return (target) => {
    const soon = (): void => {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => {
        if (target.isConnected) show(target, text, keys);
      }, DELAY);
    };
    const onFocus = (): void => {
      if (target.matches(':focus-visible')) soon();
    };
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') hide();
    };
    target.addEventListener('pointerenter', soon);
    target.addEventListener('pointerleave', hide);
    target.addEventListener('pointerdown', hide);
    target.addEventListener('focus', onFocus);
    target.addEventListener('blur', hide);
    target.addEventListener('keydown', onKey);
    return () => {
      target.removeEventListener('pointerenter', soon);
      target.removeEventListener('pointerleave', hide);
      target.removeEventListener('pointerdown', hide);
      target.removeEventListener('focus', onFocus);
      target.removeEventListener('blur', hide);
      target.removeEventListener('keydown', onKey);
      hide();
    };
  };
}
