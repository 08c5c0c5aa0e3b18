import type { Block } from '#contract';
import { isElement, type HtmlDocument, type HtmlElement } from '../article/bounded-html.ts';
import { leafBlocks } from '../article/leaf-blocks.ts';
import { normaliseBlocks, normaliseLine } from '../article/normalise.ts';
import { plainText } from '../article/plain-text.ts';
import { detectLanguage } from './detect-language.ts';
import { blocksOfHtml, type HtmlContext } from './html-blocks.ts';
import { elementsNamed, sizeUnder, textUnder } from './html-elements.ts';
import { readHtmlMetadata, type HtmlMetadata } from './html-metadata.ts';
import { parseForeignHtml } from './html-parse-limits.ts';
import type { Page } from './import-record.ts';
import { readOwnPage } from './own-page.ts';
import { PageAssets } from './page-assets.ts';
import { readableHtml } from './readable-html.ts';
import { shapeArticle } from './shape-article.ts';

/**
 * Deeper or larger trees are read whole: what finds the article recurses and takes its time. It asks every element for its
 * text, so each character counts once for each element around it.
 */
const READABLE = { depth: 300, nodes: 40_000, characters: 100_000_000 };
/** A page whose article is nearly all of it is taken whole. */
const WHOLE_SHARE = 0.8;
/** Letters: what finds the article is no judge of pages that have hardly more. */
const FEW_LETTERS = 400;

/**
 * Reads a page: our own article.html with all it holds, any other by finding its article and an allow-list of elements.
 * Throws `too-large` (nodes) and `no-text`.
 */
export function readHtmlPage(html: string, name: string, knownTitle: string | null = null): Page {
  const own = readOwnPage(html);
  if (own) return own;
  const document = parseForeignHtml(html);
  const about = readHtmlMetadata(document);
  const assets = new PageAssets();
  const context: HtmlContext = {
    baseUrl: about.baseUrl,
    language: about.language,
    direction: about.direction,
    assets,
    leaveOut: () => false,
  };
  const whole = normaliseBlocks(blocksOfHtml(document, { ...context, leaveOut: isAround }));
  const found = isReadable(document) ? readableHtml(document) : null;
  const article = found ? normaliseBlocks(blocksOfHtml(parseForeignHtml(found.html), context)) : [];
  const taken = chooseBlocks(article, whole);
  const title = knownTitle ?? withoutSiteName(found?.title ?? titleOfPage(about, document), about, document);
  const { lead, blocks, metadata } = shapeArticle(taken, title, about.description, name);
  const used = new Set(leafBlocks(blocks).map(assetName));
  return {
    metadata: {
      ...metadata,
      authors: about.authors.length > 0 ? about.authors : bylineOf(found?.byline ?? null),
      publisher: about.publisher,
      section: about.section,
      language: about.language ?? detectLanguage(plainText(lead, blocks)),
      published: about.published,
      modified: about.modified,
      archived: about.archived,
      url: about.url,
      canonicalUrl: about.canonicalUrl,
    },
    lead,
    blocks,
    assets: assets.all().filter((asset) => used.has(asset.name)),
    tags: [],
  };
}

function isReadable(document: HtmlDocument): boolean {
  const { nodes, depth, characters } = sizeUnder(document);
  return nodes <= READABLE.nodes && depth <= READABLE.depth && characters <= READABLE.characters;
}

/** Navigation and page feet are no article; a foot inside one may be. */
function isAround(element: HtmlElement): boolean {
  if (element.tagName !== 'footer') return false;
  let parent = element.parentNode;
  for (let level = 0; level < READABLE.depth && parent && isElement(parent); level += 1) {
    if (['article', 'main', 'blockquote'].includes(parent.tagName)) return false;
    parent = parent.parentNode;
  }
  return true;
}

/** Where only the `<title>` names the page, the outlet behind a dash goes, unless the page's heading has it too. */
function withoutSiteName(title: string | null, about: HtmlMetadata, document: HtmlDocument): string | null {
  if (title === null || about.headline !== null || normaliseLine(title) !== about.title) return title;
  const [, headline, outlet] = /^(.+\S)\s+[-–—|·•»]\s+([^–—|·•»]+)$/u.exec(about.title ?? '') ?? [];
  if (headline === undefined || outlet === undefined) return title;
  const isOutlet = outlet === about.publisher || (outlet.split(' ').length <= 3 && headline.split(' ').length >= 4);
  const headings = mainHeadings(document);
  return isOutlet && !headings.includes(about.title ?? '') ? headline : title;
}

function chooseBlocks(article: Block[], whole: Block[]): Block[] {
  const found = countLetters(article);
  const all = countLetters(whole);
  const isShort = found < FEW_LETTERS && all < FEW_LETTERS * 6;
  return found === 0 || isShort || found > all * WHOLE_SHARE ? whole : article;
}

function countLetters(blocks: readonly Block[]): number {
  return plainText([], blocks).replace(/[^\p{L}\p{N}]+/gu, '').length;
}

function titleOfPage(about: HtmlMetadata, document: HtmlDocument): string | null {
  const heading = mainHeadings(document).find((one) => about.title?.includes(one) ?? true);
  return heading ?? about.headline ?? about.title;
}

/** The first few `<h1>`; more is no heading of the page. */
function mainHeadings(document: HtmlDocument): string[] {
  const headings: (string | null)[] = [];
  for (const element of elementsNamed(document, 'h1')) {
    headings.push(normaliseLine(textUnder(element)));
    if (headings.length >= 10) break;
  }
  return headings.filter((heading) => heading !== null);
}

function assetName(block: Block): string | null {
  if (block.type === 'figure') return block.asset;
  return block.type === 'video' ? block.poster : null;
}

/** What Readability found as byline, where it looks like one: a few words, no sentence. */
function bylineOf(byline: string | null): string[] {
  const line = normaliseLine(byline)?.replace(/^(?:von|by|text:|autor(?:in)?:)\s+/i, '') ?? '';
  return line !== '' && !/\d/.test(line) && line.length <= 80 && line.split(' ').length <= 8 ? [line] : [];
}
