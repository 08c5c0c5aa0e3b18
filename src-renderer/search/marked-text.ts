import type { Excerpt } from '#contract';

/** Text with marked stretches: each with the plain text before it, then what follows the last. */
export type MarkedText = { stretches: readonly { before: string; marked: string }[]; rest: string };

/** Characters kept before the first mark, so that it can be seen on one line. */
const BEFORE = 22;

/** An excerpt cut so that its first mark stands near the beginning. */
export function markExcerpt({ text, marks }: Excerpt): MarkedText {
  const first = marks[0]?.[0] ?? 0;
  let from = 0;
  if (first > BEFORE + 8) {
    const space = text.indexOf(' ', first - BEFORE);
    from = space !== -1 && space < first ? space + 1 : first;
  }
  // One that begins in the middle of a sentence says so.
  const lead = from > 0 || /^\p{Ll}/u.test(text) ? '… ' : '';
  return markStretches(
    lead + text.slice(from),
    marks.map(([start, end]) => [start - from + lead.length, end - from + lead.length]),
  );
}

/** Marks stretches of a text, given from where to where in code units; they may overlap, and what lies outside is cut. */
export function markStretches(text: string, marks: readonly [number, number][]): MarkedText {
  const stretches: { before: string; marked: string }[] = [];
  let position = 0;
  for (const [start, end] of [...marks].sort((a, b) => a[0] - b[0])) {
    const from = Math.max(position, start);
    const to = Math.min(text.length, end);
    if (to <= from) continue;
    stretches.push({ before: text.slice(position, from), marked: text.slice(from, to) });
    position = to;
  }
  return { stretches, rest: text.slice(position) };
}

/** Marks whole words of a title that are among `words`, whatever their case. */
export function markWords(title: string, words: readonly string[]): MarkedText {
  const wanted = new Set(words.map((word) => word.toLowerCase()));
  const marks: [number, number][] = [];
  if (wanted.size > 0) {
    for (const match of title.matchAll(/[\p{L}\p{N}]+(?:[-–'’][\p{L}\p{N}]+)*/gu)) {
      const inside = match[0].split(/[-–]/);
      const hit = wanted.has(match[0].toLowerCase()) || inside.some((part) => wanted.has(part.toLowerCase()));
      if (hit) marks.push([match.index, match.index + match[0].length]);
    }
  }
  return markStretches(title, marks);
}
