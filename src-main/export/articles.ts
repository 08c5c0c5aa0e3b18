import type { ExportedFile } from '#contract';
import { writeArticleHtml } from '../article/article-html.ts';
import { renameAssets } from '../article/rename-assets.ts';
import { sourceName } from '../article/source-name.ts';
import { articleNodes } from './article-nodes.ts';
import type { ExportArticle, ExportWriter } from './export-article.ts';
import { labelsIn } from './export-labels.ts';
import { FileNames, fileName } from './file-names.ts';
import { frontMatter, hashtag, writeMarkdown } from './safe-markdown.ts';
import { localDay } from './local-day.ts';

/** One file per article, or all in one with `join` between them. */
const inFiles = (
  extension: string,
  write: (exported: ExportArticle) => string,
  whole: (parts: string[]) => string,
): ExportWriter =>
  async function* (articles, shape, options): AsyncIterable<ExportedFile> {
    if (shape === 'many') {
      const names = new FileNames(extension);
      for await (const exported of articles) yield { name: names.of(exported.article), text: write(exported) };
      return;
    }
    const parts: string[] = [];
    for await (const exported of articles) parts.push(write(exported));
    const date = localDay(options.now);
    yield { name: `${fileName(`${labelsIn(options.language).articles} ${date}`)}.${extension}`, text: whole(parts) };
  };

/** An article as Markdown, with its metadata as front matter. */
export function articleMarkdown({ article, state }: Pick<ExportArticle, 'article' | 'state'>): string {
  const head = frontMatter({
    title: article.title.replace(/\s+/gu, ' '),
    source: sourceName(article.publisher, article.canonicalUrl, article.url) || null,
    authors: article.authors,
    published: article.published,
    archived: article.archived,
    url: article.canonicalUrl ?? article.url,
    language: article.language,
    citekey: state.citeKey ?? article.citeKey,
    tags: [...new Set(state.tags.map(hashtag).filter((tag) => tag !== null))],
    'nachlese-id': article.id,
  });
  return head + writeMarkdown(articleNodes(article));
}

export const writeArticlesMarkdown = inFiles('md', articleMarkdown, (parts) => parts.join('\n'));

/** The page as it is kept; pictures are not part of a file of text and are left as captions. */
export const writeArticlesHtml = inFiles(
  'html',
  ({ article }) => writeArticleHtml({ ...article, blocks: renameAssets(article.blocks, () => null), assets: [] }),
  (parts) => parts.join(''),
);

export const writeArticlesJson = inFiles(
  'json',
  ({ article, state, notes }) => `${JSON.stringify({ article, state, notes }, null, 2)}\n`,
  (parts) => `[\n${parts.map((part) => part.trimEnd()).join(',\n')}\n]\n`,
);
