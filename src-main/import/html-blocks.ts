import type { Block, Direction, Inline, Mark } from '#contract';
import { attributeOf, isElement, isText, type HtmlElement, type HtmlNode } from '../article/bounded-html.ts';
import { leafBlocks } from '../article/leaf-blocks.ts';
import { normaliseLanguage } from '../article/language-tag.ts';
import { normaliseHref } from '../article/link-address.ts';
import { collapseSpace } from './collapse-space.ts';
import { BLOCK_ELEMENTS, childrenOf, elementsNamed, isLeftOut, textUnder } from './html-elements.ts';
import { figureBlocks, isCredit, isFigure, isSpacer, videoOf, type FigureParts } from './html-figure.ts';
import { isDataTable } from './html-table.ts';
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

/** Where text goes: into blocks (root, quote, item) or into one running text (heading, caption, cell, term). */
type Collector = { blocks: Block[] | null; inlines: Inline[]; late: Block[] };

type TableBlock = Extract<Block, { type: 'table' }>;

type Step = { node: HtmlNode } | { leave: () => void };

/**
 * The blocks of a tree of foreign HTML, by an allow-list: known elements become blocks and marks, all others give only
 * their text (DESIGN.md, 2). Iterative, so that depth does not matter; the result still wants `normaliseBlocks`.
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

const MARKS: Readonly<Record<string, Mark['type']>> = {
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
  readonly #root: Collector = { blocks: [], inlines: [], late: [] };
  readonly #collectors: Collector[] = [this.#root];
  readonly #marks = new Map<Mark['type'], Mark[]>();
  readonly #languages: (string | null)[] = [];
  readonly #directions: (Direction | null)[] = [];
  readonly #lists: Block[] = [];
  #table: TableBlock | null = null;
  #figure: FigureParts | null = null;
  #inCredit = false;
  /** The span that ended last, and how much text there was then. */
  #lastSpan: { role: string | null; inlines: number } = { role: null, inlines: 0 };

  constructor(context: HtmlContext) {
    this.#context = context;
  }

  finish(): Block[] {
    this.#flush();
    return this.#root.blocks ?? [];
  }

  get #current(): Collector {
    return this.#collectors.at(-1) ?? this.#root;
  }

  visit(node: HtmlNode, steps: Step[]): void {
    if (isText(node)) {
      this.#current.inlines.push({ type: 'text', text: node.value, marks: this.#marksNow() });
      return;
    }
    if (isElement(node)) {
      if (isLeftOut(node) || this.#context.leaveOut(node)) return;
      if (this.#visitEmpty(node)) return;
      steps.push({ leave: this.#enter(node) });
    }
    const children = childrenOf(node);
    for (let place = children.length - 1; place >= 0; place -= 1) steps.push({ node: children[place]! });
  }

  #marksNow(): Mark[] {
    const marks: Mark[] = [];
    for (const stack of this.#marks.values()) {
      const mark = stack.at(-1);
      if (mark) marks.push(mark);
    }
    return marks;
  }

  /** Elements that hold nothing to walk through. */
  #visitEmpty(element: HtmlElement): boolean {
    switch (element.tagName) {
      case 'br':
        this.#current.inlines.push({ type: 'break' });
        return true;
      case 'wbr':
        return true;
      case 'hr':
        this.#emit({ type: 'rule', ...this.#base() });
        return true;
      case 'img':
        this.#image(element);
        return true;
      case 'video':
      case 'iframe':
        this.#video(element);
        return true;
      case 'pre':
        this.#code(element);
        return true;
      default:
        return false;
    }
  }

  /** Begins an element; the answer ends it. */
  #enter(element: HtmlElement): () => void {
    if (this.#figure && !this.#inCredit && isCredit(element)) {
      this.#inCredit = true;
      const leave = this.#beginCredit(this.#figure);
      return () => {
        leave();
        this.#inCredit = false;
      };
    }
    if (!BLOCK_ELEMENTS.has(element.tagName)) return this.#enterInline(element);
    this.#boundary();
    const language = normaliseLanguage(attributeOf(element, 'lang'));
    const direction = directionOf(element);
    this.#languages.push(language ?? this.#languages.at(-1) ?? null);
    this.#directions.push(direction ?? this.#directions.at(-1) ?? null);
    const leave = this.#enterBlock(element) ?? (() => this.#boundary());
    return () => {
      leave();
      this.#languages.pop();
      this.#directions.pop();
    };
  }

  #enterBlock(element: HtmlElement): (() => void) | null {
    const { tagName } = element;
    // Inside a heading, a caption or a cell there is only running text.
    if (this.#current.blocks === null) return null;
    if (this.#table) return this.#tablePart(this.#table, tagName);
    const heading = /^h([1-6])$/.exec(tagName);
    if (heading) {
      const level = Math.min(4, Math.max(2, Number(heading[1]))) as 2 | 3 | 4;
      return this.#runningText((content) => this.#emit({ type: 'heading', level, ...this.#base(), content }));
    }
    switch (tagName) {
      case 'blockquote':
        return this.#innerBlocks((blocks) => this.#emit({ type: 'quote', ...this.#base(), blocks }));
      case 'ul':
      case 'ol':
      case 'menu':
      case 'dir':
        return this.#list(element);
      case 'li':
        return this.#item();
      case 'dl':
        return this.#definitions();
      case 'dt':
        return this.#runningText((term) => this.#term(term));
      case 'dd':
        return this.#innerBlocks((blocks) => this.#definition(blocks));
      case 'figure':
        return isFigure(element) ? this.#beginFigure() : null;
      case 'table':
        return isDataTable(element) ? this.#beginTable() : null;
      default:
        return null;
    }
  }

  // ------------------------------------------------------------ running text

  #enterInline(element: HtmlElement): () => void {
    const opened: Mark['type'][] = [];
    const open = (mark: Mark) => {
      const stack = this.#marks.get(mark.type);
      if (stack) stack.push(mark);
      else this.#marks.set(mark.type, [mark]);
      opened.push(mark.type);
    };
    const type = MARKS[element.tagName];
    if (type !== undefined) open({ type } as Mark);
    const href = element.tagName === 'a' ? this.#linkOf(attributeOf(element, 'href')) : null;
    if (href !== null) open({ type: 'link', href });
    const language = normaliseLanguage(attributeOf(element, 'lang'));
    const direction = directionOf(element);
    if (language !== null || direction !== null) open({ type: 'language', language, direction });
    if (MATH_TOKENS.has(element.tagName) || this.#isApart(element)) this.#text(' ');
    const quoted = element.tagName === 'q';
    if (quoted) this.#text('“');
    return () => {
      if (quoted) this.#text('”');
      for (const mark of opened) this.#marks.get(mark)?.pop();
      if (element.tagName === 'span') {
        this.#lastSpan = { role: attributeOf(element, 'class'), inlines: this.#current.inlines.length };
      }
    };
  }

  /** True for a span that only its style keeps apart from the one before: "Credit", "Anna Beispiel". */
  #isApart(element: HtmlElement): boolean {
    const { inlines } = this.#current;
    const last = inlines.at(-1);
    return (
      (element.tagName === 'span' || element.tagName === 'time') &&
      inlines.length === this.#lastSpan.inlines &&
      attributeOf(element, 'class') !== this.#lastSpan.role &&
      last?.type === 'text' &&
      last.text.trim().length > 1
    );
  }

  #text(text: string): void {
    this.#current.inlines.push({ type: 'text', text, marks: this.#marksNow() });
  }

  #linkOf(href: string | null): string | null {
    if (href === null || href.trim().startsWith('#')) return null;
    return normaliseHref(href.trim(), this.#context.baseUrl);
  }

  /** A paragraph ends here; in running text its parts stay on lines of their own. */
  #boundary(): void {
    if (this.#current.blocks !== null) this.#flush();
    else if (this.#current.inlines.at(-1)?.type !== 'break') this.#current.inlines.push({ type: 'break' });
  }

  #flush(): void {
    const collector = this.#current;
    const { inlines, late } = collector;
    if (inlines.length > 0) {
      for (const content of collapseSpace(inlines)) {
        collector.blocks?.push({ type: 'paragraph', ...this.#base(), content });
      }
      collector.inlines = [];
    }
    if (late.length > 0) {
      collector.blocks?.push(...late);
      collector.late = [];
    }
  }

  #emit(block: Block): void {
    const collector = this.#current;
    if (collector.blocks !== null) {
      this.#flush();
      collector.blocks.push(block);
      return;
    }
    for (const leaf of leafBlocks([block])) {
      if ('content' in leaf) collector.inlines.push({ type: 'break' }, ...leaf.content, { type: 'break' });
      if (leaf.type === 'code') collector.inlines.push({ type: 'text', text: leaf.text, marks: this.#marksNow() });
    }
  }

  #base(): { language: string | null; direction: Direction | null } {
    const language = this.#languages.at(-1) ?? null;
    const direction = this.#directions.at(-1) ?? null;
    return {
      language: language === this.#context.language ? null : language,
      direction: direction ?? this.#context.direction,
    };
  }

  // ------------------------------------------------------------ blocks that hold something

  #collect(blocks: Block[] | null): Collector {
    const collector: Collector = { blocks, inlines: [], late: [] };
    this.#collectors.push(collector);
    return collector;
  }

  #runningText(done: (content: Inline[]) => void): () => void {
    const collector = this.#collect(null);
    return () => {
      this.#collectors.pop();
      done(joinParagraphs(collapseSpace(collector.inlines)));
    };
  }

  #innerBlocks(done: (blocks: Block[]) => void): () => void {
    const blocks: Block[] = [];
    this.#collect(blocks);
    return () => {
      this.#flush();
      this.#collectors.pop();
      done(blocks);
    };
  }

  #list(element: HtmlElement): () => void {
    const ordered = element.tagName === 'ol';
    const start = Number.parseInt(attributeOf(element, 'start') ?? '', 10);
    const list: Block = {
      type: 'list',
      ordered,
      start: ordered && Number.isSafeInteger(start) ? start : null,
      ...this.#base(),
      items: [],
    };
    this.#lists.push(list);
    // What stands in a list outside its items becomes one.
    return this.#innerBlocks((loose) => {
      this.#lists.pop();
      if (loose.length > 0) list.items.push(loose);
      this.#emit(list);
    });
  }

  #item(): () => void {
    const list = this.#lists.at(-1);
    return this.#innerBlocks((blocks) => {
      if (list?.type === 'list') list.items.push(blocks);
      else for (const block of blocks) this.#emit(block);
    });
  }

  #definitions(): () => void {
    const list: Block = { type: 'definition-list', ...this.#base(), entries: [] };
    this.#lists.push(list);
    return this.#innerBlocks((loose) => {
      this.#lists.pop();
      if (loose.length > 0) list.entries.push({ terms: [], definitions: [loose] });
      this.#emit(list);
    });
  }

  #term(term: Inline[]): void {
    const list = this.#lists.at(-1);
    if (list?.type !== 'definition-list') return this.#emit({ type: 'paragraph', ...this.#base(), content: term });
    const last = list.entries.at(-1);
    if (last && last.definitions.length === 0) last.terms.push(term);
    else list.entries.push({ terms: [term], definitions: [] });
  }

  #definition(blocks: Block[]): void {
    const list = this.#lists.at(-1);
    if (list?.type !== 'definition-list') for (const block of blocks) this.#emit(block);
    else if (list.entries.length > 0) list.entries.at(-1)!.definitions.push(blocks);
    else list.entries.push({ terms: [], definitions: [blocks] });
  }

  // ------------------------------------------------------------ tables and figures

  #beginTable(): () => void {
    const table: TableBlock = { type: 'table', ...this.#base(), caption: [], rows: [] };
    const outer = this.#table;
    this.#table = table;
    // What stands in a table outside its cells goes before it.
    return this.#innerBlocks((loose) => {
      this.#table = outer;
      for (const block of [...loose, table]) this.#emit(block);
    });
  }

  #tablePart(table: TableBlock, tagName: string): (() => void) | null {
    if (tagName === 'caption') return this.#runningText((content) => table.caption.push(...content));
    if (tagName === 'tr') table.rows.push({ cells: [] });
    if (tagName !== 'td' && tagName !== 'th') return null;
    return this.#runningText((content) => {
      if (table.rows.length === 0) table.rows.push({ cells: [] });
      table.rows.at(-1)!.cells.push({ header: tagName === 'th', content });
    });
  }

  #beginFigure(): () => void {
    const figure: FigureParts = { images: [], video: null, credits: [] };
    this.#figure = figure;
    return this.#runningText((caption) => {
      this.#figure = null;
      for (const block of figureBlocks(figure, caption, this.#base())) this.#emit(block);
    });
  }

  #beginCredit(figure: FigureParts): () => void {
    return this.#runningText((content) => {
      const credit = content.map((inline) => (inline.type === 'text' ? inline.text : ' ')).join('');
      if (credit.trim() !== '') figure.credits.push(credit.trim());
    });
  }

  #image(element: HtmlElement): void {
    const alt = attributeOf(element, 'alt')?.trim() ?? '';
    // Signs drawn as pictures stand for themselves.
    if (/^\p{Extended_Pictographic}/u.test(alt) && alt.length <= 16) return this.#text(alt);
    const address = attributeOf(element, 'src') ?? '';
    const image = { asset: this.#context.assets.take(address), alt: alt === '' ? null : alt };
    if (image.asset === null && (address.startsWith('data:') || isSpacer(element))) image.alt = null;
    if (this.#figure) this.#figure.images.push(image);
    else if (image.asset !== null || image.alt !== null) {
      const caption = { caption: [], creditLine: null, credit: null };
      this.#current.late.push({ type: 'figure', ...this.#base(), ...image, ...caption });
    }
  }

  #video(element: HtmlElement): void {
    const video = videoOf(element, this.#context);
    if (video === null) return;
    if (this.#figure) this.#figure.video ??= video;
    else if (this.#current.blocks !== null) {
      const nothing = { caption: [], stamp: null, date: null, duration: null };
      this.#emit({ type: 'video', ...this.#base(), ...nothing, ...video });
    }
  }

  #code(element: HtmlElement): void {
    const [code] = [...elementsNamed(element, 'code')];
    const syntax = /(?:^|\s)(?:language|lang|highlight-source)-([\w+#-]{1,20})/.exec(
      `${attributeOf(element, 'class') ?? ''} ${(code && attributeOf(code, 'class')) ?? ''}`,
    );
    const text = textUnder(element).replace(/^\n+|\s+$/g, '');
    this.#emit({ type: 'code', ...this.#base(), text, syntax: syntax?.[1] ?? null });
  }
}

function directionOf(element: HtmlElement): Direction | null {
  const direction = attributeOf(element, 'dir')?.toLowerCase();
  return direction === 'ltr' || direction === 'rtl' ? direction : null;
}

/** Paragraphs where only running text may stand: on lines of their own. */
function joinParagraphs(paragraphs: Inline[][]): Inline[] {
  return paragraphs.flatMap((paragraph, place): Inline[] =>
    place === 0 ? paragraph : [{ type: 'break' }, ...paragraph],
  );
}
