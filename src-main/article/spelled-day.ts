/**
 * A date as people write it, "16. Oktober 2025": the day as written, whatever the time zone; what is no date as it came. In
 * German where the language tag says so, else in English.
 */
export function spelledDay(time: string, language: string | null): string {
  const day = /^\d{4}-\d\d-\d\d/.exec(time)?.[0];
  const date = day === undefined ? Number.NaN : Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(date)) return time;
  const style = { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(language?.startsWith('de') ? 'de' : 'en-GB', style).format(date);
}
