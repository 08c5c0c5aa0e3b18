const MONTHS: readonly (readonly string[])[] = [
  ['januar', 'jänner', 'jan', 'january'],
  ['februar', 'feber', 'feb', 'february'],
  ['märz', 'maerz', 'mär', 'mrz', 'march', 'mar'],
  ['april', 'apr'],
  ['mai', 'may'],
  ['juni', 'jun', 'june'],
  ['juli', 'jul', 'july'],
  ['august', 'aug'],
  ['september', 'sept', 'sep'],
  ['oktober', 'okt', 'october', 'oct'],
  ['november', 'nov'],
  ['dezember', 'dez', 'december', 'dec'],
];

const MONTH = MONTHS.flat()
  .sort((one, other) => other.length - one.length)
  .join('|');
const WEEKDAY =
  '(?:(?:mo|di|mi|do|fr|sa|so|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|mon|tue|wed|thu|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\\.?,?\\s+(?:den\\s+|dem\\s+)?)?';
const CLOCK =
  '(?:\\s*(?:,|um|at|\\||[-–])?\\s*\\d{1,2}[:.]\\d{2}(?::\\d{2})?(?:\\s*(?:Uhr|h|a\\.?m\\.?|p\\.?m\\.?|MES?Z|CES?T|UTC|GMT)(?![\\p{L}]))?)?';

const ISO = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)\s?(Z|[+-]\d\d:?\d\d)?)?(?![\p{L}\p{N}])/u;
const FORMS: readonly { pattern: RegExp; order: 'dmy' | 'mdy' | 'ymd' }[] = [
  { pattern: form(`(\\d{1,2})\\.\\s?(\\d{1,2})\\.\\s?(\\d{4})`), order: 'dmy' },
  { pattern: form(`(\\d{1,2})\\.?\\s+(${MONTH})\\.?,?\\s+(\\d{4})`), order: 'dmy' },
  { pattern: form(`(${MONTH})\\.?\\s+(\\d{1,2})(?:st|nd|rd|th)?,?\\s+(\\d{4})`), order: 'mdy' },
  { pattern: form(`(\\d{4})/(\\d{1,2})/(\\d{1,2})`), order: 'ymd' },
];

function form(core: string): RegExp {
  return new RegExp(`^${WEEKDAY}${core}${CLOCK}(?![\\p{L}\\p{N}])`, 'iu');
}

/** "Donnerstag, den 16. September 2025, 21:58:00 Uhr MESZ" and some room. */
const LONGEST_DATE = 100;

/** A date as read: ISO 8601 as precise as written, and how many characters of the text it takes. */
export type WrittenDate = { iso: string; length: number };

/**
 * The date a text begins with: 2025-10-16, with time and zone too, 16.10.2025, 16. Oktober 2025, October 16, 2025,
 * 16 October 2025, weekday before and time of day after. A time without zone is left out of `iso`. Null where the text
 * begins with none, or with a day that does not exist.
 */
export function readWrittenDate(source: string): WrittenDate | null {
  const text = source.slice(0, LONGEST_DATE);
  const iso = ISO.exec(text);
  if (iso) {
    const day = dayOf(iso[1], iso[2], iso[3]);
    const zone = iso[5] === undefined || iso[5] === 'Z' ? iso[5] : iso[5].replace(/(\d\d):?(\d\d)$/, '$1:$2');
    if (day === null) return null;
    const moment = iso[4] !== undefined && zone !== undefined ? `${day}T${iso[4]}${zone}` : day;
    // An hour there is not ("25:00") leaves the day.
    return { iso: Number.isNaN(Date.parse(moment)) ? day : moment, length: iso[0].length };
  }
  for (const { pattern, order } of FORMS) {
    const match = pattern.exec(text);
    if (!match) continue;
    const [whole, first, second, third] = match;
    const day =
      order === 'dmy'
        ? dayOf(third, second, first)
        : order === 'mdy'
          ? dayOf(third, first, second)
          : dayOf(first, second, third);
    if (day !== null) return { iso: day, length: whole.length };
  }
  return null;
}

/** A time as metadata fields give it ("2025-10-16T21:58:00+02:00", "Thu, 16 Oct 2025 …"), as ISO 8601, or null. */
export function readMetadataTime(value: string | null | undefined): string | null {
  const text = (value ?? '').trim();
  const written = readWrittenDate(text);
  if (written) return written.iso;
  const partial = /^(\d{4})(?:-(0[1-9]|1[0-2]))?$/.exec(text);
  if (partial) return text;
  const compact = /^(\d{4})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?(Z)?)?$/.exec(text);
  if (compact) return dayOf(compact[1], compact[2], compact[3]);
  // A zone must be named: without one the result would depend on where the program runs.
  if (!/(?:GMT|UTC|Z|[+-]\d\d:?\d\d)\s*(?:\(.*\))?$/.test(text)) return null;
  const moment = Date.parse(text);
  return moment >= EARLIEST && moment < LATEST ? new Date(moment).toISOString() : null;
}

/** Years of four digits: others have another form in ISO 8601. */
const EARLIEST = Date.UTC(1000, 0);
const LATEST = Date.UTC(10_000, 0);

function dayOf(year = '', month = '', day = ''): string | null {
  const named = MONTHS.findIndex((names) => names.includes(month.toLowerCase()));
  const monthNumber = named >= 0 ? named + 1 : Number(month);
  const dayNumber = Number(day);
  const date = new Date(Date.UTC(Number(year), monthNumber - 1, dayNumber));
  if (date.getUTCMonth() !== monthNumber - 1 || date.getUTCDate() !== dayNumber || Number(year) < 1000) return null;
  return `${year}-${String(monthNumber).padStart(2, '0')}-${String(dayNumber).padStart(2, '0')}`;
}
