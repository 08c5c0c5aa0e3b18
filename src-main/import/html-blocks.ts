import type { Block, Direction, Mark } from '#contract';
import { attributeOf, isElement, isText, type HtmlElement, type HtmlNode } from '../article/bounded-html.ts';
import { normaliseLanguage } from '../article/language-tag.ts';
import { normaliseHref } from '../article/link-address.ts';
import { HtmlCollectors } from './html-collectors.ts';
import { BLOCK_ELEMENTS, childrenOf, codeUnder, isLeftOut } from './html-elements.ts';
import { figureBlocks, imageOf, isCredit, isFigure, videoOf, type FigureParts } from './html-figure.ts';
import { HtmlLists } from './html-lists.ts';
import { beginTable, isDataTable, tablePart, type TableBlock } from './html-table.ts';
import type { PageAssets } from './page-assets.ts';

/** What the blocks of a page are read with. */
export type HtmlContext = {
  /** Relative links are resolved against it. */
  baseUrl: string | null;
  /** Language and direction of the article: blocks name theirs only where they differ. */
  language: string | null;
  direction: Direction | null;
  assets: PageAssets;
  /** Elements to leave out beside those no article has. */
  leaveOut: (element: HtmlElement) => boolean;
};

type Step = { node: HtmlNode } | { leave: () => void };

/**
 * The blocks of a tree of foreign HTML, by an allow-list: known elements become blocks and marks, all others give only
 * their text. Iterative, so that depth does not matter; the result still wants `normaliseBlocks`.
 */
export function blocksOfHtml(root: HtmlNode, context: HtmlContext): Block[] {
  const reader = new HtmlReader(context);
  const steps: Step[] = [{ node: root }];
  for (let step = steps.pop(); step; step = steps.pop()) {
    if ('leave' in step) step.leave();
    else reader.visit(step.node, steps);
  }
  return reader.finish();
}

const MARKS: Readonly<Record<string, 'strong' | 'emphasis' | 'code' | 'sub' | 'sup'>> = {
  b: 'strong',
  strong: 'strong',
  i: 'emphasis',
  em: 'emphasis',
  cite: 'emphasis',
  dfn: 'emphasis',
  var: 'emphasis',
  code: 'code',
  kbd: 'code',
  samp: 'code',
  tt: 'code',
  sub: 'sub',
  sup: 'sup',
};

/** In formulas white space does not count; without any, their signs would run into each other. */
const MATH_TOKENS = new Set(['mi', 'mn', 'mo', 'ms', 'mtext']);

class HtmlReader {
  readonly #context: HtmlContext;
  readonly #to: HtmlCollectors;
  readonly #lists: HtmlLists;
  #table: TableBlock | null = null;
  #figure: FigureParts | null = null;
  #inCredit = false;
  /** The span that ended last, and how much text there was then. */
  #lastSpan: { role: string | null; pieces: number } = { role: null, pieces: 0 };

  constructor(context: HtmlContext) {
    this.#context = context;
    this.#to = new HtmlCollectors(context);
    this.#lists = new HtmlLists(this.#to);
  }

  finish(): Block[] {
    return this.#to.finish();
  }

