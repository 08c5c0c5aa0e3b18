import type { Block, Inline } from '#contract';

/** The plain text and where each piece of drawn text starts in it, by path: "lead.0", "blocks.3.content.1". */
export type LaidOut = { text: string; textOffsets: Record<string, number> };

/**
 * The plain text of an article (RULINGS.md, 1): lead and blocks, a blank line between; list items, terms and table rows
 * on lines of their own, cells parted by tabs; a figure is caption and credit line, a video caption and stamp, a
 * footnote label and blocks; rules and alternative texts give nothing. All offsets in the program count its UTF-16 units.
 */
export function plainText(lead: readonly Inline[], blocks: readonly Block[]): string {
  return layOut(lead, blocks).text;
}

/** As {@link plainText}, with the offset of each text, reference, code, credit line, stamp and footnote label. */
export function layOut(lead: readonly Inline[], blocks: readonly Block[]): LaidOut {
  const layout = new Layout();
  layout.inlines(lead, 'lead');
  layout.afterGap('\n\n', () => layout.blocks(blocks, 'blocks', '\n\n'));
  return { text: layout.text(), textOffsets: layout.offsets };
}

/** Count of words: runs of letters and digits, held together by hyphens and apostrophes. */
export function countWords(text: string): number {
  // Counted one by one: the words of a text of many megabytes, kept at once, would fill the memory.
  const words = new RegExp(WORD);
  let count = 0;
  while (words.test(text)) count += 1;
  return count;
}

const WORD = /[\p{L}\p{N}\p{M}]+(?:[-‐‑'’.,][\p{L}\p{N}\p{M}]+)*/gu;

class Layout {
  readonly offsets: Record<string, number> = {};
  readonly #parts: string[] = [];
  #length = 0;
  /** What goes before the next piece, if one comes. */
  #gap = '';

  text(): string {
    return this.#parts.join('');
  }

  piece(text: string, path: string | null): void {
    if (text === '') return;
    this.#write(this.#gap);
    this.#gap = '';
    if (path !== null) this.offsets[path] = this.#length;
    this.#write(text);
  }

  #write(text: string): void {
    this.#parts.push(text);
    this.#length += text.length;
  }

  /** Runs `draw`; if something stands before and it draws anything, `gap` goes between. */
  afterGap(gap: string, draw: () => void): void {
    const outer = this.#gap;
    const before = this.#length;
    if (before > 0) this.#gap = gap;
    draw();
    if (this.#length === before) this.#gap = outer;
  }

  /** Draws one after the other with `gap` between those that draw anything; the first keeps the gap from outside. */
  #row(count: number, gap: string, draw: (place: number) => void): void {
    const start = this.#length;
    for (let place = 0; place < count; place += 1) {
      if (this.#length === start) draw(place);
      else this.afterGap(gap, () => draw(place));
    }
  }

  inlines(inlines: readonly Inline[], path: string): void {
    inlines.forEach((inline, place) => {
      if (inline.type === 'break') this.piece('\n', null);
      else this.piece(inline.type === 'text' ? inline.text : inline.label, `${path}.${place}`);
    });
  }

  blocks(blocks: readonly Block[], path: string, gap: string): void {
    this.#row(blocks.length, gap, (place) => this.#block(blocks[place]!, `${path}.${place}`, gap));
  }

  #block(block: Block, path: string, gap: string): void {
    switch (block.type) {
      case 'heading':
      case 'paragraph':
        this.inlines(block.content, `${path}.content`);
        break;
      case 'quote':
        this.blocks(block.blocks, `${path}.blocks`, gap);
        break;
      case 'list':
        this.#row(block.items.length, '\n', (place) => {
          this.blocks(block.items[place]!, `${path}.items.${place}`, '\n');
        });
        break;
      case 'definition-list':
        this.#row(block.entries.length, '\n', (place) => {
          this.#entry(block.entries[place]!, `${path}.entries.${place}`);
        });
        break;
      case 'figure':
        this.inlines(block.caption, `${path}.caption`);
        this.#line(block.creditLine, `${path}.creditLine`, block.caption.length > 0);
        break;
      case 'video':
        this.inlines(block.caption, `${path}.caption`);
        this.#line(block.stamp, `${path}.stamp`, block.caption.length > 0);
        break;
      case 'table':
        this.#table(block, path);
        break;
      case 'code':
        this.piece(block.text, `${path}.text`);
        break;
      case 'footnote':
        this.piece(block.label, `${path}.label`);
        this.afterGap(' ', () => {
          this.blocks(block.blocks, `${path}.blocks`, gap);
        });
        break;
      case 'rule':
    }
  }

  #line(text: string | null, path: string, spaced: boolean): void {
    const draw = () => this.piece(text ?? '', path);
    if (spaced) this.afterGap(' ', draw);
    else draw();
  }

  #entry(entry: { terms: Inline[][]; definitions: Block[][] }, path: string): void {
    const { terms, definitions } = entry;
    this.#row(terms.length + definitions.length, '\n', (place) => {
      if (place < terms.length) this.inlines(terms[place]!, `${path}.terms.${place}`);
      else this.blocks(definitions[place - terms.length]!, `${path}.definitions.${place - terms.length}`, '\n');
    });
  }

  #table(block: Extract<Block, { type: 'table' }>, path: string): void {
    this.#row(block.rows.length + 1, '\n', (place) => {
      if (place === 0) {
        this.inlines(block.caption, `${path}.caption`);
        return;
      }
      block.rows[place - 1]!.cells.forEach((cell, column) => {
        if (column > 0) this.piece('\t', null);
        this.inlines(cell.content, `${path}.rows.${place - 1}.cells.${column}.content`);
      });
    });
  }
}
