import type { Hit } from '#contract';
import { t } from '../locales/index.svelte.ts';

/** Why a hit was found, where one would wonder: the first match that is not the very word. */
export function reasonText(hit: Hit): string {
  for (const { kind, matched } of hit.reasons) {
    switch (kind) {
      case 'form':
        return t('search.reasonForm', { matched });
      case 'part':
        return t('search.reasonPart', { matched });
      case 'typo':
        return t('search.reasonTypo', { matched });
      case 'name':
        return t('search.reasonName', { matched });
      case 'note':
        return t('search.reasonNote');
      case 'exact':
      case 'prefix':
      case 'phrase':
        break;
    }
  }
  return hit.note ? t('search.reasonNote') : '';
}
