import type {
  Definition,
  FootnoteDefinition,
  Image,
  Nodes,
  Paragraph,
  PhrasingContent,
  Root,
  RootContent,
  Table,
} from 'mdast';
import type { Block, Inline, Mark } from '#contract';
import { normaliseHref } from '../article/link-address.ts';
import { collapseSpace } from './collapse-space.ts';
import { text } from './empty-draft.ts';
import { blocksOfHtml } from './html-blocks.ts';
import { joinParagraphs } from './html-collectors.ts';
import { figureBlocks } from './html-figure.ts';
import { parseForeignHtml } from './html-parse-limits.ts';
import type { PageAssets } from './page-assets.ts';

export type MarkdownContext = { baseUrl: string | null; assets: PageAssets };

const base = { language: null, direction: null } as const;

/** The blocks of a Markdown tree; its depth was checked before. */
export function blocksOfMarkdown(tree: Root, context: MarkdownContext): Block[] {
  return new MarkdownReader(tree, context).blocks(tree.children);
}

const INLINE_TAGS: Readonly<Record<string, Mark['type']>> = {
  b: 'strong',
  strong: 'strong',
  i: 'emphasis',
  em: 'emphasis',
  code: 'code',
  kbd: 'code',
  sub: 'sub',
  sup: 'sup',
};

/** A caption below a picture is no longer than this. */
const LONGEST_CAPTION = 400;

class MarkdownReader {
  readonly #context: MarkdownContext;
  readonly #definitions = new Map<string, Definition>();

