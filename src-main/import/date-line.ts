import { readWrittenDate } from './written-date.ts';

/** What stands before the first word of an article: its date, and where the rest begins. */
export type DateLine = { published: string | null; rest: string };

const NAMED = /^\s*(?:date|datum)\s*:?\s+/i;
const NAMED_ON_OWN_LINE =
  /^\s*(?:(?:published|updated|veröffentlicht|erschienen|aktualisiert|stand|vom)(?:\s+(?:am|on))?\s*:?\s+)?/i;

/**
 * Takes the date line off a plain text: `date 2025-10-16 …` (or "Datum: 16. Oktober 2025") even where the text goes on in
 * the same line; a date alone, or after "Stand:", "Veröffentlicht am" and the like, where it has the line for itself.
 */
export function takeDateLine(source: string): DateLine {
  const named = NAMED.exec(source);
  if (named) {
    const after = source.slice(named[0].length);
    const date = readWrittenDate(after);
    if (date) return { published: date.iso, rest: after.slice(date.length) };
  }
  const start = NAMED_ON_OWN_LINE.exec(source)?.[0].length ?? 0;
  const date = readWrittenDate(source.slice(start));
  const rest = date ? source.slice(start + date.length) : '';
  return date && /^[ \t]*(?:\n|$)/.test(rest) ? { published: date.iso, rest } : { published: null, rest: source };
}
