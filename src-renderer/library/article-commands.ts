import type { ArticleRow } from '#contract';
import { archive } from '../archive-client.ts';
import { t } from '../locales/index.svelte.ts';
import type { Workspace } from '../shell/workspace.svelte.ts';

type Named = Pick<ArticleRow, 'id' | 'title'>;

/** Puts articles into the trash and offers to take them out again. */
export async function deleteArticles(workspace: Workspace, rows: readonly Named[]): Promise<void> {
  const ids = rows.map(({ id }) => id);
  const entries = await workspace.attempt(() => archive.deleteArticles(ids));
  if (!entries) return;
  const wasOpen = workspace.articleId !== null && ids.includes(workspace.articleId) ? workspace.articleId : null;
  if (wasOpen) workspace.close();
  const [only] = rows;
  workspace.announce(
    rows.length === 1 && only
      ? t('library.deletedOne', { title: only.title })
      : t('library.deleted', { count: rows.length }),
    {
      undo: async () => {
        const restored = await workspace.attempt(() => archive.restore(entries.map(({ id }) => id)));
        if (restored && wasOpen) workspace.open(wasOpen);
      },
    },
  );
}

/** Marks articles read or starred (or not); what is seen on the screen needs no message. */
export async function markArticles(
  workspace: Workspace,
  rows: readonly Named[],
  change: { read?: boolean; starred?: boolean },
): Promise<ArticleRow[]> {
  return (
    (await workspace.attempt(() =>
      archive.markArticles(
        rows.map(({ id }) => id),
        change,
      ),
    )) ?? []
  );
}
