import { generationTime } from './backup-paths.ts';

/** What the rule needs to know of a generation. */
export type Dated = { id: string; /** Made without finding damage. */ good: boolean };

const NEWEST = 10;
const DAY = 24 * 60 * 60 * 1000;
const DAILY = 30 * DAY;
const WEEKLY = 365 * DAY;

/**
 * The generations that may go: all but the newest ten, the last of each day for 30 days, of each week for a year, and of
 * each month for ever. The newest good one always stays, and so does whatever bears a time after `now`: a clock that
 * jumped must delete nothing. Days, weeks and months are those of UTC.
 */
export function thinnedOut(generations: readonly Dated[], now: Date): string[] {
  const newestFirst = [...generations].sort((a, b) => (a.id < b.id ? 1 : -1));
  const kept = new Set(newestFirst.slice(0, NEWEST).map(({ id }) => id));
  const newestGood = newestFirst.find(({ good }) => good);
  if (newestGood !== undefined) kept.add(newestGood.id);
  const spans = new Set<string>();
  for (const { id } of newestFirst) {
    const time = Date.parse(generationTime(id));
    const age = now.getTime() - time;
    if (Number.isNaN(time) || age < 0) kept.add(id);
    else
      for (const span of spansOf(id, time, age)) {
        if (spans.has(span)) continue;
        spans.add(span);
        kept.add(id);
      }
  }
  return newestFirst.filter(({ id }) => !kept.has(id)).map(({ id }) => id);
}

/** The day, week and month a generation may stand for. */
function spansOf(id: string, time: number, age: number): string[] {
  const spans = [`month ${id.slice(0, 6)}`];
  // 1 January 1970 was a Thursday: weeks begin on Monday.
  if (age <= WEEKLY) spans.push(`week ${Math.floor((time / DAY + 3) / 7)}`);
  if (age <= DAILY) spans.push(`day ${id.slice(0, 8)}`);
  return spans;
}
