import type { Excerpt } from '#contract';

/** A stretch of text, marked or not. */
export type MarkedPart = { text: string; marked: boolean };

/** Characters kept before the first mark, so that it can be seen on one line. */
const BEFORE = 22;

/** An excerpt cut so that its first mark stands near the beginning, in parts. */
export function excerptParts({ text, marks }: Excerpt): MarkedPart[] {
  const first = marks[0]?.[0] ?? 0;
  let from = 0;
  if (first > BEFORE + 8) {
    const space = text.indexOf(' ', first - BEFORE);
    from = space !== -1 && space < first ? space + 1 : first;
  }
  // One that begins in the middle of a sentence says so.
  const lead = from > 0 || /^\p{Ll}/u.test(text) ? '… ' : '';
  const parts = splitByMarks(
    text.slice(from),
    marks.map(([start, end]) => [start - from, end - from]),
  );
  return lead ? [{ text: lead, marked: false }, ...parts] : parts;
}

/** Parts of a text that follow one another; marks may overlap, and what lies outside is cut. */
export function splitByMarks(text: string, marks: readonly [number, number][]): MarkedPart[] {
  const parts: MarkedPart[] = [];
  let position = 0;
  for (const [start, end] of [...marks].sort((a, b) => a[0] - b[0])) {
    const from = Math.max(position, start);
    const to = Math.min(text.length, end);
    if (to <= from) continue;
    if (from > position) parts.push({ text: text.slice(position, from), marked: false });
    parts.push({ text: text.slice(from, to), marked: true });
    position = to;
  }
  if (position < text.length) parts.push({ text: text.slice(position), marked: false });
  return parts;
}

/** Marks whole words of a title that are among `words`, whatever their case. */
export function markWords(title: string, words: readonly string[]): MarkedPart[] {
  const wanted = new Set(words.map((word) => word.toLowerCase()));
  const marks: [number, number][] = [];
  if (wanted.size > 0) {
    for (const match of title.matchAll(/[\p{L}\p{N}]+(?:[-–'’][\p{L}\p{N}]+)*/gu)) {
      const inside = match[0].split(/[-–]/);
      const hit = wanted.has(match[0].toLowerCase()) || inside.some((part) => wanted.has(part.toLowerCase()));
      if (hit) marks.push([match.index, match.index + match[0].length]);
    }
  }
  return splitByMarks(title, marks);
}
