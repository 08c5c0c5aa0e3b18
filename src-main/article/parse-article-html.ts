import type { Article, Inline } from '#contract';
import { ArchiveError } from '../errors.ts';
import { ARTICLE_FORMAT } from './article-html.ts';
import { damaged, fromJsonLd } from './article-json-ld.ts';
import { isElement, parseBoundedHtml, type HtmlDocument } from './bounded-html.ts';
import { normaliseBlocks, normaliseInlines } from './normalise.ts';
import { readBlocks, readInlines } from './read-blocks.ts';
import { StrictElement, elementsOf } from './strict-html.ts';

/** What is written has more bytes than this per node; a damaged page could make the parser copy elements without end. */
const LEAST_CHARACTERS_PER_NODE = 3;

/** Characters in the text that HTML advises against; they are kept as they are. */
const HARMLESS = new Set<string>(['control-character-in-input-stream', 'noncharacter-in-input-stream']);

/**
 * Reads article.html back (RULINGS.md, 9): JSON-LD gives the metadata, header and `<main>` the text. Strict: an unknown
 * element, attribute or field, another format, or a headline that differs from `<h1>` throws `unreadable` with the
 * reason; nothing is repaired in silence.
 */
export function parseArticleHtml(html: string): Article {
  const root = rootOf(parse(html));
  const language = root.take('lang');
  const [head, body, ...others] = root.end().elements();
  if (head?.name !== 'head' || body?.name !== 'body' || others.length > 0) throw damaged('no head and body');
  const { title, jsonLd } = readHead(head.end());
  const metadata = fromJsonLd(parseJson(jsonLd));
  const [header, main, footer, ...rest] = body.end().elements();
  if (header?.name !== 'header' || main?.name !== 'main' || footer?.name !== 'footer' || rest.length > 0) {
    throw damaged('no header, main and footer');
  }
  const { headline, kicker, lead } = readHeader(header.end());
  if (headline !== metadata.title || title !== metadata.title) throw damaged('title, headline and h1 differ');
  if (kicker !== metadata.kicker) throw damaged('kicker and JSON-LD differ');
  if (language !== metadata.language) throw damaged('language and JSON-LD differ');
  readProvenance(footer);
  return {
    ...metadata,
    lead: normaliseInlines(lead),
    blocks: normaliseBlocks(readBlocks(main.end().children, 'main')),
  };
}

function parse(html: string): HtmlDocument {
  try {
    return parseBoundedHtml(html, 1000 + html.length / LEAST_CHARACTERS_PER_NODE, ({ code, startLine }) => {
      if (!HARMLESS.has(code)) throw damaged(`line ${startLine}: ${code}`);
    });
  } catch (error) {
    if (error instanceof ArchiveError && error.code === 'too-large') throw damaged('too many elements');
    throw error;
  }
}

function rootOf(document: HtmlDocument): StrictElement {
  const nodes = document.childNodes.filter((node) => node.nodeName !== '#documentType');
  const [root] = nodes;
  if (nodes.length !== 1 || !root || !isElement(root)) throw damaged('more than one root');
  return new StrictElement(root);
}

function readHead(head: StrictElement): { title: string; jsonLd: string } {
  let title: string | null = null;
  let jsonLd: string | null = null;
  let format: string | null = null;
  for (const element of head.elements()) {
    if (element.name === 'meta') {
      const name = element.take('name');
      const content = element.take('content');
      element.take('charset');
      element.take('http-equiv');
      element.end();
      if (name === 'nachlese-format') format = content;
    } else if (element.name === 'title') {
      title = element.end().text();
    } else if (element.name === 'style') {
      element.end().text();
    } else if (element.name === 'script') {
      element.expect('type', 'application/ld+json');
      jsonLd = element.end().text();
    } else throw damaged(`element <${element.name}> in head`);
  }
  if (format !== ARTICLE_FORMAT) throw damaged(`format ${format ?? 'unknown'}`);
  if (title === null || jsonLd === null) throw damaged('no title or no JSON-LD');
  return { title, jsonLd };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ArchiveError('unreadable', { reason: 'JSON-LD is cut or damaged' }, { cause: error });
  }
}

function readHeader(header: StrictElement): { headline: string; kicker: string | null; lead: Inline[] } {
  let headline: string | null = null;
  let kicker: string | null = null;
  let lead: Inline[] = [];
  for (const element of header.elements()) {
    if (element.name === 'h1') {
      if (headline !== null) throw damaged('two h1');
      headline = element.end().text();
      continue;
    }
    const kind = element.name === 'p' ? element.take('class') : null;
    element.end();
    if (kind === 'kicker') kicker = element.text();
    else if (kind === 'lead') lead = readLead(element);
    else if (kind === 'byline') checkLine(element);
    else throw damaged(`element <${element.name}> in header`);
  }
  if (headline === null) throw damaged('no h1');
  return { headline, kicker, lead };
}

/** The lead; the sentence that is the title stands in a span that only the style sees. */
function readLead(lead: StrictElement): Inline[] {
  const [first] = lead.children;
  if (!first || !isElement(first) || first.tagName !== 'span') return readInlines(lead);
  const span = new StrictElement(first);
  if (span.take('class') !== 'from-lead') return readInlines(lead);
  const rest = new StrictElement({ tagName: 'p', attrs: [], childNodes: lead.children.slice(1) } as never);
  return [...readInlines(span.end()), ...readInlines(rest)];
}

/** A line for people, made from the metadata: times and text. */
function checkLine(line: StrictElement): void {
  for (const element of elementsOf(line.children.filter(isElement), line.name)) {
    if (element.name === 'time') element.take('datetime');
    else if (element.name === 'a') {
      element.take('href');
      element.expect('rel', 'noreferrer');
    } else throw damaged(`element <${element.name}> in a line`);
    element.end().text();
  }
}

function readProvenance(footer: StrictElement): void {
  footer.expect('class', 'provenance');
  checkLine(footer.end());
}
