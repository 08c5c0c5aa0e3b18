/** The day on the wall calendar of this machine, "2025-10-16": what an export is dated by, whatever UTC says. */
export function localDay(time: Date): string {
  const part = (value: number, digits = 2): string => String(value).padStart(digits, '0');
  return `${part(time.getFullYear(), 4)}-${part(time.getMonth() + 1)}-${part(time.getDate())}`;
}
