import type { ArchiveStatus, Settings } from '#contract';

const DAY = 24 * 60 * 60 * 1000;
/** Fewer articles are soon brought in again: nobody is reminded of a first backup for them. */
const WORTH_REMINDING = 10;
/** How long a reminder that is put off stays quiet. */
const LATER = 7 * DAY;

/** Whole days since a time; never negative, whatever the clock says. */
export const daysSince = (time: string, now: Date): number =>
  Math.max(0, Math.floor((now.getTime() - Date.parse(time)) / DAY));

/**
 * Whether to remind of a backup: days since the last one, "never" where there is none, or null where all is well, where
 * it is turned off or put off, or where there is hardly anything to lose.
 */
export function reminderDue(
  { lastBackup, articles }: Pick<ArchiveStatus, 'lastBackup' | 'articles'>,
  { days, later }: Settings['backupReminder'],
  now: Date,
): number | 'never' | null {
  if (days === null || articles < WORTH_REMINDING) return null;
  // A time further away than one can put it off is a clock that jumped.
  const wait = later === null ? 0 : Date.parse(later) - now.getTime();
  if (wait > 0 && wait <= LATER) return null;
  if (lastBackup === null) return 'never';
  const age = daysSince(lastBackup, now);
  return age >= days ? age : null;
}

/** The time a reminder that is put off now comes again. */
export const laterThan = (now: Date): string => new Date(now.getTime() + LATER).toISOString();
