import { defaultTreeAdapter, parse } from 'parse5';
import type { DefaultTreeAdapterTypes, ParserError } from 'parse5';
import { ArchiveError } from '../errors.ts';

export type HtmlNode = DefaultTreeAdapterTypes.Node;
export type HtmlElement = DefaultTreeAdapterTypes.Element;
export type HtmlDocument = DefaultTreeAdapterTypes.Document;

/** Nodes (elements, texts, comments) one page may have; a long news page has some thousands. */
export const MAX_HTML_NODES = 200_000;
/** Attributes of one element; those beyond are left out. Elements of real pages have some dozens. */
export const MAX_ATTRIBUTES = 200;

/**
 * Parses HTML with a count of nodes: `<b a=i><p>` repeated makes a parser build a tree of gigabytes from some kilobytes
 * (RULINGS.md, 22). Throws `too-large` at the limit. Attributes are bounded too: a parser opens `<b>` anew in every
 * paragraph, and whoever asks for an attribute looks through all of them each time. The tree may be as deep as the
 * source: never recurse over it.
 */
export function parseBoundedHtml(
  html: string,
  limit = MAX_HTML_NODES,
  onParseError: ((error: ParserError) => void) | null = null,
): HtmlDocument {
  let nodes = 0;
  const counted = <T>(node: T): T => {
    nodes += 1;
    if (nodes > limit) throw new ArchiveError('too-large', { nodes: limit });
    return node;
  };
  return parse(html, {
    scriptingEnabled: false,
    onParseError,
    treeAdapter: {
      ...defaultTreeAdapter,
      createElement: (name, namespace, attributes) =>
        counted(defaultTreeAdapter.createElement(name, namespace, attributes.slice(0, MAX_ATTRIBUTES))),
      createCommentNode: (data) => counted(defaultTreeAdapter.createCommentNode(data)),
      createTextNode: (value) => counted(defaultTreeAdapter.createTextNode(value)),
    },
  });
}

/** True for an element node, templates included. */
export function isElement(node: HtmlNode): node is HtmlElement {
  return 'tagName' in node;
}

/** True for a text node. */
export function isText(node: HtmlNode): node is DefaultTreeAdapterTypes.TextNode {
  return node.nodeName === '#text';
}

/** The value of an attribute, or null. */
export function attributeOf(element: HtmlElement, name: string): string | null {
  return element.attrs.find((one) => one.name === name)?.value ?? null;
}
