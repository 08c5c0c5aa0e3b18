import type { DateRange } from './query-node.ts';

const ISO = /^(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?$/;
const GERMAN = /^(?:(\d{1,2})\.)?(\d{1,2})\.(\d{4})$/;

/** "2025", "2025-10", "2025-10-16", "16.10.2025", "10.2025", and from..to with either end left out; null: none of these. */
export function parseDateRange(text: string): DateRange | null {
  const [first = '', second, ...more] = text.split('..');
  if (more.length > 0) return null;
  if (second === undefined) return parsePeriod(first);
  const from = first === '' ? null : parsePeriod(first);
  const until = second === '' ? null : parsePeriod(second);
  if ((first !== '' && !from) || (second !== '' && !until) || (!from && !until)) return null;
  return { from: from?.from ?? null, until: until?.until ?? null };
}

function parsePeriod(text: string): { from: string; until: string } | null {
  const iso = ISO.exec(text);
  const german = GERMAN.exec(text);
  const [year, month, day] = iso ? [iso[1], iso[2], iso[3]] : german ? [german[3], german[2], german[1]] : [];
  if (year === undefined) return null;
  const monthNumber = Number(month ?? 1);
  const dayNumber = Number(day ?? 1);
  const start = new Date(Date.UTC(Number(year), monthNumber - 1, dayNumber));
  // 31.02. rolls over into March: not a date.
  if (start.getUTCMonth() !== monthNumber - 1 || start.getUTCDate() !== dayNumber) return null;
  const end = new Date(start);
  if (day !== undefined) end.setUTCDate(dayNumber + 1);
  else if (month !== undefined) end.setUTCMonth(monthNumber);
  else end.setUTCFullYear(Number(year) + 1);
  return { from: isoDate(start), until: isoDate(end) };
}

function isoDate(date: Date): string {
  return date.toISOString().slice(0, 10);
}

/** A date as precise as its source, as a full day for comparing: "2025-10" is "2025-10-01". */
export function fullDate(text: string): string {
  return `${text.slice(0, 10)}-01-01`.slice(0, 10);
}
