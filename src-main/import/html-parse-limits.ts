import { MAX_HTML_NODES, parseBoundedHtml, type HtmlDocument } from '../article/bounded-html.ts';
import { ArchiveError } from '../errors.ts';

/**
 * Parses foreign HTML within bounds: at most {@link MAX_HTML_NODES} nodes (RULINGS.md, 22), whatever its depth.
 * Throws `too-large` with `reason`. Safe in this thread; a worker adds bounds of time and memory.
 */
export function parseForeignHtml(html: string): HtmlDocument {
  try {
    return parseBoundedHtml(html);
  } catch (error) {
    if (error instanceof ArchiveError && error.code === 'too-large') {
      throw new ArchiveError('too-large', { reason: 'limit-elements', limit: MAX_HTML_NODES }, { cause: error });
    }
    throw error;
  }
}
