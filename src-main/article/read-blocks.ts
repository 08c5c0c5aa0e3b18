import type { Block, Inline, Mark } from '#contract';
import { damaged } from './article-json-ld.ts';
import { isElement, isText, type HtmlNode } from './bounded-html.ts';
import { MAX_BLOCK_DEPTH } from './normalise.ts';
import { StrictElement, elementsOf, unexpected } from './strict-html.ts';

/** Reads back what `writeBlocks` wrote; throws `unreadable` for any element or attribute it does not write. */
export function readBlocks(nodes: readonly HtmlNode[], parent: string, depth = 1): Block[] {
  if (depth > MAX_BLOCK_DEPTH + 1) throw damaged('blocks lie too deep');
  return elementsOf(nodes, parent).map((element) => readBlock(element, depth));
}

function readBlock(element: StrictElement, depth: number): Block {
  const own = element.takeLanguage();
  const inner = (holder: StrictElement) => readBlocks(holder.end().children, holder.name, depth + 1);
  switch (element.name) {
    case 'h2':
    case 'h3':
    case 'h4': {
      const level = Number(element.name.charAt(1)) as 2 | 3 | 4;
      return { type: 'heading', level, ...own, content: readInlines(element.end()) };
    }
    case 'p':
      return { type: 'paragraph', ...own, content: readInlines(element.end()) };
    case 'blockquote':
      return { type: 'quote', ...own, blocks: inner(element) };
    case 'ul':
    case 'ol': {
      const ordered = element.name === 'ol';
      const start = ordered ? readNumber(element, 'start') : null;
      const items = element.end().elements();
      return { type: 'list', ordered, start, ...own, items: items.map((item) => inner(named(item, 'li'))) };
    }
    case 'dl': {
      const entries = element.end().elements();
      return { type: 'definition-list', ...own, entries: entries.map((entry) => readEntry(entry, inner)) };
    }
    case 'figure':
      return readFigure(element, own);
    case 'table':
      return readTable(element.end(), own);
    case 'pre': {
      const syntax = element.take('data-syntax');
      const [code, ...others] = element.end().elements();
      if (!code || others.length > 0) throw damaged('<pre> without <code>');
      return { type: 'code', syntax, ...own, text: named(code, 'code').end().text() };
    }
    case 'hr':
      element.end();
      return { type: 'rule', ...own };
    case 'aside': {
      element.expect('class', 'footnote');
      const id = readAnchor(element.take('id'), '');
      const [label, body, ...others] = element.end().elements();
      if (!label || !body || others.length > 0) throw damaged('footnote without label or text');
      named(label, 'span').expect('class', 'label');
      return { type: 'footnote', id, ...own, label: label.end().text(), blocks: inner(named(body, 'div')) };
    }
    default:
      throw damaged(`element <${element.name}>`);
  }
}

type Own = ReturnType<StrictElement['takeLanguage']>;

function named(element: StrictElement, name: string): StrictElement {
  if (element.name !== name) throw damaged(`<${element.name}> where <${name}> belongs`);
  return element;
}

function readNumber(element: StrictElement, name: string): number | null {
  const value = element.take(name);
  if (value === null) return null;
  if (value.trim() === '' || !Number.isFinite(Number(value))) throw damaged(`${name}="${value}"`);
  return Number(value);
}

function readAnchor(value: string | null, before: string): string {
  const start = `${before}footnote-`;
  try {
    if (value?.startsWith(start)) return decodeURIComponent(value.slice(start.length));
  } catch {
    // Falls through to the one sentence for both.
  }
  throw damaged(`footnote "${value ?? ''}"`);
}

function readEntry(entry: StrictElement, inner: (holder: StrictElement) => Block[]) {
  const terms: Inline[][] = [];
  const definitions: Block[][] = [];
  for (const part of named(entry, 'div').end().elements()) {
    if (part.name === 'dt' && definitions.length === 0) terms.push(readInlines(part.end()));
    else definitions.push(inner(named(part, 'dd')));
  }
  return { terms, definitions };
}

