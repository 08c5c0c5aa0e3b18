import type { Block, Inline, Mark } from '#contract';
import { leafBlocks } from './leaf-blocks.ts';
import { normaliseLanguage } from './language-tag.ts';
import { normaliseHref } from './link-address.ts';

/** Quotes, lists, definition lists and footnotes may lie this deep in each other; deeper ones are laid flat, words kept. */
export const MAX_BLOCK_DEPTH = 64;

const MARK_ORDER = ['language', 'link', 'strong', 'emphasis', 'code', 'sub', 'sup'] as const;

/** NFC, LF as line end, lone surrogates as U+FFFD, no C0 control but tab and line feed. Idempotent. */
export function normaliseText(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .replace(C0_CONTROLS, '')
    .normalize('NFC');
}

const C0_CONTROLS = /[\u0000-\u0008\u000B-\u001F]/g;

/** Text of one line that stands for "unknown" when there is nothing in it. */
export function normaliseLine(text: string | null | undefined): string | null {
  const line = normaliseText(text ?? '')
    .replace(/\s+/g, ' ')
    .trim();
  return line === '' ? null : line;
}

/** Running text in canonical form: texts cleaned, equal neighbours merged, marks sorted and unique, empties dropped. */
export function normaliseInlines(inlines: readonly Inline[]): Inline[] {
  const cleaned: Inline[] = [];
  for (const inline of mergeNeighbours(inlines.map(withCanonicalMarks))) {
    const canonical = cleanInline(inline);
    if (canonical) cleaned.push(canonical);
  }
  return mergeNeighbours(cleaned).map((inline) =>
    inline.type === 'text' ? { ...inline, text: inline.text.normalize('NFC') } : inline,
  );
}

/** True where there is a character to be read. */
export function hasWords(inlines: readonly Inline[]): boolean {
  return inlines.some((inline) => (inline.type === 'text' ? /\S/.test(inline.text) : inline.type !== 'break'));
}

/** Blocks in canonical form (RULINGS.md, 3): every level normalised, empty blocks dropped, depth bounded. Idempotent. */
export function normaliseBlocks(blocks: readonly Block[]): Block[] {
  return normaliseLevel(blocks, 1);
}

// Recursion ends at MAX_BLOCK_DEPTH: what lies deeper is laid flat by an iterative walk.
function normaliseLevel(blocks: readonly Block[], depth: number): Block[] {
  const level = depth > MAX_BLOCK_DEPTH ? leafBlocks(blocks) : blocks;
  const result: Block[] = [];
  for (const block of level) {
    const canonical = normaliseBlock(block, depth);
    if (canonical) result.push({ ...canonical, ...base(block) });
  }
  return result;
}

const base = (block: Block) => ({
  language: normaliseLanguage(block.language),
  direction: block.direction === 'ltr' || block.direction === 'rtl' ? block.direction : null,
});

