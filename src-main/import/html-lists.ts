import type { Block, Inline } from '#contract';
import { attributeOf, type HtmlElement } from '../article/bounded-html.ts';
import type { HtmlCollectors } from './html-collectors.ts';

type ListBlock = Extract<Block, { type: 'list' | 'definition-list' }>;

/** Lists and definition lists; items that stand in none give their blocks as they are. */
export class HtmlLists {
  readonly #to: HtmlCollectors;
  readonly #open: ListBlock[] = [];

  constructor(to: HtmlCollectors) {
    this.#to = to;
  }

  /** Begins an element of a list; the answer ends it. Null for any other element. */
  enter(element: HtmlElement): (() => void) | null {
    switch (element.tagName) {
      case 'ul':
      case 'ol':
      case 'menu':
      case 'dir':
        return this.#list(element);
      case 'dl':
        return this.#begin({ type: 'definition-list', ...this.#to.base(), entries: [] });
      case 'li':
        return this.#item();
      case 'dt':
        return this.#to.runningText((term) => {
          this.#term(term);
        });
      case 'dd':
        return this.#definition();
      default:
        return null;
    }
  }

  #list(element: HtmlElement): () => void {
    const ordered = element.tagName === 'ol';
    const first = Number.parseInt(attributeOf(element, 'start') ?? '', 10);
    const start = ordered && Number.isSafeInteger(first) ? first : null;
    return this.#begin({ type: 'list', ordered, start, ...this.#to.base(), items: [] });
  }

  #begin(list: ListBlock): () => void {
    this.#open.push(list);
    return this.#to.innerBlocks((loose) => {
      this.#open.pop();
      // What stands in a list outside its items becomes one.
      if (loose.length > 0 && list.type === 'list') list.items.push(loose);
      if (loose.length > 0 && list.type === 'definition-list') list.entries.push({ terms: [], definitions: [loose] });
      this.#to.emit(list);
    });
  }

  /** Null where it stands in no list: its blocks go where they stand, each handled once however deep such items lie. */
  #item(): (() => void) | null {
    const list = this.#open.at(-1);
    if (list?.type !== 'list') return null;
    return this.#to.innerBlocks((blocks) => {
      list.items.push(blocks);
    });
  }

  #term(term: Inline[]): void {
    const list = this.#open.at(-1);
    if (list?.type !== 'definition-list') {
      this.#to.emit({ type: 'paragraph', ...this.#to.base(), content: term });
      return;
    }
    const last = list.entries.at(-1);
    if (last?.definitions.length === 0) last.terms.push(term);
    else list.entries.push({ terms: [term], definitions: [] });
  }

  #definition(): (() => void) | null {
    const list = this.#open.at(-1);
    if (list?.type !== 'definition-list') return null;
    return this.#to.innerBlocks((blocks) => {
      if (list.entries.length > 0) list.entries.at(-1)!.definitions.push(blocks);
      else list.entries.push({ terms: [], definitions: [blocks] });
    });
  }
}
