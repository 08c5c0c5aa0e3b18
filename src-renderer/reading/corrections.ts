import type { Corrections } from '#contract';

/** The details of an article as they stand in the form's fields. */
export type TypedDetails = { title: string; authors: string; published: string; publisher: string };

/** A year, a month, a day, or a moment; empty is fine too: the date is not known. */
export function isDate(value: string): boolean {
  const text = value.trim();
  if (text === '') return true;
  const parts = /^\d{4}(?:-(\d{2})(?:-(\d{2})(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?)?)?)?$/.exec(
    text,
  );
  if (!parts) return false;
  const [, month, day] = parts;
  if (month === undefined) return true;
  const date = new Date(`${text.slice(0, 7)}-${day ?? '01'}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.getUTCMonth() + 1 === Number(month);
}

/** What to send: null for a field that is as captured, so that the correction is taken back. */
export function correctionsOf(typed: TypedDetails, captured: TypedDetails): Corrections {
  const changed = (name: keyof TypedDetails): string | null =>
    typed[name].trim() === captured[name].trim() ? null : typed[name].trim();
  const title = changed('title');
  const authors = changed('authors');
  return {
    // An article without a title cannot be found in a list: an emptied one goes back to what was captured.
    title: title === '' ? null : title,
    authors: authors === null ? null : splitAuthors(authors),
    published: changed('published'),
    publisher: changed('publisher'),
  };
}

function splitAuthors(text: string): string[] {
  return text
    .split(';')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
