const ISO = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/;
const GERMAN = /^(?:(\d{1,2})\.\s?)?(\d{1,2})\.\s?(\d{4})$/;

/**
 * A date as people type it ("2025", "2025-10", "2025-10-16", "10.2025", "16.10.2025") in ISO 8601, as precise as it was given.
 * null: it is no date.
 */
export function parseDate(typed: string): string | null {
  const text = typed.trim();
  const german = GERMAN.exec(text);
  const [, year, month, day] = ISO.exec(text) ?? (german ? [text, german[3], german[2], german[1]] : []);
  if (year === undefined) return null;
  const parts = [year, month?.padStart(2, '0'), day?.padStart(2, '0')].filter((part) => part !== undefined);
  // The 31st of April rolls over into May, and is not what was meant.
  const date = new Date(Date.UTC(Number(year), Number(month ?? 1) - 1, Number(day ?? 1)));
  if (date.getUTCMonth() !== Number(month ?? 1) - 1 || date.getUTCDate() !== Number(day ?? 1)) return null;
  return parts.join('-');
}
