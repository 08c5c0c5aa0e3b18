import type { Block } from '#contract';
import { parseArticleHtml } from '../article/parse-article-html.ts';
import { ArchiveError } from '../errors.ts';
import type { Page } from './import-record.ts';

/** Reads an article.html of ours with all it says, or null where the page is none, or no longer one that we wrote. */
export function readOwnPage(html: string): Page | null {
  if (!/<meta name="nachlese-format"/.test(html.slice(0, 4096))) return null;
  try {
    const {
      lead,
      blocks,
      id: _id,
      assets: _assets,
      citeKey: _citeKey,
      importedFrom: _origin,
      ...metadata
    } = parseArticleHtml(html);
    // Pictures lie beside the page and did not come along.
    return { metadata, lead, blocks: withoutAssets(blocks), assets: [], tags: [] };
  } catch (error) {
    if (error instanceof ArchiveError) return null;
    throw error;
  }
}

// The depth is bounded by the format.
function withoutAssets(blocks: Block[]): Block[] {
  return blocks.map((block): Block => {
    switch (block.type) {
      case 'figure':
        return { ...block, asset: null };
      case 'video':
        return { ...block, poster: null };
      case 'quote':
      case 'footnote':
        return { ...block, blocks: withoutAssets(block.blocks) };
      case 'list':
        return { ...block, items: block.items.map(withoutAssets) };
      case 'definition-list': {
        const entries = block.entries.map((entry) => ({ ...entry, definitions: entry.definitions.map(withoutAssets) }));
        return { ...block, entries };
      }
      default:
        return block;
    }
  });
}
