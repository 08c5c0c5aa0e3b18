import type { Corrections } from '#contract';

/** The details of an article as they stand in the form's fields. */
export type TypedDetails = { title: string; authors: string; published: string; publisher: string };

const ISO_DATE = /^\d{4}(?:-(\d{2})(?:-(\d{2})(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?)?)?)?$/;
const GERMAN_DATE = /^(?:(\d{1,2})\.\s*)?(\d{1,2})\.\s*(\d{4})$/;

/**
 * A typed date as ISO 8601, as precise as it was typed: "2025", "2025-10", "16.10.2025"; "" where it is not known; null
 * where it is no date.
 */
export function readDate(typed: string): string | null {
  const text = typed.trim();
  if (text === '') return '';
  const german = GERMAN_DATE.exec(text);
  const iso = german ? germanToIso(german) : text;
  const parts = ISO_DATE.exec(iso);
  if (!parts) return null;
  const [, month, day] = parts;
  if (month === undefined) return iso;
  const date = new Date(`${iso.slice(0, 7)}-${day ?? '01'}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.getUTCMonth() + 1 === Number(month) ? iso : null;
}

function germanToIso([, day, month, year]: RegExpExecArray): string {
  const parts = [year, month?.padStart(2, '0'), day?.padStart(2, '0')];
  return parts.filter((part) => part !== undefined).join('-');
}

/** What to send: null for a field that is as captured, so that the correction is taken back. */
export function correctionsOf(typed: TypedDetails, captured: TypedDetails): Corrections {
  const changed = (name: keyof TypedDetails): string | null =>
    typed[name].trim() === captured[name].trim() ? null : typed[name].trim();
  const title = changed('title');
  const authors = changed('authors');
  const published = changed('published');
  return {
    // An article without a title cannot be found in a list: an emptied one goes back to what was captured.
    title: title === '' ? null : title,
    authors: authors === null ? null : splitAuthors(authors),
    published: published === null ? null : (readDate(published) ?? published),
    publisher: changed('publisher'),
  };
}

function splitAuthors(text: string): string[] {
  return text
    .split(';')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
