import type { DraftMetadata } from '../article/draft.ts';
import { parseArticleHtml } from '../article/parse-article-html.ts';
import { renameAssets } from '../article/rename-assets.ts';
import { ArchiveError } from '../errors.ts';
import { metadataOf } from './empty-draft.ts';
import type { Page } from './import-record.ts';

/** Reads an article.html of ours with all it says, or null where the page is none, or no longer one that we wrote. */
export function readOwnPage(html: string): Page | null {
  if (!html.slice(0, 4096).includes('<meta name="nachlese-format"')) return null;
  try {
    const article = parseArticleHtml(html);
    const known = metadataOf(article.title, article.titleFrom);
    const fields = Object.keys(known) as (keyof DraftMetadata)[];
    const metadata = { ...known, ...Object.fromEntries(fields.map((field) => [field, article[field]])) };
    // Pictures lie beside the page and did not come along.
    const blocks = renameAssets(article.blocks, () => null);
    return { metadata, lead: article.lead, blocks, assets: [], tags: [] };
  } catch (error) {
    if (error instanceof ArchiveError) return null;
    throw error;
  }
}
