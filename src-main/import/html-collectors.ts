import type { Block, Direction, Inline, Mark } from '#contract';
import { leafBlocks } from '../article/leaf-blocks.ts';
import { collapseSpace } from './collapse-space.ts';

/** Where text goes: into blocks (page, quote, item) or, null, into one running text (heading, caption, cell, term). */
type Collector = { blocks: Block[] | null; inlines: Inline[]; late: Block[] };

export type BlockBase = { language: string | null; direction: Direction | null };

/** Gathers text and blocks while a page is walked through, each in the innermost thing that is open. */
export class HtmlCollectors {
  readonly #article: BlockBase;
  readonly #root: Collector = { blocks: [], inlines: [], late: [] };
  readonly #open: Collector[] = [this.#root];
  readonly #marks = new Map<Mark['type'], Mark[]>();
  readonly #bases: BlockBase[] = [];

  constructor(article: BlockBase) {
    this.#article = article;
  }

  finish(): Block[] {
    this.#flush();
    return this.#root.blocks ?? [];
  }

  get #current(): Collector {
    return this.#open.at(-1) ?? this.#root;
  }

  /** True inside a heading, a caption, a cell: no block begins there. */
  get isRunningText(): boolean {
    return this.#current.blocks === null;
  }

  /** What was said last in the paragraph that is open, and how many pieces it has. */
  get lastSaid(): { last: Inline | undefined; pieces: number } {
    return { last: this.#current.inlines.at(-1), pieces: this.#current.inlines.length };
  }

  // ------------------------------------------------------------ running text

  text(text: string): void {
    const marks: Mark[] = [];
    for (const stack of this.#marks.values()) {
      const mark = stack.at(-1);
      if (mark) marks.push(mark);
    }
    this.#current.inlines.push({ type: 'text', text, marks });
  }

  break(): void {
    this.#current.inlines.push({ type: 'break' });
  }

  /** Marks all text until the answer is called. */
  mark(marks: readonly Mark[]): () => void {
    for (const mark of marks) {
      const stack = this.#marks.get(mark.type);
      if (stack) stack.push(mark);
      else this.#marks.set(mark.type, [mark]);
    }
    return () => {
      for (const mark of marks) this.#marks.get(mark.type)?.pop();
    };
  }

  // ------------------------------------------------------------ blocks

  /** Gives blocks a language and direction until the answer is called; null: as around. */
  speak(language: string | null, direction: Direction | null): () => void {
    const outer = this.#bases.at(-1);
    this.#bases.push({
      language: language ?? outer?.language ?? null,
      direction: direction ?? outer?.direction ?? null,
    });
    return () => {
      this.#bases.pop();
    };
  }

  /** Language and direction for a block that begins here, null where they are the article's. */
  base(): BlockBase {
    const { language = null, direction = null } = this.#bases.at(-1) ?? {};
    const effective = direction ?? this.#article.direction;
    return {
      language: primary(language) === primary(this.#article.language) ? null : language,
      direction: effective === 'ltr' && this.#article.direction !== 'rtl' ? null : effective,
    };
  }

  /** A paragraph ends here; in running text its parts stay on lines of their own. */
  boundary(): void {
    if (!this.isRunningText) this.#flush();
    else if (this.#current.inlines.at(-1)?.type !== 'break') this.break();
  }

  #flush(): void {
    const collector = this.#current;
    for (const content of collapseSpace(collector.inlines)) {
      collector.blocks?.push({ type: 'paragraph', ...this.base(), content });
    }
    collector.blocks?.push(...collector.late);
    collector.inlines = [];
    collector.late = [];
  }

  /** Puts a block here; where only running text may stand, its words. */
  emit(block: Block): void {
    const collector = this.#current;
    if (collector.blocks !== null) {
      this.#flush();
      collector.blocks.push(block);
      return;
    }
    for (const leaf of leafBlocks([block])) {
      if ('content' in leaf) collector.inlines.push({ type: 'break' }, ...leaf.content, { type: 'break' });
      if (leaf.type === 'code') this.text(leaf.text);
    }
  }

  /** Puts a block after the paragraph that is open, which goes on. */
  emitLate(block: Block): void {
    if (!this.isRunningText) this.#current.late.push(block);
  }

  /** Gathers running text until the answer is called. */
  runningText(done: (content: Inline[]) => void): () => void {
    const collector: Collector = { blocks: null, inlines: [], late: [] };
    this.#open.push(collector);
    return () => {
      this.#open.pop();
      done(joinParagraphs(collapseSpace(collector.inlines)));
    };
  }

  /** Gathers blocks until the answer is called. */
  innerBlocks(done: (blocks: Block[]) => void): () => void {
    const blocks: Block[] = [];
    this.#open.push({ blocks, inlines: [], late: [] });
    return () => {
      this.#flush();
      this.#open.pop();
      done(blocks);
    };
  }
}

const primary = (language: string | null) => language?.split('-')[0] ?? null;

/** Paragraphs where only running text may stand: on lines of their own. */
export function joinParagraphs(paragraphs: readonly Inline[][]): Inline[] {
  return paragraphs.flatMap((paragraph, place): Inline[] =>
    place === 0 ? paragraph : [{ type: 'break' }, ...paragraph],
  );
}
