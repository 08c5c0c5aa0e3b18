import type { Direction, Inline } from '#contract';
import { isElement, isText, type HtmlElement, type HtmlNode } from './bounded-html.ts';
import { damaged } from './article-json-ld.ts';

/** An element of article.html with its attributes checked: every one must be asked for. */
export class StrictElement {
  readonly name: string;
  readonly children: readonly HtmlNode[];
  readonly #attributes: Map<string, string>;

  constructor(element: HtmlElement) {
    this.name = element.tagName;
    this.children = element.childNodes;
    this.#attributes = new Map(element.attrs.map((one) => [one.name, one.value]));
  }

  /** Takes an attribute; what is left at {@link end} is unknown. */
  take(name: string): string | null {
    const value = this.#attributes.get(name) ?? null;
    this.#attributes.delete(name);
    return value;
  }

  takeLanguage(): { language: string | null; direction: Direction | null } {
    const direction = this.take('dir');
    if (direction !== null && direction !== 'ltr' && direction !== 'rtl') throw damaged(`dir="${direction}"`);
    return { language: this.take('lang'), direction };
  }

  /** Takes an attribute that must have this value. */
  expect(name: string, value: string): void {
    const found = this.take(name);
    if (found !== value) throw damaged(`<${this.name} ${name}="${found ?? ''}">`);
  }

  /** Throws `unreadable` where an attribute was not asked for. */
  end(): this {
    for (const name of this.#attributes.keys()) throw damaged(`attribute ${name} of <${this.name}>`);
    return this;
  }

  /** The child elements; text other than white space between them is an error. */
  elements(): StrictElement[] {
    return elementsOf(this.children, this.name);
  }

  /** The text of an element that holds nothing else. */
  text(): string {
    return this.children.map((child) => (isText(child) ? child.value : unexpected(child, this.name))).join('');
  }
}

/** The elements among nodes; white space and nothing else may stand between. */
export function elementsOf(nodes: readonly HtmlNode[], parent: string): StrictElement[] {
  const elements: StrictElement[] = [];
  for (const node of nodes) {
    if (isElement(node)) elements.push(new StrictElement(node));
    else if (!isText(node) || node.value.trim() !== '') unexpected(node, parent);
  }
  return elements;
}

/** Throws `unreadable` for a node that has no place there. */
export function unexpected(node: HtmlNode, parent: string): never {
  throw damaged(isText(node) ? `text in <${parent}>` : `${node.nodeName} in <${parent}>`);
}

export type TextInline = Extract<Inline, { type: 'text' }>;
