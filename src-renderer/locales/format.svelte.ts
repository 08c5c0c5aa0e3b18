import { language } from './index.svelte.ts';

const PLAIN_DATE = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$/;
const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
const HOUR = 3_600_000;

/** One formatter per language and shape: making them is what is slow, and lists need hundreds. */
const formatters = new Map<string, Intl.DateTimeFormat>();
function dateFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const locale = localeOf();
  const key = locale + JSON.stringify(options);
  let format = formatters.get(key);
  if (!format) formatters.set(key, (format = new Intl.DateTimeFormat(locale, options)));
  return format;
}

function localeOf(): string {
  return language() === 'de' ? 'de-DE' : 'en-GB';
}

/**
 * A date as people write it, exactly as precise as it is known: "2025" → "2025", "2025-10" → "Oktober 2025",
 * "2025-10-16…" → "16. Oktober 2025"; `short`: "16. Okt. 2025". What is no date is given back as it is.
 */
export function formatDate(iso: string, length: 'long' | 'short' = 'long'): string {
  const month = length === 'long' ? 'long' : 'short';
  const plain = PLAIN_DATE.exec(iso);
  if (plain) {
    const [, year, inYear, day] = plain;
    const date = new Date(Date.UTC(Number(year), Number(inYear ?? 1) - 1, Number(day ?? 1)));
    if (!inYear) return year ?? iso;
    if (!day) return dateFormat({ year: 'numeric', month, timeZone: 'UTC' }).format(date);
    return dateFormat({ year: 'numeric', month, day: 'numeric', timeZone: 'UTC' }).format(date);
  }
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  return dateFormat({ year: 'numeric', month, day: 'numeric' }).format(date);
}

/** A moment: relative within a day ("vor 3 Stunden"), else the date with the time of day. */
export function formatMoment(iso: string, now: Date = new Date()): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime()) || PLAIN_DATE.test(iso)) return formatDate(iso);
  const past = now.getTime() - date.getTime();
  if (past >= 0 && past < 24 * HOUR) {
    const relative = new Intl.RelativeTimeFormat(localeOf(), { numeric: 'auto' });
    // Of something that was done, neither "jetzt" nor "now" is said.
    if (past < 60_000) return language() === 'de' ? 'gerade eben' : 'just now';
    if (past < HOUR) return relative.format(-Math.floor(past / 60_000), 'minute');
    return relative.format(-Math.floor(past / HOUR), 'hour');
  }
  const time = dateFormat({ hour: '2-digit', minute: '2-digit' }).format(date);
  return `${formatDate(iso)}, ${time}`;
}

/** A moment as precise as it is known, for lists of several of one day: "16. Okt. 2025, 14:05". */
export function formatExactly(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime()) || PLAIN_DATE.test(iso)) return formatDate(iso, 'short');
  return `${formatDate(iso, 'short')}, ${dateFormat({ hour: '2-digit', minute: '2-digit' }).format(date)}`;
}

/** "1.000" in German, "1,000" in English. */
export function formatNumber(value: number): string {
  return new Intl.NumberFormat(localeOf()).format(value);
}

/** Bytes in the largest unit that leaves at least one: "1,5 MB". */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return new Intl.NumberFormat(localeOf(), {
    style: 'unit',
    unit: UNITS[unit] ?? 'byte',
    maximumFractionDigits: value < 10 && unit > 0 ? 1 : 0,
  }).format(value);
}
