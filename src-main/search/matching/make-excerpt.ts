import type { Excerpt, Reason } from '#contract';
import { KINDS, withoutOverlaps, type FoundMatch } from './find-matches.ts';

/** Characters of an excerpt, about. */
const LENGTH = 240;
/** Characters shown before the first marked word, at most. */
const BEFORE = 80;
const MAX_REASONS = 8;

export type Passage = { excerpt: Excerpt; at: number | null };

/** The passage of a text that shows most of what was looked for, in its own spelling; without matches its beginning. */
export function makeExcerpt(text: string, matches: FoundMatch[]): Passage {
  const marks = withoutOverlaps(matches);
  const first = bestFirst(matches);
  const [start, end] = first
    ? passageAround(text, first.start, Math.max(first.end, lastInReach(matches, first)))
    : [0, cut(text, LENGTH)];
  const before = start > 0 ? '… ' : '';
  const shown = text.slice(start, end);
  const inside = marks.filter((mark) => mark.start >= start && mark.end <= end);
  const shift = before.length - start;
  return {
    excerpt: {
      // Line breaks become blanks one by one, so that the marks stay true.
      text: before + shown.replace(/\s/g, ' ') + (end < text.trimEnd().length ? ' …' : ''),
      marks: inside.map((mark) => [mark.start + shift, mark.end + shift]),
    },
    at: first?.start ?? null,
  };
}

/** The match from which a passage holds most different words, the best kinds of match counting more. */
function bestFirst(matches: FoundMatch[]): FoundMatch | null {
  let best: FoundMatch | null = null;
  let bestWorth = 0;
  for (let index = 0; index < matches.length; index++) {
    const from = matches[index]!;
    const worths = new Map<number, number>();
    for (let next = index; next < matches.length; next++) {
      const match = matches[next]!;
      if (match.end - from.start > LENGTH - BEFORE / 2 && next > index) break;
      const worth = KINDS.length - KINDS.indexOf(match.kind);
      worths.set(match.leaf, Math.max(worths.get(match.leaf) ?? 0, worth));
    }
    let worth = 0;
    for (const one of worths.values()) worth += 100 + one;
    if (worth > bestWorth) [best, bestWorth] = [from, worth];
  }
  return best;
}

function lastInReach(matches: FoundMatch[], first: FoundMatch): number {
  let end = first.end;
  for (const match of matches) {
    if (match.start >= first.start && match.end - first.start <= LENGTH - BEFORE / 2) end = Math.max(end, match.end);
  }
  return end;
}

/** From the beginning of the sentence where it is near, else of a word; to the end of a word. */
function passageAround(text: string, first: number, last: number): [number, number] {
  const lead = text.slice(Math.max(0, first - BEFORE), first);
  const sentence = [...lead.matchAll(/[.!?:]["“”»«]?\s+|\n\s*/g)].at(-1);
  let start: number;
  if (sentence) start = first - lead.length + sentence.index + sentence[0].length;
  else if (first <= BEFORE) start = 0;
  else {
    const blank = lead.search(/\s/);
    start = first - lead.length + (blank === -1 ? lead.length : blank + 1);
  }
  const end = Math.max(last, start + cut(text.slice(start), LENGTH));
  return [start, end];
}

/** At most `length` characters of a text, cut behind a word. */
function cut(text: string, length: number): number {
  if (text.length <= length) return text.trimEnd().length;
  const blank = text.slice(0, length + 1).search(/\s\S*$/);
  if (blank > length / 2) return blank;
  // Never through a surrogate pair.
  return /[\uD800-\uDBFF]/.test(text[length - 1] ?? '') ? length - 1 : length;
}

/** Why a text matched: each word of the query with the words it met, best first. */
export function reasonsOf(text: string, matches: FoundMatch[]): Reason[] {
  const reasons = new Map<string, Reason>();
  for (const { start, end, kind, term } of matches) {
    const matched = text.slice(start, end).replace(/\u00AD/g, '');
    const name = `${term}\n${matched}\n${kind}`;
    if (!reasons.has(name)) reasons.set(name, { term, matched, kind });
  }
  return [...reasons.values()].sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind)).slice(0, MAX_REASONS);
}
