import type { Article, ArticleRow, ArticleState, Block, Note } from '#contract';
import { normaliseAddress } from '../article/address.ts';
import { makeCiteKey } from '../article/cite-key.ts';
import { leafBlocks } from '../article/leaf-blocks.ts';
import { plainText, countWords } from '../article/plain-text.ts';
import { sourceName } from '../article/source-name.ts';
import { textHash } from '../article/text-hash.ts';
import type { IndexedArticle } from '../search/search-index.ts';
import type { StoredArticle } from '../store/archive-store.ts';

/** The article as it is shown: what the user corrected overrides what was captured. */
export function applyCorrections(article: Article, state: ArticleState): Article {
  const { title, authors, publisher, published } = state.corrections;
  return {
    ...article,
    title: title ?? article.title,
    authors: authors ?? article.authors,
    publisher: publisher ?? article.publisher,
    published: published ?? article.published,
    citeKey: state.citeKey ?? article.citeKey ?? derivedCiteKey(article),
  };
}

/**
 * The key an article is cited by until its owner chooses another: made from the capture alone, so that it never
 * changes by itself, and told apart from all others by the end of the id.
 */
function derivedCiteKey(article: Article): string {
  return `${makeCiteKey(article, () => false)}-${article.id.slice(-4)}`;
}

/** The address an article is known by, normalised; null where it has none. */
export function addressOf(article: Pick<Article, 'canonicalUrl' | 'url'>): string | null {
  const address = article.canonicalUrl ?? article.url;
  return address === null ? null : normaliseAddress(address);
}

/** Everything lists and search need of one stored article. `text` may be given where it is known already. */
export function indexEntry(stored: Omit<StoredArticle, 'noteRests'>, stamp: string, text?: string): IndexedArticle {
  const article = applyCorrections(stored.article, stored.state);
  const body = text ?? plainText(article.lead, article.blocks);
  const leaves = leafBlocks(article.blocks);
  const isOf = (type: Block['type']) => leaves.some((block) => block.type === type);
  return {
    row: {
      id: article.id,
      title: article.title,
      source: sourceName(article.publisher, article.canonicalUrl, article.url),
      published: article.published,
      archived: article.archived,
      language: article.language,
      url: article.canonicalUrl ?? article.url,
      tags: stored.state.tags,
      notes: stored.notes.length,
      read: stored.state.read,
      starred: stored.state.starred,
      words: countWords(body),
      image: firstImage(leaves),
      unreadable: false,
    },
    stamp,
    address: addressOf(stored.article),
    textHash: textHash(body),
    kicker: article.kicker,
    authors: article.authors,
    text: body,
    hasImage: isOf('figure'),
    hasVideo: isOf('video'),
    hasHighlight: stored.notes.some((note) => note.selector !== null),
    notes: stored.notes.map((note) => ({ id: note.id, text: noteText(note) })),
  };
}

/**
 * An entry for an article whose files cannot be read: it is listed as it was known before, else by its id, and never
 * found by words. It has no stamp, so that the next start looks at the files again.
 */
export function unreadableEntry(id: string, archived: string, former: ArticleRow | null = null): IndexedArticle {
  const unknown: ArticleRow = {
    id,
    title: id,
    source: '',
    published: null,
    archived,
    language: null,
    url: null,
    tags: [],
    notes: 0,
    read: true,
    starred: false,
    words: 0,
    image: null,
    unreadable: true,
  };
  return {
    row: { ...(former ?? unknown), image: null, unreadable: true },
    stamp: '',
    address: null,
    textHash: '',
    kicker: null,
    authors: [],
    text: '',
    hasImage: false,
    hasVideo: false,
    hasHighlight: false,
    notes: [],
  };
}

function noteText(note: Note): string {
  return [note.selector?.exact ?? '', note.body, ...note.tags].filter((part) => part !== '').join('\n');
}

function firstImage(blocks: readonly Block[]): string | null {
  for (const block of blocks) {
    if (block.type === 'figure' && block.asset !== null) return block.asset;
    if (block.type === 'video' && block.poster !== null) return block.poster;
  }
  return null;
}
