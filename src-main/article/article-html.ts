import type { Article, Inline } from '#contract';
import { toJsonLd } from './article-json-ld.ts';
import { ARTICLE_POLICY, ARTICLE_STYLE } from './article-style.ts';
import { attribute, escapeHtml } from './html-escape.ts';
import { spelledDay } from './spelled-day.ts';
import { writeBlocks, writeInlines } from './write-blocks.ts';

/** The version of article.html this program writes and reads. */
export const ARTICLE_FORMAT = '1';

/**
 * An article as the page that is kept on disk: metadata as JSON-LD in the head, the text in the body, readable in any
 * browser without a request. `parseArticleHtml` gives the same article back; lead and blocks must be canonical
 * (`normaliseInlines`, `normaliseBlocks`). Pictures are expected as `assets/<name>` beside the page.
 */
export function writeArticleHtml(article: Article): string {
  return `<!doctype html>
<html${attribute('lang', article.language)}>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy"${attribute('content', ARTICLE_POLICY)}>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="nachlese-format" content="${ARTICLE_FORMAT}">
<title>${escapeHtml(article.title)}</title>
<script type="application/ld+json">
${embedJson(toJsonLd(article))}
</script>
<style>${ARTICLE_STYLE}</style>
</head>
<body>
<header>
${article.kicker === null ? '' : `<p class="kicker">${escapeHtml(article.kicker)}</p>\n`}<h1>${escapeHtml(article.title)}</h1>
${article.lead.length === 0 ? '' : `<p class="lead">${writeLead(article)}</p>\n`}<p class="byline">${byline(article)}</p>
</header>
<main>
${writeBlocks(article.blocks)}</main>
<footer class="provenance">${provenance(article)}</footer>
</body>
</html>
`;
}

/** JSON that no text in it can end the script element it stands in. */
function embedJson(json: unknown): string {
  return JSON.stringify(json, null, 1).replace(/[<>&\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** A title taken from the lead is not shown twice: its sentence is there, but hidden by the style. */
function writeLead(article: Article): string {
  const [first, ...rest] = article.lead;
  const end = titleEnd(article, first);
  if (first?.type !== 'text' || end === null) return writeInlines(article.lead);
  const remainder: Inline[] = end < first.text.length ? [{ ...first, text: first.text.slice(end) }, ...rest] : rest;
  return `<span class="from-lead">${writeInlines([{ ...first, text: first.text.slice(0, end) }])}</span>${writeInlines(remainder)}`;
}

function titleEnd(article: Article, first: Inline | undefined): number | null {
  if (article.titleFrom !== 'lead' || first?.type !== 'text' || !first.text.startsWith(article.title)) return null;
  return article.title.length + (first.text.charAt(article.title.length) === '.' ? 1 : 0);
}

function byline(article: Article): string {
  const names = [article.authors.join(', '), article.publisher ?? '', article.agency ?? ''];
  const parts = names.filter((name) => name !== '').map(escapeHtml);
  if (article.published !== null) parts.push(time(article.published, article.language));
  return parts.join(' · ');
}

function provenance(article: Article): string {
  const address = article.canonicalUrl ?? article.url;
  const link = /^https?:/i.test(address ?? '')
    ? `<a${attribute('href', address)} rel="noreferrer">${escapeHtml(address ?? '')}</a> · `
    : '';
  return `${link}Nachlese ${time(article.archived, article.language)}`;
}

function time(moment: string, language: string | null): string {
  return `<time${attribute('datetime', moment)}>${escapeHtml(spelledDay(moment, language))}</time>`;
}