  constructor(tree: Root, context: MarkdownContext) {
    this.#context = context;
    const waiting: Nodes[] = [tree];
    for (let node = waiting.pop(); node; node = waiting.pop()) {
      if (node.type === 'definition' && !this.#definitions.has(node.identifier))
        this.#definitions.set(node.identifier, node);
      // One by one: all of a long text at once would be more arguments than a call may have.
      if ('children' in node) for (const child of node.children) waiting.push(child);
    }
  }

  blocks(nodes: readonly RootContent[]): Block[] {
    return nodes.flatMap((node) => this.#block(node));
  }

  #block(node: RootContent): Block[] {
    switch (node.type) {
      case 'heading': {
        const level = Math.min(4, Math.max(2, node.depth)) as 2 | 3 | 4;
        return [{ type: 'heading', level, ...base, content: this.#runningText(node.children) }];
      }
      case 'paragraph':
        return this.#paragraph(node);
      case 'blockquote':
        return [{ type: 'quote', ...base, blocks: this.blocks(node.children) }];
      case 'list': {
        const items = node.children.map((item) => this.#item(this.blocks(item.children), item.checked ?? null));
        return [{ type: 'list', ...base, ordered: node.ordered ?? false, start: node.start ?? null, items }];
      }
      case 'table':
        return [this.#table(node)];
      case 'code':
        return [{ type: 'code', ...base, text: node.value, syntax: node.lang ?? null }];
      case 'thematicBreak':
        return [{ type: 'rule', ...base }];
      case 'html':
        return this.#html(node.value);
      case 'footnoteDefinition':
        return [this.#footnote(node)];
      case 'definition':
      case 'yaml':
        return [];
      default:
        return 'children' in node || 'value' in node
          ? this.#paragraph({ type: 'paragraph', children: [node as PhrasingContent] })
          : [];
    }
  }

  #item(blocks: Block[], checked: boolean | null): Block[] {
    const [first, ...rest] = blocks;
    if (checked === null || first?.type !== 'paragraph') return blocks;
    const box: Inline = { type: 'text', text: checked ? '☑ ' : '☐ ', marks: [] };
    return [{ ...first, content: [box, ...first.content] }, ...rest];
  }

  #paragraph(node: Paragraph): Block[] {
    const images = node.children.filter((child) => child.type === 'image' || child.type === 'imageReference');
    const others = node.children.filter((child) => child.type !== 'image' && child.type !== 'imageReference');
    const paragraphs = collapseSpace(this.#inlines(others, []));
    const words = paragraphs.map((content): Block => ({ type: 'paragraph', ...base, content }));
    if (images.length === 0) return words;
    const pictures = images.map((image) => this.#picture(image));
    const [first] = node.children;
    const length = paragraphs
      .flat()
      .reduce((sum, inline) => sum + (inline.type === 'text' ? inline.text.length : 1), 0);
    const isCaption = first === images[0] && paragraphs.length === 1 && length <= LONGEST_CAPTION;
    const [caption] = isCaption ? paragraphs : [];
    const [one] = pictures;
    if (caption && one?.title === null)
      return figureBlocks({ images: pictures, video: null, credits: [] }, caption, base);
    return [
      ...words,
      ...pictures.flatMap((picture) =>
        figureBlocks({ images: [picture], video: null, credits: [] }, text(picture.title ?? ''), base),
      ),
    ];
  }

  #picture(node: Image | Extract<PhrasingContent, { type: 'imageReference' }>) {
    const target = node.type === 'image' ? node : this.#definitions.get(node.identifier);
    return { asset: this.#context.assets.take(target?.url ?? ''), alt: node.alt ?? null, title: target?.title ?? null };
  }

  #table(node: Table): Block {
    const rows = node.children.map((row, place) => ({
      cells: row.children.map((cell) => ({ header: place === 0, content: this.#runningText(cell.children) })),
    }));
    return { type: 'table', ...base, caption: [], rows };
  }

  #footnote(node: FootnoteDefinition): Block {
    const label = node.label ?? node.identifier;
    return { type: 'footnote', ...base, id: node.identifier, label: `[${label}]`, blocks: this.blocks(node.children) };
  }

  #html(value: string): Block[] {
    const { baseUrl, assets } = this.#context;
    const context = { baseUrl, assets, language: null, direction: null, leaveOut: () => false };
    return blocksOfHtml(parseForeignHtml(value), context);
  }

  #runningText(nodes: readonly PhrasingContent[]): Inline[] {
    return joinParagraphs(collapseSpace(this.#inlines(nodes, [])));
  }

  #inlines(nodes: readonly PhrasingContent[], marks: readonly Mark[]): Inline[] {
    const result: Inline[] = [];
    // Tags in running text are nodes of their own, opening and closing apart.
    let open: Mark[] = [];
    for (const node of nodes) {
      if (node.type !== 'html') {
        for (const inline of this.#inline(node, [...marks, ...open])) result.push(inline);
        continue;
      }
      const [, closing, name = ''] = /^<(\/?)([a-z][a-z0-9]*)/i.exec(node.value) ?? [];
      if (/^br$/i.test(name)) result.push({ type: 'break' });
      const type = INLINE_TAGS[name.toLowerCase()];
      if (type === undefined) continue;
      open = closing === '/' ? open.filter((mark) => mark.type !== type) : [...open, { type } as Mark];
    }
    return result;
  }

  #inline(node: PhrasingContent, marks: Mark[]): Inline[] {
    switch (node.type) {
      case 'text':
        return [{ type: 'text', text: node.value, marks }];
      case 'inlineCode':
        return [{ type: 'text', text: node.value, marks: [...marks, { type: 'code' }] }];
      case 'strong':
        return this.#inlines(node.children, [...marks, { type: 'strong' }]);
      case 'emphasis':
        return this.#inlines(node.children, [...marks, { type: 'emphasis' }]);
      case 'delete':
        return this.#inlines(node.children, marks);
      case 'link':
        return this.#inlines(node.children, this.#withLink(marks, node.url));
      case 'linkReference':
        return this.#inlines(node.children, this.#withLink(marks, this.#definitions.get(node.identifier)?.url ?? ''));
      case 'break':
        return [{ type: 'break' }];
      case 'footnoteReference':
        return [{ type: 'footnote-reference', id: node.identifier, label: `[${node.label ?? node.identifier}]` }];
      default:
        return [];
    }
  }

  #withLink(marks: Mark[], address: string): Mark[] {
    const href = normaliseHref(address, this.#context.baseUrl);
    return href === null ? marks : [...marks.filter((mark) => mark.type !== 'link'), { type: 'link', href }];
  }
}
