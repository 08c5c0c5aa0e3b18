import type { BlockContent, PhrasingContent, RootContent } from 'mdast';
import type { Article, ExportedFile, PlacedNote, UiLanguage } from '#contract';
import { inReadingOrder } from '../article/reading-order.ts';
import { sourceName } from '../article/source-name.ts';
import { spelledDay } from '../article/spelled-day.ts';
import { type ExportArticle, type ExportOptions, type ExportWriter } from './export-article.ts';
import { labelsIn } from './export-labels.ts';
import { FileNames, fileName } from './file-names.ts';
import {
  addressNode,
  frontMatter,
  hashtag,
  noteBody,
  paragraphs,
  textNode,
  verbatim,
  writeMarkdown,
} from './safe-markdown.ts';
import { localDay } from './local-day.ts';

/**
 * Notes as Markdown for a text or a vault (Obsidian reads it as it is): front matter, then for each note the quote, the
 * note, its tags and a source line with outlet, date, address and ids.
 */
export const writeNotesMarkdown: ExportWriter = async function* (articles, shape, options) {
  if (shape === 'many') {
    const names = new FileNames('md');
    for await (const exported of articles) yield oneArticle(exported, names.of(exported.article), options);
    return;
  }
  yield await allInOne(articles, options);
};

function oneArticle({ article, state, notes }: ExportArticle, name: string, options: ExportOptions): ExportedFile {
  const head = frontMatter({
    title: oneLine(article.title),
    source: sourceName(article.publisher, article.canonicalUrl, article.url) || null,
    authors: article.authors,
    published: article.published,
    archived: article.archived,
    url: article.canonicalUrl ?? article.url,
    citekey: state.citeKey ?? article.citeKey,
    tags: [...new Set(state.tags.map(hashtag).filter((tag) => tag !== null))],
    'nachlese-id': article.id,
    notes: notes.length,
  });
  const body = [heading(1, article.title), ...notesOf(article, notes, options.language)];
  return { name, text: head + writeMarkdown(body) };
}

async function allInOne(articles: AsyncIterable<ExportArticle>, options: ExportOptions): Promise<ExportedFile> {
  const labels = labelsIn(options.language);
  const date = localDay(options.now);
  const parts: string[] = [];
  let count = 0;
  for await (const { article, notes } of articles) {
    parts.push(writeMarkdown([heading(2, article.title), ...notesOf(article, notes, options.language)]));
    count += notes.length;
  }
  const head = frontMatter({ title: labels.notes, exported: date, articles: parts.length, notes: count });
  const title = writeMarkdown([heading(1, `${labels.notes}, ${spelledDay(date, options.language)}`)]);
  return { name: `${fileName(`${labels.notes} ${date}`)}.md`, text: head + [title, ...parts].join('\n') };
}

function notesOf(article: Article, notes: PlacedNote[], language: UiLanguage): RootContent[] {
  const written = inReadingOrder(notes).map((note) => oneNote(article, note, language));
  // Between notes a rule; after the last one none.
  return written.flatMap((nodes, index): RootContent[] =>
    index === 0 ? nodes : [{ type: 'thematicBreak' }, ...nodes],
  );
}

function oneNote(article: Article, note: PlacedNote, language: UiLanguage): RootContent[] {
  const nodes: RootContent[] = [];
  const quote: BlockContent[] = note.selector === null ? [] : paragraphs(note.selector.exact);
  if (quote.length > 0) nodes.push({ type: 'blockquote', children: quote });
  nodes.push(...noteBody(note.body, note.own));
  if (note.placement.state === 'unplaced')
    nodes.push(paragraph([{ type: 'emphasis', children: [textNode(labelsIn(language).unplaced)] }]));
  const tags = note.tags.map(hashtag).filter((tag) => tag !== null);
  if (tags.length > 0) nodes.push(paragraph([verbatim(tags.map((tag) => `#${tag}`).join(' '))]));
  nodes.push(paragraph(sourceLine(article, note, language)));
  return nodes;
}

/** "— ZDF, 16. Oktober 2025, <https://…> · 2025-10-16-trump-… · Ada, 17. Oktober 2025 ^n3f2504e0": the last names the block. */
function sourceLine(article: Article, note: PlacedNote, language: UiLanguage): PhrasingContent[] {
  const outlet = sourceName(article.publisher, article.canonicalUrl, article.url);
  const date = article.published === null ? '' : spelledDay(article.published, language);
  const address = article.canonicalUrl ?? article.url;
  const made = [note.creator, spelledDay(note.created, language)].filter((part) => part !== null).join(', ');
  const origin = [outlet, date].filter((part) => part !== '').map(textNode);
  if (address !== null) origin.push(addressNode(address));
  if (origin.length === 0) origin.push(textNode(oneLine(article.title)));
  return [
    textNode('— '),
    ...origin.flatMap((part, index) => (index === 0 ? [part] : [textNode(', '), part])),
    textNode(` · ${article.id} · ${oneLine(made)} `),
    verbatim(`^n${note.id.replace(/[^\da-z-]/giu, '')}`),
  ];
}

const heading = (depth: 1 | 2, title: string): RootContent => ({
  type: 'heading',
  depth,
  children: [textNode(oneLine(title))],
});

const paragraph = (children: PhrasingContent[]): BlockContent => ({ type: 'paragraph', children });

const oneLine = (text: string): string => text.replace(/\s+/gu, ' ').trim();
