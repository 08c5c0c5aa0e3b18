import type { BlockContent, DefinitionContent, ListItem, PhrasingContent, RootContent, TableRow } from 'mdast';
import type { Article, Block, Inline, Mark } from '#contract';
import { addressNode, textNode, withBreaks } from './safe-markdown.ts';

/** An article as a Markdown tree: title, kicker, lead, blocks. Pictures are their captions. */
export function articleNodes(article: Article): RootContent[] {
  const title: RootContent = { type: 'heading', depth: 1, children: [textNode(article.title.replace(/\s+/gu, ' '))] };
  const nodes: RootContent[] = [title];
  if (article.kicker !== null) nodes.unshift({ type: 'paragraph', children: [textNode(article.kicker)] });
  if (article.lead.length > 0)
    nodes.push({ type: 'paragraph', children: [{ type: 'strong', children: inlineNodes(article.lead) }] });
  return [...nodes, ...blockNodes(article.blocks)];
}

const blockNodes = (blocks: readonly Block[]): (BlockContent | DefinitionContent)[] => blocks.flatMap(blockNode);

function blockNode(block: Block): (BlockContent | DefinitionContent)[] {
  switch (block.type) {
    case 'heading':
      return [{ type: 'heading', depth: block.level, children: inlineNodes(block.content) }];
    case 'paragraph':
      return [{ type: 'paragraph', children: inlineNodes(block.content) }];
    case 'quote':
      return [{ type: 'blockquote', children: blockNodes(block.blocks) }];
    case 'list': {
      const children = block.items.map((item): ListItem => ({ type: 'listItem', children: blockNodes(item) }));
      return [{ type: 'list', ordered: block.ordered, start: block.start, spread: false, children }];
    }
    case 'definition-list':
      return block.entries.flatMap(({ terms, definitions }) => [
        ...terms.map((term): BlockContent => ({
          type: 'paragraph',
          children: [{ type: 'strong', children: inlineNodes(term) }],
        })),
        ...definitions.flatMap(blockNodes),
      ]);
    case 'figure':
      return captionNodes(block.caption, block.creditLine, null);
    case 'video':
      return captionNodes(block.caption, block.stamp, block.url);
    case 'table': {
      const children = block.rows.map((row): TableRow => ({
        type: 'tableRow',
        children: row.cells.map((cell) => ({ type: 'tableCell', children: inlineNodes(cell.content) })),
      }));
      return [
        ...captionNodes(block.caption, null, null),
        ...(children.length > 0 ? [{ type: 'table', children } as const] : []),
      ];
    }
    case 'code':
      return [{ type: 'code', lang: block.syntax, value: block.text }];
    case 'rule':
      return [{ type: 'thematicBreak' }];
    case 'footnote':
      return [
        { type: 'footnoteDefinition', identifier: block.id, label: block.label, children: blockNodes(block.blocks) },
      ];
  }
}

/** Caption in italics, then the credit line or stamp as written. */
function captionNodes(caption: Inline[], line: string | null, url: string | null): BlockContent[] {
  const parts: PhrasingContent[] = [];
  if (caption.length > 0) parts.push({ type: 'emphasis', children: inlineNodes(caption) });
  if (line !== null) parts.push(...(parts.length > 0 ? [textNode(' ')] : []), ...withBreaks(line));
  if (url !== null) parts.push(...(parts.length > 0 ? [textNode(' ')] : []), addressNode(url));
  return parts.length === 0 ? [] : [{ type: 'paragraph', children: parts }];
}

export function inlineNodes(inlines: readonly Inline[]): PhrasingContent[] {
  return inlines.map((inline): PhrasingContent => {
    if (inline.type === 'break') return { type: 'break' };
    if (inline.type === 'footnote-reference')
      return { type: 'footnoteReference', identifier: inline.id, label: inline.label };
    const isCode = inline.marks.some((mark) => mark.type === 'code');
    const text: PhrasingContent = isCode ? { type: 'inlineCode', value: inline.text } : textNode(inline.text);
    return inline.marks.reduce(marked, text);
  });
}

function marked(node: PhrasingContent, mark: Mark): PhrasingContent {
  if (mark.type === 'strong' || mark.type === 'emphasis') return { type: mark.type, children: [node] };
  if (mark.type === 'link' && node.type !== 'link') return { type: 'link', url: mark.href, children: [node] };
  // Markdown has no marks for small letters and languages; the words stay.
  return node;
}
