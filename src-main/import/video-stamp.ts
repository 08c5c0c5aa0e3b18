import { readWrittenDate } from './written-date.ts';

/** A teaser parted from date and length at its end; `duration` in seconds. */
export type StampedTeaser = { captionEnd: number; stamp: string; date: string | null; duration: number };

const LENGTH = '(\\d{1,3}):([0-5]\\d)(?::([0-5]\\d))?\\s*(?:min(?:uten|utes|s)?|std|h)\\b\\.?';
const DATE = '(\\d{1,2}\\.\\d{1,2}\\.\\d{4}|\\d{4}-\\d\\d-\\d\\d|\\d{1,2}\\.? \\p{L}+ \\d{4})';
const STAMP = new RegExp(`(?:^|\\s)((?:${DATE}\\s*[|·•,–-]\\s*|[|·•]\\s*|\\(\\s*)?${LENGTH}\\s*\\)?)\\s*$`, 'iu');

/**
 * The date and length a video teaser ends with: "… 10.09.2025 | 0:21 min", "… | 2:37 min", "… (1:02:03 Std)". Null
 * where the text ends with neither.
 */
export function readVideoStamp(text: string): StampedTeaser | null {
  const tail = text.slice(-80);
  const match = STAMP.exec(tail);
  const stamp = match?.[1];
  if (!match || stamp === undefined) return null;
  const [first, second, third] = [match[3], match[4], match[5]].map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
  ];
  const hours = match[5] !== undefined;
  // "0:21 min" counts minutes, "1:02:03" and "1:02 Std" hours.
  const inHours = hours || /(?:std|h)\b\.?\s*\)?$/i.test(stamp);
  const duration = inHours ? first * 3600 + second * 60 + third : first * 60 + second;
  const date = match[2] === undefined ? null : (readWrittenDate(match[2])?.iso ?? null);
  // A length without date or separator ends many an ordinary sentence ("dauerte 2:37 min").
  if (match[2] === undefined && !/^[|·•(]/.test(stamp)) return null;
  return { captionEnd: text.length - tail.length + match.index, stamp, date, duration };
}
