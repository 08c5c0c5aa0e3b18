import { formatDate, t } from '../locales/index.svelte.ts';
import type { RowGroup } from './row-group.ts';

/** What stands over a group of the list. */
export function groupLabel(group: RowGroup): string {
  switch (group.kind) {
    case 'month':
      return formatDate(group.value);
    case 'letter':
      return group.value;
    case 'today':
      return t('library.today');
    case 'yesterday':
      return t('library.yesterday');
    case 'week':
      return t('library.week');
    case 'undated':
      return t('library.undated');
  }
}
