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
 * Erases what lies in the trash for more than 30 days by its name, where the archive was also started on five different
 * days since (this one counted), and former versions of notes older than seven days. Nothing at all in a start at which
 * the clock jumped more than 30 days (RULINGS.md, 13). `starts`: earlier starts, oldest first. Takes the lock only
 * where there is something to erase. Resolves to how many entries went.
 */
export async function purgeTrash(context: ArchiveContext, now: Date, starts: readonly Date[]): Promise<number> {
  const last = starts.at(-1);
  if (last === undefined || Math.abs(now.getTime() - last.getTime()) > DAYS_KEPT * DAY) return 0;
  const daysSince = (time: Date) =>
    new Set([...starts, now].filter((start) => start > time && start <= now).map(dayOf)).size;
  const due = (await thrownThings(context))
    .filter(
      ({ deleted }) => now.getTime() - deleted.getTime() >= DAYS_KEPT * DAY && daysSince(deleted) >= STARTS_NEEDED,
    )
    .map(({ entry }) => context.paths.trashEntry(entry));
  due.push(...(await outdatedHistory(context, now)));
  if (due.length === 0) return 0;
  await context.commit(async (hold) => {
    for (const path of due) if (await context.writer.isThere(path)) await eraseFolder(context, hold, path);
  });
  return due.length;
}

const dayOf = (time: Date): string => time.toISOString().slice(0, 10);

/** Former versions of notes that need not be kept any longer. */
async function outdatedHistory({ paths }: ArchiveContext, now: Date): Promise<string[]> {
  const due: string[] = [];
  for (const articleId of (await namesIn(paths.noteHistory)).filter(isArticleId)) {
    for (const noteId of (await namesIn(join(paths.noteHistory, articleId))).filter(isUuid)) {
      const history = paths.historyOf(articleId, noteId);
      for (const name of await namesIn(history))
        if (now.getTime() - deletedAt(name).getTime() > HISTORY_DAYS * DAY) due.push(join(history, name));
    }
  }
  return due;
}