function readFigure(element: StrictElement, own: Own): Block {
  const kind = element.take('class');
  const facts = {
    credit: element.take('data-credit'),
    unseen: element.take('data-alt'),
    date: element.take('data-date'),
    duration: readNumber(element, 'data-duration'),
  };
  const found = { asset: null as string | null, alt: null as string | null, url: null as string | null };
  let caption: Inline[] = [];
  let line: string | null = null;
  for (const part of element.end().elements()) {
    if (part.name === 'img') {
      found.asset = readAsset(part.take('src'));
      found.alt = part.take('alt');
      part.expect('loading', 'lazy');
      part.end();
    } else if (part.name === 'a' && kind === 'video') {
      part.expect('class', 'play');
      part.expect('rel', 'noreferrer');
      part.expect('aria-label', 'Video');
      found.url = part.take('href');
      part.end().text();
    } else {
      for (const piece of named(part, 'figcaption').end().elements()) {
        if (piece.name === 'span') {
          piece.expect('class', 'caption');
          caption = readInlines(piece.end());
        } else {
          named(piece, 'small').expect('class', kind === 'video' ? 'stamp' : 'credit');
          line = piece.end().text();
        }
      }
    }
  }
  if (kind === 'image' && facts.date === null && facts.duration === null) {
    const alt = found.asset === null ? facts.unseen : found.alt;
    return { type: 'figure', ...own, asset: found.asset, alt, caption, creditLine: line, credit: facts.credit };
  }
  if (kind === 'video' && facts.credit === null && facts.unseen === null) {
    const { date, duration } = facts;
    return { type: 'video', ...own, caption, stamp: line, date, duration, poster: found.asset, url: found.url };
  }
  throw damaged(`<figure class="${kind ?? ''}">`);
}

function readAsset(address: string | null): string {
  try {
    if (address?.startsWith('assets/')) return decodeURIComponent(address.slice('assets/'.length));
  } catch {
    // Falls through to the one sentence for both.
  }
  throw damaged(`image ${address ?? ''}`);
}

function readTable(table: StrictElement, own: Own): Block {
  let caption: Inline[] = [];
  const rows: { cells: { header: boolean; content: Inline[] }[] }[] = [];
  for (const part of table.elements()) {
    if (part.name === 'caption') {
      caption = readInlines(part.end());
      continue;
    }
    for (const row of named(part, 'tbody').end().elements()) {
      const cells = named(row, 'tr').end().elements();
      rows.push({
        cells: cells.map((cell) => {
          const header = cell.name === 'th';
          return { header, content: readInlines(named(cell, header ? 'th' : 'td').end()) };
        }),
      });
    }
  }
  return { type: 'table', ...own, caption, rows };
}

/** Marks lie in each other in a fixed order, so they can be no deeper than there are kinds. */
const MAX_MARKS = 8;

/** Reads back what `writeInlines` wrote. */
export function readInlines(element: StrictElement): Inline[] {
  const inlines: Inline[] = [];
  collectInlines(element.children, element.name, [], inlines);
  return inlines;
}

function collectInlines(nodes: readonly HtmlNode[], parent: string, marks: Mark[], into: Inline[]): void {
  if (marks.length > MAX_MARKS) throw damaged('marks lie too deep');
  for (const node of nodes) {
    if (isText(node)) into.push({ type: 'text', text: node.value, marks });
    else if (!isElement(node)) unexpected(node, parent);
    else readInline(new StrictElement(node), marks, into);
  }
}

const PLAIN_MARKS: Record<string, Mark> = {
  strong: { type: 'strong' },
  em: { type: 'emphasis' },
  code: { type: 'code' },
  sub: { type: 'sub' },
  sup: { type: 'sup' },
};

function readInline(element: StrictElement, marks: Mark[], into: Inline[]): void {
  if (element.name === 'br') {
    element.end();
    into.push({ type: 'break' });
    return;
  }
  if (element.name === 'a') {
    const kind = element.take('class');
    const href = element.take('href') ?? '';
    if (kind === 'footnote-reference') {
      into.push({ type: 'footnote-reference', id: readAnchor(href, '#'), label: element.end().text() });
      return;
    }
    if (kind !== null) throw damaged(`<a class="${kind}">`);
    element.expect('rel', 'noreferrer');
    collectInlines(element.end().children, 'a', [...marks, { type: 'link', href }], into);
    return;
  }
  if (element.name === 'span') {
    const { language, direction } = element.takeLanguage();
    collectInlines(element.end().children, 'span', [...marks, { type: 'language', language, direction }], into);
    return;
  }
  const mark = PLAIN_MARKS[element.name];
  if (!mark) throw damaged(`element <${element.name}>`);
  collectInlines(element.end().children, element.name, [...marks, mark], into);
}
