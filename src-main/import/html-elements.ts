import { attributeOf, isElement, isText, type HtmlElement, type HtmlNode } from '../article/bounded-html.ts';

/** Elements that begin and end a paragraph. */
export const BLOCK_ELEMENTS = new Set(
  'address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu ol p pre search section summary table tbody td tfoot th thead tr ul'.split(
    ' ',
  ),
);

/** Elements that hold no text of the article, with all they hold. */
const LEFT_OUT = new Set(
  'applet area audio base button canvas command datalist embed frame frameset head input link map meta nav noembed noframes noscript object optgroup option param rp script select source style svg template textarea title track'.split(
    ' ',
  ),
);

const MATH_LEFT_OUT = new Set(['annotation', 'annotation-xml']);

/** True where a reader of the page would not see the element, or it is no part of any article. */
export function isLeftOut(element: HtmlElement): boolean {
  if (LEFT_OUT.has(element.tagName) || MATH_LEFT_OUT.has(element.tagName)) return true;
  const style = attributeOf(element, 'style');
  if (style !== null && /(?:display\s*:\s*none|visibility\s*:\s*hidden)/i.test(style)) return true;
  return attributeOf(element, 'hidden') !== null || attributeOf(element, 'aria-hidden') === 'true';
}

/** All nodes under a node in document order, without recursion; `enter` false leaves an element's children out. */
export function* nodesUnder(root: HtmlNode, enter: (element: HtmlElement) => boolean = () => true): Iterable<HtmlNode> {
  const waiting: HtmlNode[] = [...childrenOf(root)].reverse();
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    yield node;
    if (isElement(node) && !enter(node)) continue;
    const children = childrenOf(node);
    for (let place = children.length - 1; place >= 0; place -= 1) waiting.push(children[place]!);
  }
}

/** The child nodes of any node. */
export function childrenOf(node: HtmlNode): readonly HtmlNode[] {
  return 'childNodes' in node ? node.childNodes : [];
}

/** The elements of a name under a node, in document order. */
export function* elementsNamed(root: HtmlNode, ...names: string[]): Iterable<HtmlElement> {
  for (const node of nodesUnder(root)) if (isElement(node) && names.includes(node.tagName)) yield node;
}

/** The text of a node and all under it. */
export function textUnder(root: HtmlNode): string {
  const parts: string[] = [];
  for (const node of nodesUnder(root)) if (isText(node)) parts.push(node.value);
  return parts.join('');
}

/** What a `<pre>` shows, line ends as written, and the language its class names. */
export function codeUnder(element: HtmlElement): { text: string; syntax: string | null } {
  const lines: string[] = [];
  let classes = attributeOf(element, 'class') ?? '';
  for (const node of nodesUnder(element)) {
    if (isText(node)) lines.push(node.value);
    if (isElement(node) && node.tagName === 'br') lines.push('\n');
    if (isElement(node) && node.tagName === 'code') classes += ` ${attributeOf(node, 'class') ?? ''}`;
  }
  const syntax = /(?:^|\s)(?:language|lang|highlight-source)-([\w+#-]{1,20})/.exec(classes.slice(0, 1000))?.[1] ?? null;
  return { text: lines.join('').replace(/^\n+/, '').trimEnd(), syntax };
}

/** How many nodes are under a node, how deep the tree is, and its characters, counted once for each element around them. */
export function sizeUnder(root: HtmlNode): { nodes: number; depth: number; characters: number } {
  const size = { nodes: 0, depth: 0, characters: 0 };
  const waiting: { node: HtmlNode; depth: number }[] = [{ node: root, depth: 0 }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    size.nodes += 1;
    size.depth = Math.max(size.depth, next.depth);
    if (isText(next.node)) size.characters += next.node.value.length * next.depth;
    // What only a browser would run is not handed on.
    if (isElement(next.node) && (next.node.tagName === 'script' || next.node.tagName === 'style')) continue;
    for (const child of childrenOf(next.node)) waiting.push({ node: child, depth: next.depth + 1 });
  }
  return size;
}

/** The class names and the like that say what an element is for. */
export function roleWords(element: HtmlElement): string {
  return ['class', 'itemprop', 'id', 'data-testid'].map((name) => attributeOf(element, name) ?? '').join(' ');
}
