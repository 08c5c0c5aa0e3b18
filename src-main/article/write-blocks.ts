import type { Block, Inline, Mark } from '#contract';
import { attribute, escapeHtml } from './html-escape.ts';
import { sameMark } from './normalise.ts';

/** Canonical blocks as HTML, one element each. Depth is bounded by `normaliseBlocks`. */
export function writeBlocks(blocks: readonly Block[]): string {
  return blocks.map((block) => `${writeBlock(block)}\n`).join('');
}

function writeBlock(block: Block): string {
  const own = attribute('lang', block.language) + attribute('dir', block.direction);
  switch (block.type) {
    case 'heading':
      return `<h${block.level}${own}>${writeInlines(block.content)}</h${block.level}>`;
    case 'paragraph':
      return `<p${own}>${writeInlines(block.content)}</p>`;
    case 'quote':
      return `<blockquote${own}>\n${writeBlocks(block.blocks)}</blockquote>`;
    case 'list': {
      const items = block.items.map((item) => `<li>${writeBlocks(item)}</li>\n`).join('');
      return block.ordered
        ? `<ol${own}${attribute('start', block.start)}>\n${items}</ol>`
        : `<ul${own}>\n${items}</ul>`;
    }
    case 'definition-list': {
      const entries = block.entries.map((entry) => {
        const terms = entry.terms.map((term) => `<dt>${writeInlines(term)}</dt>`).join('');
        return `<div>${terms}${entry.definitions.map((one) => `<dd>${writeBlocks(one)}</dd>`).join('')}</div>\n`;
      });
      return `<dl${own}>\n${entries.join('')}</dl>`;
    }
    case 'figure': {
      const image =
        block.asset === null ? '' : `<img${source(block.asset)}${attribute('alt', block.alt)} loading="lazy">`;
      const unseen = block.asset === null ? attribute('data-alt', block.alt) : '';
      const caption = writeCaption(block.caption, 'credit', block.creditLine);
      return `<figure class="image"${own}${attribute('data-credit', block.credit)}${unseen}>${image}${caption}</figure>`;
    }
    case 'video': {
      const poster = block.poster === null ? '' : `<img${source(block.poster)} alt="" loading="lazy">`;
      const play =
        block.url === null
          ? ''
          : `<a class="play"${attribute('href', block.url)} rel="noreferrer" aria-label="Video"></a>`;
      const facts = attribute('data-date', block.date) + attribute('data-duration', block.duration);
      return `<figure class="video"${own}${facts}>${poster}${play}${writeCaption(block.caption, 'stamp', block.stamp)}</figure>`;
    }
    case 'table': {
      const caption = block.caption.length === 0 ? '' : `<caption>${writeInlines(block.caption)}</caption>`;
      const rows = block.rows.map((row) => {
        const cells = row.cells.map((cell) => {
          const name = cell.header ? 'th' : 'td';
          return `<${name}>${writeInlines(cell.content)}</${name}>`;
        });
        return `<tr>${cells.join('')}</tr>\n`;
      });
      return `<table${own}>${caption}<tbody>\n${rows.join('')}</tbody></table>`;
    }
    case 'code':
      return `<pre${own}${attribute('data-syntax', block.syntax)}><code>${escapeHtml(block.text)}</code></pre>`;
    case 'rule':
      return `<hr${own}>`;
    case 'footnote':
      return `<aside class="footnote"${own}${attribute('id', footnoteAnchor(block.id))}><span class="label">${escapeHtml(block.label)}</span><div>${writeBlocks(block.blocks)}</div></aside>`;
  }
}

const source = (asset: string) => attribute('src', `assets/${encodeURIComponent(asset)}`);
const footnoteAnchor = (id: string) => `footnote-${encodeURIComponent(id)}`;

function writeCaption(caption: readonly Inline[], lineClass: 'credit' | 'stamp', line: string | null): string {
  const parts = [
    caption.length === 0 ? '' : `<span class="caption">${writeInlines(caption)}</span>`,
    line === null ? '' : `<small class="${lineClass}">${escapeHtml(line)}</small>`,
  ].filter((part) => part !== '');
  return parts.length === 0 ? '' : `<figcaption>${parts.join(' ')}</figcaption>`;
}

/** Running text as HTML; marks shared by neighbours become one element around both. */
export function writeInlines(inlines: readonly Inline[]): string {
  const html: string[] = [];
  const open: Mark[] = [];
  const closeTo = (depth: number) => {
    while (open.length > depth) html.push(`</${elementOf(open.pop()!)}>`);
  };
  for (const inline of inlines) {
    if (inline.type !== 'text') {
      closeTo(0);
      html.push(inline.type === 'break' ? '<br>' : writeReference(inline.id, inline.label));
      continue;
    }
    let shared = 0;
    while (shared < open.length && shared < inline.marks.length && sameMark(open[shared]!, inline.marks[shared]!)) {
      shared += 1;
    }
    closeTo(shared);
    for (const mark of inline.marks.slice(shared)) {
      open.push(mark);
      html.push(openingTag(mark));
    }
    html.push(escapeHtml(inline.text));
  }
  closeTo(0);
  return html.join('');
}

const writeReference = (id: string, label: string) =>
  `<a class="footnote-reference"${attribute('href', `#${footnoteAnchor(id)}`)}>${escapeHtml(label)}</a>`;

const ELEMENTS = {
  strong: 'strong',
  emphasis: 'em',
  code: 'code',
  sub: 'sub',
  sup: 'sup',
  link: 'a',
  language: 'span',
};

const elementOf = (mark: Mark) => ELEMENTS[mark.type];

function openingTag(mark: Mark): string {
  if (mark.type === 'link') return `<a${attribute('href', mark.href)} rel="noreferrer">`;
  if (mark.type === 'language') return `<span${attribute('lang', mark.language)}${attribute('dir', mark.direction)}>`;
  return `<${elementOf(mark)}>`;
}
