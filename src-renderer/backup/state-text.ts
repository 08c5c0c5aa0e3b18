import type { BackupGeneration } from '#contract';
import { t } from '../locales/index.svelte.ts';

/** How much a state of a backup holds: "1 article, 2 notes". */
export function stateText({ articles, notes }: Pick<BackupGeneration, 'articles' | 'notes'>): string {
  return t('backup.state', {
    articles: t('shell.articles', { count: articles }),
    notes: t('notes.count', { count: notes }),
  });
}
