import type { Nodes, Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import type { Inline } from '#contract';
import { normaliseBlocks, normaliseInlines, normaliseText } from '../article/normalise.ts';
import { plainText } from '../article/plain-text.ts';
import { ArchiveError } from '../errors.ts';
import { detectLanguage } from './detect-language.ts';
import { text } from './empty-draft.ts';
import { takeFrontMatter } from './front-matter.ts';
import type { Page } from './import-record.ts';
import { blocksOfMarkdown } from './markdown-blocks.ts';
import { PageAssets } from './page-assets.ts';
import { shapeArticle } from './shape-article.ts';
import { MOST_PARAGRAPHS } from './text-paragraphs.ts';

/** Quotes and lists in each other; deeper is no text anybody wrote. */
const MOST_MARKERS = 200;
const MOST_DEPTHS = 100;
const DEEPEST_TREE = 500;
const MOST_NODES = 500_000;

/**
 * Reads Markdown: front matter, else the first heading, gives the title. Throws `too-deep`, `too-large` (paragraphs,
 * nodes) and `no-text`.
 */
export function readMarkdownPage(markdown: string, name: string, knownTitle: string | null = null): Page {
  const clean = normaliseText(markdown.replace(/^\uFEFF/, ''));
  const { about, rest } = takeFrontMatter(clean) ?? { about: null, rest: clean };
  const tree = parseMarkdown(rest, name);
  const assets = new PageAssets();
  const blocks = normaliseBlocks(blocksOfMarkdown(tree, { baseUrl: about?.metadata.url ?? null, assets }));
  const [first] = blocks;
  const heading =
    first?.type === 'heading' && tree.children[0]?.type === 'heading' && tree.children[0].depth === 1 ? first : null;
  const title = knownTitle ?? about?.title ?? (heading && plainText([], [heading]));
  const shaped = shapeArticle(blocks, title, about?.lead ?? null, name);
  const lead: Inline[] = shaped.lead.length === 0 && about?.lead ? normaliseInlines(text(about.lead)) : shaped.lead;
  const known = about?.metadata ?? {};
  const metadata = { ...shaped.metadata, ...known };
  metadata.language ??= detectLanguage(plainText(lead, shaped.blocks));
  return { metadata, lead, blocks: shaped.blocks, assets: assets.all(), tags: about?.tags ?? [] };
}

function parseMarkdown(source: string, name: string): Root {
  // The parser takes a fifth of a millisecond and some kilobytes for each: it is not even begun.
  if (hasEndlessParagraphs(source))
    throw new ArchiveError('too-large', { source: name, reason: 'limit-paragraphs', limit: MOST_PARAGRAPHS });
  if (hasEndlessNesting(source))
    throw new ArchiveError('too-deep', { source: name, reason: 'limit-depth', limit: MOST_MARKERS });
  const tree = parseOrRefuse(source, name);
  checkSize(tree, name);
  return tree;
}

function parseOrRefuse(source: string, name: string): Root {
  try {
    return fromMarkdown(source, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new ArchiveError('too-deep', { source: name }, { cause });
  }
}

/** True where more paragraphs and items of lists begin than any text has. */
function hasEndlessParagraphs(source: string): boolean {
  const beginning = /^[ \t]*(?:\n[ \t]*(?=\S)|(?:[-*+]|\d{1,9}[.)])[ \t])/gm;
  let count = 1;
  while (count <= MOST_PARAGRAPHS && beginning.test(source)) count += 1;
  return count > MOST_PARAGRAPHS;
}

/**
 * True where a text nests without end: more containers opened in a line, list items at more depths, or more lengths of
 * code ticks than any text has. The parser takes the square or the cube of their number.
 */
function hasEndlessNesting(source: string): boolean {
  if (ENDLESS_LINE.test(source)) return true;
  const depths = new Set<number>();
  for (const [line] of source.matchAll(/^[ \t]+(?=(?:[-*+]|\d{1,9}[.)])[ \t])/gm)) depths.add(line.length);
  const ticks = new Set<number>();
  for (const [run] of source.matchAll(/`+/g)) ticks.add(run.length);
  return depths.size > MOST_DEPTHS || ticks.size > MOST_DEPTHS;
}

const ENDLESS_LINE = new RegExp(
  `^(?:[ \\t]*(?:>|[-*+]|\\d{1,9}[.)])){${MOST_MARKERS}}|[\\[*_~]{${MOST_MARKERS * 10}}`,
  'm',
);

function checkSize(tree: Root, name: string): void {
  let nodes = 0;
  const waiting: { node: Nodes; depth: number }[] = [{ node: tree, depth: 0 }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    nodes += 1;
    if (next.depth > DEEPEST_TREE)
      throw new ArchiveError('too-deep', { source: name, reason: 'limit-depth', limit: DEEPEST_TREE });
    if (nodes > MOST_NODES)
      throw new ArchiveError('too-large', { source: name, reason: 'limit-elements', limit: MOST_NODES });
    if ('children' in next.node)
      for (const child of next.node.children) waiting.push({ node: child, depth: next.depth + 1 });
  }
}
