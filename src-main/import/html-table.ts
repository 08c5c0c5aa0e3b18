import type { Block } from '#contract';
import { attributeOf, isElement, type HtmlElement } from '../article/bounded-html.ts';
import type { HtmlCollectors } from './html-collectors.ts';
import { nodesUnder } from './html-elements.ts';

const LARGE_CONTENT = new Set(
  'table ul ol dl blockquote figure h1 h2 h3 h4 h5 h6 pre article section iframe video form'.split(' '),
);

/** True for a table of data: more than one column, cells of running text. Others only arrange what is in them. */
export function isDataTable(table: HtmlElement): boolean {
  const role = attributeOf(table, 'role');
  if (role === 'presentation' || role === 'none') return false;
  let rows = 0;
  let columns = 0;
  let cells = 0;
  let paragraphs = 0;
  for (const node of nodesUnder(table)) {
    if (!isElement(node)) continue;
    if (LARGE_CONTENT.has(node.tagName)) return false;
    if (node.tagName === 'tr') {
      rows += 1;
      cells = 0;
    }
    if (node.tagName === 'td' || node.tagName === 'th') {
      cells += 1;
      columns = Math.max(columns, cells);
      paragraphs = 0;
    }
    if (node.tagName === 'p') {
      paragraphs += 1;
      if (paragraphs > 2) return false;
    }
  }
  return columns > 1 && rows > 0;
}

export type TableBlock = Extract<Block, { type: 'table' }>;

/** Begins a table of data; `leave` ends it. What stands in it outside its cells goes before it. */
export function beginTable(to: HtmlCollectors): { table: TableBlock; leave: () => void } {
  const table: TableBlock = { type: 'table', ...to.base(), caption: [], rows: [] };
  const leave = to.innerBlocks((loose) => {
    for (const block of [...loose, table]) to.emit(block);
  });
  return { table, leave };
}

/** Begins a row, a cell or the caption of a table; the answer ends it. */
export function tablePart(to: HtmlCollectors, table: TableBlock, tagName: string): (() => void) | null {
  if (tagName === 'tr') table.rows.push({ cells: [] });
  if (tagName === 'caption') {
    return to.runningText((content) => {
      table.caption.push(...content);
    });
  }
  if (tagName !== 'td' && tagName !== 'th') return null;
  return to.runningText((content) => {
    if (table.rows.length === 0) table.rows.push({ cells: [] });
    table.rows.at(-1)!.cells.push({ header: tagName === 'th', content });
  });
}