function normaliseBlock(block: Block, depth: number): Block | null {
  switch (block.type) {
    case 'heading':
    case 'paragraph': {
      const content = normaliseInlines(block.content);
      return hasWords(content) ? { ...block, content } : null;
    }
    case 'quote': {
      const blocks = normaliseLevel(block.blocks, depth + 1);
      return blocks.length > 0 ? { ...block, blocks } : null;
    }
    case 'list': {
      const items = nonEmpty(block.items.map((item) => normaliseLevel(item, depth + 1)));
      const start = block.ordered && Number.isSafeInteger(block.start) && block.start !== 1 ? block.start : null;
      return items.length > 0 ? { ...block, items, start: start === 0 ? 0 : start } : null;
    }
    case 'definition-list': {
      const entries = block.entries
        .map((entry) => ({
          terms: entry.terms.map(normaliseInlines).filter(hasWords),
          definitions: nonEmpty(entry.definitions.map((one) => normaliseLevel(one, depth + 1))),
        }))
        .filter((entry) => entry.terms.length + entry.definitions.length > 0);
      return entries.length > 0 ? { ...block, entries } : null;
    }
    case 'figure': {
      const caption = captionOf(block.caption);
      const creditLine = normaliseLine(block.creditLine);
      const asset = normaliseLine(block.asset);
      if (!asset && caption.length === 0 && !creditLine) return null;
      return {
        ...block,
        asset,
        caption,
        creditLine,
        alt: normaliseLine(block.alt),
        credit: normaliseLine(block.credit),
      };
    }
    case 'video': {
      const caption = captionOf(block.caption);
      const stamp = normaliseLine(block.stamp);
      const url = block.url === null ? null : normaliseHref(block.url);
      const poster = normaliseLine(block.poster);
      if (!url && !poster && caption.length === 0 && !stamp) return null;
      const duration = block.duration !== null && Number.isFinite(block.duration) ? Math.max(0, block.duration) : null;
      return { ...block, caption, stamp, url, poster, duration, date: normaliseLine(block.date) };
    }
    case 'table': {
      const rows = block.rows
        .map((row) => ({
          cells: row.cells.map((cell) => ({ header: cell.header, content: normaliseInlines(cell.content) })),
        }))
        .filter((row) => row.cells.some((cell) => hasWords(cell.content)));
      const caption = captionOf(block.caption);
      return rows.length > 0 || caption.length > 0 ? { ...block, caption, rows } : null;
    }
    case 'code': {
      const text = normaliseText(block.text);
      return /\S/.test(text) ? { ...block, text, syntax: normaliseLine(block.syntax) } : null;
    }
    case 'rule':
      return { ...block };
    case 'footnote': {
      const id = normaliseLine(block.id);
      const blocks = normaliseLevel(block.blocks, depth + 1);
      const label = normaliseLine(block.label);
      if (id === null) return blocks.length > 0 ? { type: 'quote', blocks, language: null, direction: null } : null;
      return blocks.length > 0 || label ? { ...block, id, label: label ?? `[${id}]`, blocks } : null;
    }
  }
}

const nonEmpty = (lists: Block[][]) => lists.filter((list) => list.length > 0);

function captionOf(inlines: readonly Inline[]): Inline[] {
  const caption = normaliseInlines(inlines);
  return hasWords(caption) ? caption : [];
}

function withCanonicalMarks(inline: Inline): Inline {
  return inline.type === 'text' ? { ...inline, marks: normaliseMarks(inline.marks) } : inline;
}

function cleanInline(inline: Inline): Inline | null {
  if (inline.type === 'break') return { type: 'break' };
  if (inline.type === 'text') {
    const text = normaliseText(inline.text);
    return text === '' ? null : { type: 'text', text, marks: inline.marks };
  }
  const id = normaliseLine(inline.id);
  const label = normaliseLine(inline.label);
  if (id !== null) return { type: 'footnote-reference', id, label: label ?? `[${id}]` };
  return label === null ? null : { type: 'text', text: label, marks: [] };
}

function normaliseMarks(marks: readonly Mark[]): Mark[] {
  const kept = new Map<string, Mark>();
  for (const mark of marks) {
    const canonical = normaliseMark(mark);
    if (canonical && !kept.has(mark.type)) kept.set(mark.type, canonical);
  }
  return MARK_ORDER.map((type) => kept.get(type)).filter((mark) => mark !== undefined);
}

function normaliseMark(mark: Mark): Mark | null {
  if (mark.type === 'link') {
    const href = normaliseHref(mark.href);
    return href === null ? null : { type: 'link', href };
  }
  if (mark.type !== 'language') return { type: mark.type };
  const language = normaliseLanguage(mark.language);
  return language || mark.direction ? { type: 'language', language, direction: mark.direction } : null;
}

/** Equality of marks in canonical order. */
export function sameMark(one: Mark, other: Mark): boolean {
  if (one.type === 'link') return other.type === 'link' && one.href === other.href;
  if (one.type === 'language') {
    return other.type === 'language' && one.language === other.language && one.direction === other.direction;
  }
  return one.type === other.type;
}

const sameMarks = (one: readonly Mark[], other: readonly Mark[]) =>
  one.length === other.length && one.every((mark, place) => sameMark(mark, other[place]!));

function mergeNeighbours(inlines: readonly Inline[]): Inline[] {
  const merged: Inline[] = [];
  let run: string[] = [];
  let marks: Mark[] = [];
  const closeRun = () => {
    if (run.length > 0) merged.push({ type: 'text', text: run.join(''), marks });
    run = [];
  };
  for (const inline of inlines) {
    if (inline.type !== 'text') {
      closeRun();
      merged.push(inline);
      continue;
    }
    if (run.length > 0 && !sameMarks(marks, inline.marks)) closeRun();
    marks = inline.marks;
    run.push(inline.text);
  }
  closeRun();
  return merged;
}
