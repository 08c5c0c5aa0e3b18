import { join } from 'node:path';
import type { ArchiveContext } from './archive-context.ts';
import { deletedAt, isArticleId, isUuid } from './archive-names.ts';
import { namesIn } from './read-file.ts';
import { DAY, DAYS_KEPT, eraseFolder, thrownThings } from './trash.ts';

/** Different days on which the archive was started since. */
const STARTS_NEEDED = 5;
/** Days a former version of a note is kept. */
const HISTORY_DAYS = 7;
/**
 * Days that count between two starts at most. A clock that jumped ahead counts for no more, so that what lies here must
 * also have lain here while the clock went right.
 */
const LONGEST_GAP = { trash: 15, history: 4 };

/**
 * Erases what lies in the trash for more than 30 days by its name, where the archive was also started on five different
 * days since (this one counted), and former versions of notes older than seven days. Nothing at all in a start at which
 * the clock jumped more than 30 days (RULINGS.md, 13). `starts`: earlier starts, oldest first. Takes the lock only
 * where there is something to erase. Resolves to how many entries went.
 */
export async function purgeTrash(context: ArchiveContext, now: Date, starts: readonly Date[]): Promise<number> {
  const last = starts.at(-1);
  if (last === undefined || Math.abs(now.getTime() - last.getTime()) > DAYS_KEPT * DAY) return 0;
  const isOld = (time: Date) => isOver(time, now, starts, DAYS_KEPT, LONGEST_GAP.trash, STARTS_NEEDED);
  const isOutdated = (time: Date) => isOver(time, now, starts, HISTORY_DAYS, LONGEST_GAP.history, 1);
  const due = (await thrownThings(context))
    .filter(({ deleted }) => isOld(deleted))
    .map(({ entry }) => context.paths.trashEntry(entry));
  due.push(...(await outdatedHistory(context, isOutdated)), ...(await outdatedAccepted(context, isOld)));
  if (due.length === 0) return 0;
  await context.commit(async (hold) => {
    for (const path of due) if (await context.writer.isThere(path)) await eraseFolder(context, hold, path);
  });
  return due.length;
}

/** Whether `days` have passed since `time`, by the clock and by the starts that were seen since. */
function isOver(
  time: Date,
  now: Date,
  starts: readonly Date[],
  days: number,
  longestGap: number,
  startsNeeded: number,
): boolean {
  if (now.getTime() - time.getTime() < days * DAY) return false;
  const since = [...starts, now]
    .filter((start) => start > time && start <= now)
    .sort((a, b) => a.getTime() - b.getTime());
  if (new Set(since.map(dayOf)).size < startsNeeded) return false;
  let lived = 0;
  let hasLeapt = false;
  let before = time;
  for (const start of since) {
    const gap = start.getTime() - before.getTime();
    const isLeap = gap > longestGap * DAY;
    // A clock that was seen to go back may have come here in several leaps: they count for no more than one.
    if (!isLeap || !hasLeapt || !wentBack(starts)) lived += Math.min(gap, longestGap * DAY);
    hasLeapt ||= isLeap;
    before = start;
  }
  return lived >= days * DAY;
}

/** Whether a start says an earlier day than the one before it. */
const wentBack = (starts: readonly Date[]): boolean =>
  starts.some((start, index) => start.getTime() < (starts[index - 1]?.getTime() ?? -Infinity) - DAY);

const dayOf = (time: Date): string => time.toISOString().slice(0, 10);

/** What was kept of changed files that were accepted, and need not be kept any longer. */
async function outdatedAccepted({ paths }: ArchiveContext, isOld: (time: Date) => boolean): Promise<string[]> {
  const due: string[] = [];
  for (const articleId of (await namesIn(paths.accepted)).filter(isArticleId))
    for (const name of await namesIn(paths.acceptedOf(articleId)))
      if (isOld(deletedAt(name))) due.push(join(paths.acceptedOf(articleId), name));
  return due;
}

/** Former versions of notes that need not be kept any longer. */
async function outdatedHistory({ paths }: ArchiveContext, isOutdated: (time: Date) => boolean): Promise<string[]> {
  const due: string[] = [];
  for (const articleId of (await namesIn(paths.noteHistory)).filter(isArticleId)) {
    for (const noteId of (await namesIn(join(paths.noteHistory, articleId))).filter(isUuid)) {
      const history = paths.historyOf(articleId, noteId);
      for (const name of await namesIn(history)) if (isOutdated(deletedAt(name))) due.push(join(history, name));
    }
  }
  return due;
}
