import type { Workspace } from '../shell/workspace.svelte.ts';

/** ms to wait for an article that is still being opened; longer than any slow disk, but not for ever. */
const LONGEST = 60_000;
/** Frames to wait for the reader to come to its place once it shows the article. */
const ARRIVING = 90;

/**
 * Puts the focus into the text as soon as the article that was opened last is shown and its reader at the place; not
 * where one opened another meanwhile, or went elsewhere.
 */
export function focusReader(workspace: Pick<Workspace, 'articleId' | 'arrived'>): void {
  const id = workspace.articleId;
  const from = document.activeElement;
  const begun = performance.now();
  let arriving = 0;
  const look = (): void => {
    const active = document.activeElement;
    // What had the focus may be hidden by now, and nothing has it then.
    const isElsewhere = active !== from && active !== null && active !== document.body;
    if (id === null || workspace.articleId !== id || isElsewhere || performance.now() - begun > LONGEST) return;
    const text = document.querySelector<HTMLElement>('main [data-part-focus][data-article]');
    const isShown = text?.dataset['article'] === id;
    if (text && isShown && (workspace.arrived || arriving++ >= ARRIVING)) text.focus({ preventScroll: true });
    else requestAnimationFrame(look);
  };
  look();
}
