import type { Inline, Mark } from '#contract';

/** A piece of running text and where it starts in the article's plain text (null: not part of it). */
export type Piece =
  | { kind: 'text'; text: string; at: number; marks: Mark[] }
  | { kind: 'break' }
  | { kind: 'reference'; id: string; label: string; at: number };

/** Neighbouring pieces of one link, so that it is one link to the keyboard too; `href` null: no link. */
export type PieceGroup = { href: string | null; pieces: Piece[] };

/**
 * The pieces of some inline content.
 * @param path the content's path in the article, "blocks.3.content"
 * @param textOffsets as in the opened article
 */
export function toPieces(content: readonly Inline[], path: string, textOffsets: Record<string, number>): Piece[] {
  return content.map((inline, index): Piece => {
    if (inline.type === 'break') return { kind: 'break' };
    const at = textOffsets[`${path}.${index}`] ?? 0;
    if (inline.type === 'footnote-reference') return { kind: 'reference', id: inline.id, label: inline.label, at };
    return { kind: 'text', text: inline.text, at, marks: inline.marks };
  });
}

/** Only what stands in [start, end) of the plain text; breaks at the new ends are dropped. */
export function clipPieces(pieces: readonly Piece[], start: number, end: number): Piece[] {
  const kept: Piece[] = [];
  for (const piece of pieces) {
    if (piece.kind === 'break') {
      if (kept.length > 0) kept.push(piece);
      continue;
    }
    const length = piece.kind === 'text' ? piece.text.length : piece.label.length;
    const from = Math.max(start, piece.at);
    const to = Math.min(end, piece.at + length);
    if (to <= from) continue;
    if (piece.kind === 'reference') kept.push(piece);
    else kept.push({ ...piece, at: from, text: piece.text.slice(from - piece.at, to - piece.at) });
  }
  while (kept.at(-1)?.kind === 'break') kept.pop();
  return kept;
}

/** Puts neighbours that belong to the same link together. */
export function groupByLink(pieces: readonly Piece[]): PieceGroup[] {
  const groups: PieceGroup[] = [];
  for (const piece of pieces) {
    const link = piece.kind === 'text' ? piece.marks.find((mark) => mark.type === 'link') : undefined;
    const href = link?.href ?? null;
    const last = groups.at(-1);
    if (last?.href === href) last.pieces.push(piece);
    else groups.push({ href, pieces: [piece] });
  }
  return groups;
}