  visit(node: HtmlNode, steps: Step[]): void {
    if (isText(node)) {
      this.#to.text(node.value);
      return;
    }
    if (isElement(node)) {
      if (isLeftOut(node) || this.#context.leaveOut(node) || this.#visitEmpty(node)) return;
      steps.push({ leave: this.#enter(node) });
    }
    const children = childrenOf(node);
    for (let place = children.length - 1; place >= 0; place -= 1) steps.push({ node: children[place]! });
  }

  /** Elements that hold nothing to walk through. */
  #visitEmpty(element: HtmlElement): boolean {
    switch (element.tagName) {
      case 'wbr':
        return true;
      case 'br':
        this.#to.break();
        return true;
      case 'hr':
        this.#to.emit({ type: 'rule', ...this.#to.base() });
        return true;
      case 'img':
        this.#image(element);
        return true;
      case 'video':
      case 'iframe':
        this.#video(element);
        return true;
      case 'pre':
        this.#to.emit({ type: 'code', ...this.#to.base(), ...codeUnder(element) });
        return true;
      default:
        return false;
    }
  }

  /** Begins an element; the answer ends it. */
  #enter(element: HtmlElement): () => void {
    if (this.#figure && !this.#inCredit && isCredit(element)) return this.#beginCredit(this.#figure);
    if (!BLOCK_ELEMENTS.has(element.tagName)) return this.#enterInline(element);
    this.#to.boundary();
    const endSpeech = this.#to.speak(normaliseLanguage(attributeOf(element, 'lang')), directionOf(element));
    const leave = this.#enterBlock(element);
    return () => {
      if (leave) leave();
      else this.#to.boundary();
      endSpeech();
    };
  }

  #enterBlock(element: HtmlElement): (() => void) | null {
    const { tagName } = element;
    if (this.#to.isRunningText) return null;
    if (this.#table) return tablePart(this.#to, this.#table, tagName);
    const heading = /^h([1-6])$/.exec(tagName);
    if (heading) {
      const level = Math.min(4, Math.max(2, Number(heading[1]))) as 2 | 3 | 4;
      return this.#to.runningText((content) => {
        this.#to.emit({ type: 'heading', level, ...this.#to.base(), content });
      });
    }
    if (tagName === 'blockquote') {
      return this.#to.innerBlocks((blocks) => {
        this.#to.emit({ type: 'quote', ...this.#to.base(), blocks });
      });
    }
    if (tagName === 'figure') return isFigure(element) ? this.#beginFigure() : null;
    if (tagName === 'table') return isDataTable(element) ? this.#beginTable() : null;
    return this.#lists.enter(element);
  }

  #beginTable(): () => void {
    const { table, leave } = beginTable(this.#to);
    this.#table = table;
    return () => {
      this.#table = null;
      leave();
    };
  }

  #beginFigure(): () => void {
    const figure: FigureParts = { images: [], video: null, credits: [] };
    this.#figure = figure;
    return this.#to.runningText((caption) => {
      this.#figure = null;
      for (const block of figureBlocks(figure, caption, this.#to.base())) this.#to.emit(block);
    });
  }

  #beginCredit(figure: FigureParts): () => void {
    this.#inCredit = true;
    return this.#to.runningText((content) => {
      this.#inCredit = false;
      const credit = content.map((inline) => (inline.type === 'text' ? inline.text : ' ')).join('');
      if (credit.trim() !== '') figure.credits.push(credit.trim());
    });
  }

  // ------------------------------------------------------------ running text

  #enterInline(element: HtmlElement): () => void {
    const unmark = this.#to.mark(this.#marksOf(element));
    if (MATH_TOKENS.has(element.tagName) || this.#isApart(element)) this.#to.text(' ');
    const isQuotation = element.tagName === 'q';
    if (isQuotation) this.#to.text('“');
    return () => {
      if (isQuotation) this.#to.text('”');
      unmark();
      if (element.tagName === 'span') {
        this.#lastSpan = { role: attributeOf(element, 'class'), pieces: this.#to.lastSaid.pieces };
      }
    };
  }

  #marksOf(element: HtmlElement): Mark[] {
    const marks: Mark[] = [];
    const type = MARKS[element.tagName];
    if (type !== undefined) marks.push({ type });
    const target = element.tagName === 'a' ? (attributeOf(element, 'href')?.trim() ?? '#') : '#';
    const href = target.startsWith('#') ? null : normaliseHref(target, this.#context.baseUrl);
    if (href !== null) marks.push({ type: 'link', href });
    const language = normaliseLanguage(attributeOf(element, 'lang'));
    const direction = directionOf(element);
    if (language !== null || direction !== null) marks.push({ type: 'language', language, direction });
    return marks;
  }

  /** True for a span that only its style keeps apart from the one before: "Credit", "Anna Beispiel". */
  #isApart(element: HtmlElement): boolean {
    if (element.tagName !== 'span' && element.tagName !== 'time') return false;
    const { last, pieces } = this.#to.lastSaid;
    return (
      pieces === this.#lastSpan.pieces &&
      attributeOf(element, 'class') !== this.#lastSpan.role &&
      last?.type === 'text' &&
      last.text.trim().length > 1
    );
  }

  #image(element: HtmlElement): void {
    const alt = attributeOf(element, 'alt')?.trim() ?? '';
    // Signs drawn as pictures stand for themselves.
    if (/^\p{Extended_Pictographic}/u.test(alt) && alt.length <= 16) {
      this.#to.text(alt);
      return;
    }
    const image = imageOf(element, this.#context.assets);
    if (this.#figure) this.#figure.images.push(image);
    else if (image.asset !== null || image.alt !== null) {
      const nothing = { caption: [], creditLine: null, credit: null };
      this.#to.emitLate({ type: 'figure', ...this.#to.base(), ...image, ...nothing });
    }
  }

  #video(element: HtmlElement): void {
    const video = videoOf(element, this.#context);
    if (video === null) return;
    if (this.#figure) this.#figure.video ??= video;
    else {
      const nothing = { caption: [], stamp: null, date: null, duration: null };
      this.#to.emitLate({ type: 'video', ...this.#to.base(), ...nothing, ...video });
    }
  }
}

function directionOf(element: HtmlElement): Direction | null {
  const direction = attributeOf(element, 'dir')?.toLowerCase();
  return direction === 'ltr' || direction === 'rtl' ? direction : null;
}
