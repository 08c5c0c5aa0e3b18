import type { Shortcuts } from '../shortcuts/shortcuts.svelte.ts';
import type { ReaderActions } from './reader-actions.ts';

type Reader = {
  /** Whether an article is open; else the keys are somebody else's. */
  isOpen: () => boolean;
  writable: () => boolean;
  /** Whether there are hits to step through in the article that is read. */
  canStep: () => boolean;
  step: (by: 1 | -1) => void;
  actions: ReaderActions;
};

/** Lets the shortcuts act on the open article; the answer takes them back. */
export function listenToShortcuts(shortcuts: Shortcuts, reader: Reader): () => void {
  const { actions, step } = reader;
  const whenOpen = (work: () => void) => () => {
    if (!reader.isOpen()) return false;
    work();
    return true;
  };
  const whenWritable = (work: () => void) => whenOpen(() => reader.writable() && work());
  const stops = [
    shortcuts.on('nextHit', (event) => {
      if (!reader.canStep()) return false;
      // F3 and Ctrl G go back with Shift.
      step(event.shiftKey ? -1 : 1);
      return true;
    }),
    shortcuts.on('previousHit', () => (reader.canStep() ? (step(-1), true) : false)),
    shortcuts.on(
      'larger',
      whenOpen(() => actions.resize(1)),
    ),
    shortcuts.on(
      'smaller',
      whenOpen(() => actions.resize(-1)),
    ),
    shortcuts.on('star', whenWritable(actions.star)),
    shortcuts.on('read', whenWritable(actions.read)),
    shortcuts.on('tag', whenWritable(actions.tag)),
    shortcuts.on('delete', whenWritable(actions.remove)),
  ];
  return () => stops.forEach((stop) => stop());
}

/** F3 and Ctrl G: on to the next hit, also while writing in the search box. */
export function stepFromAnywhere(event: KeyboardEvent, { canStep, step }: Pick<Reader, 'canStep' | 'step'>): void {
  const further = event.key === 'F3' || ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'g');
  if (!further || event.altKey || event.defaultPrevented || !canStep()) return;
  event.preventDefault();
  step(event.shiftKey ? -1 : 1);
}
