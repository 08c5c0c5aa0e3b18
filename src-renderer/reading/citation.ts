import type { Article } from '#contract';

/** Words a citation needs in the reader's language. */
export type CitationWords = {
  quoted: (text: string) => string;
  date: (iso: string) => string;
  captured: (date: string) => string;
};

/**
 * A source line as one pastes it under a text: authors, title, outlet, date, address, date of capture. With a quote,
 * the quote first, on a line of its own.
 */
export function writeCitation(
  article: Pick<
    Article,
    'title' | 'authors' | 'publisher' | 'page' | 'published' | 'archived' | 'canonicalUrl' | 'url'
  >,
  source: string,
  quote: string | null,
  words: CitationWords,
): string {
  const address = article.canonicalUrl ?? article.url;
  const outlet = [article.publisher ?? source, article.published && words.date(article.published)].filter(Boolean);
  const line = [
    article.authors.length > 0 ? `${article.authors.join(', ')}:` : '',
    `${words.quoted(article.title)}.`,
    outlet.length > 0 ? `${outlet.join(', ')}.` : '',
    address ?? '',
    `(${words.captured(words.date(article.archived))})`,
  ]
    .filter((part) => part !== '')
    .join(' ');
  return quote === null || quote.trim() === '' ? line : `${words.quoted(quote.trim())}\n${line}`;
}
