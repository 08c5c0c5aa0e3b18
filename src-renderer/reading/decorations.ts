import type { NoteColor } from '#contract';

/** A stretch of the article's plain text that is drawn in a special way. */
export type Decoration = {
  start: number;
  end: number;
  kind: 'hit' | 'note';
  /** The note's id; for a hit its number in the article, from 0. */
  id: string;
  /** Of a note; null for a hit. */
  color: NoteColor | null;
  /** The hit one is at, or the note that has the focus. */
  current: boolean;
};

/** A part of a text piece over which the same decorations lie, the widest first. */
export type Segment = { start: number; end: number; decorations: readonly Decoration[] };

const NONE: readonly Decoration[] = [];

/** Decorations in the order of the text, for quick look-up by place. */
export class DecorationIndex {
  readonly #sorted: readonly Decoration[];
  /** `#reach[i]`: the furthest end among the first i + 1. */
  readonly #reach: readonly number[];

  constructor(decorations: readonly Decoration[]) {
    this.#sorted = decorations.filter(({ start, end }) => end > start).sort(byPlace);
    let reach = 0;
    this.#reach = this.#sorted.map(({ end }) => (reach = Math.max(reach, end)));
  }

  /** All that touch [start, end), in order; the same empty list each time there are none. */
  within(start: number, end: number): readonly Decoration[] {
    const first = firstIndex(this.#reach, (reach) => reach > start);
    const found: Decoration[] = [];
    for (let index = first; index < this.#sorted.length; index++) {
      const decoration = this.#sorted[index]!;
      if (decoration.start >= end) break;
      if (decoration.end > start) found.push(decoration);
    }
    return found.length === 0 ? NONE : found;
  }
}

/** Splits [start, end) wherever a decoration begins or ends; the parts are gapless and never empty. */
export function splitIntoSegments(start: number, end: number, decorations: readonly Decoration[]): Segment[] {
  if (end <= start) return [];
  const edges = new Set<number>([start, end]);
  for (const decoration of decorations) {
    if (decoration.start > start && decoration.start < end) edges.add(decoration.start);
    if (decoration.end > start && decoration.end < end) edges.add(decoration.end);
  }
  const sorted = [...edges].sort((a, b) => a - b);
  return sorted.slice(0, -1).map((from, index) => {
    const to = sorted[index + 1]!;
    const over = decorations.filter((decoration) => decoration.start < to && decoration.end > from);
    // The narrowest innermost, so that a note inside a wider one can be pointed at.
    return { start: from, end: to, decorations: over.length < 2 ? over : [...over].sort(byLength) };
  });
}

function byPlace(a: Decoration, b: Decoration): number {
  return a.start - b.start || b.end - a.end;
}

function byLength(a: Decoration, b: Decoration): number {
  // Hits lie innermost: their bold and underline must show on any note.
  if (a.kind !== b.kind) return a.kind === 'hit' ? 1 : -1;
  return b.end - b.start - (a.end - a.start) || (a.id < b.id ? -1 : 1);
}

/** Index of the first value that fits, in a list that does not fit and then fits; its length if none. */
function firstIndex(values: readonly number[], fits: (value: number) => boolean): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (fits(values[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}
