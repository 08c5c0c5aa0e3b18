import type { Article, Version } from '#contract';
import { formatExactly, t } from '../locales/index.svelte.ts';

/** True for a capture made after the present one: kept beside it as the poorer, or the one before a restored version. */
export const isBeside = (version: Pick<Version, 'archived'>, { archived }: Pick<Article, 'archived'>): boolean =>
  Date.parse(version.archived) > Date.parse(archived);

/** What a version is called in menus and lists. `article` is the present one. */
export const versionLabel = (version: Version, article: Pick<Article, 'archived'>): string =>
  t(isBeside(version, article) ? 'versions.beside' : 'versions.of', { date: formatExactly(version.archived) });
