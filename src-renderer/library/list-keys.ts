import type { ListActions } from './list-actions.ts';

/** What the keys of the list do. */
export type ListKeyTargets = {
  step: (by: number, mode?: 'only' | 'range', wait?: number) => void;
  /** Lines on one screen. */
  page: () => number;
  first: (mode: 'only' | 'range') => void;
  last: (mode: 'only' | 'range') => void;
  all: () => void;
  reduce: () => void;
  several: () => boolean;
  /** Into the article. */
  enter: () => void;
  /** Back to the search box. */
  up: () => void;
  atTop: () => boolean;
  writable: () => boolean;
  /** False where the user switched single letters off. */
  letters: () => boolean;
  actions: ListActions;
};

/** Keys while the list has the focus; with several lines chosen, single letters act on all of them. */
export function listKeys(targets: ListKeyTargets): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.defaultPrevented || event.isComposing || event.altKey) return;
    if (answer(targets, event)) event.preventDefault();
  };
}

function answer(targets: ListKeyTargets, { key, shiftKey, ctrlKey, metaKey }: KeyboardEvent): boolean {
  const mode = shiftKey ? 'range' : 'only';
  if (ctrlKey || metaKey) {
    if (key.toLowerCase() !== 'a') return false;
    targets.all();
    return true;
  }
  switch (key) {
    case 'ArrowDown':
      targets.step(1, mode);
      return true;
    case 'ArrowUp':
      if (targets.atTop() && mode === 'only') targets.up();
      else targets.step(-1, mode);
      return true;
    case 'PageDown':
      targets.step(targets.page(), mode);
      return true;
    case 'PageUp':
      targets.step(-targets.page(), mode);
      return true;
    case 'Home':
      targets.first(mode);
      return true;
    case 'End':
      targets.last(mode);
      return true;
    case 'Enter':
      targets.enter();
      return true;
    case 'Escape':
      if (!targets.several()) return false;
      targets.reduce();
      return true;
  }
  return targets.writable() && (key === 'Delete' || targets.letters()) && act(targets.actions, key);
}

function act(actions: ListActions, key: string): boolean {
  const action = { s: actions.star, u: actions.read, t: actions.tag, Delete: actions.remove }[key];
  action?.();
  return action !== undefined;
}
