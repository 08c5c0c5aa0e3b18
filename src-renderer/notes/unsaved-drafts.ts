import type { NoteDraft } from './note-draft.svelte.ts';

type Waiting = { archiveId: string; articleId: string; draft: NoteDraft };

/** Notes that could not be saved when one left their article: they wait here until one is there again. */
export class UnsavedDrafts {
  #waiting: readonly Waiting[] = [];

  /** Saves a draft whose article one leaves. True: that failed, and it waits here. */
  async leave(archiveId: string, articleId: string, draft: NoteDraft): Promise<boolean> {
    void draft.save();
    await draft.settled();
    if (draft.stuck) this.#waiting = [...this.#waiting, { archiveId, articleId, draft }];
    return draft.stuck;
  }

  /** The one that has waited longest at an article, which then is the caller's; null: none waits there. */
  take(archiveId: string, articleId: string): NoteDraft | null {
    const found = this.#waiting.find((one) => one.archiveId === archiveId && one.articleId === articleId);
    this.#waiting = this.#waiting.filter((one) => one !== found);
    return found?.draft ?? null;
  }
}
