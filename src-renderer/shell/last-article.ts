const KEY = 'nachlese.last-article.';

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** The article that lay open in this archive when the window was last there; null: none did. */
export function lastArticle(storage: Store, archiveId: string): string | null {
  return storage.getItem(KEY + archiveId);
}

/** Keeps which article lies open (null: none), so that the next start can lay it there again. */
export function keepLastArticle(storage: Store, archiveId: string, articleId: string | null): void {
  try {
    if (articleId === null) storage.removeItem(KEY + archiveId);
    else storage.setItem(KEY + archiveId, articleId);
  } catch {
    // A full or forbidden storage costs no more than this.
  }
}
