import { ArchiveError } from '../errors.ts';
import type { ArchiveContext } from './archive-context.ts';
import { isArticleId, isUuid } from './archive-names.ts';
import type { Capture } from './archive-store.ts';
import type { Hold } from './commit-queue.ts';
import { mapInFlight } from './in-flight.ts';
import { stampOf } from './scan-articles.ts';
import { stageCapture } from './stage-capture.ts';
import { stageFolder } from './stage-folder.ts';

export type Added = { ok: true; stamp: string } | { ok: false; error: unknown };

/** More at a time gain nothing (RULINGS.md, 16). */
const IN_FLIGHT = 8;

type Staged = { id: string; folder: string | null; error: unknown };

/**
 * Builds each article as a whole folder in `.tmp`, then renames all under one lock and syncs each year folder once.
 * An article is there complete or not at all; `ok` means durable.
 */
export async function addArticles(context: ArchiveContext, captures: readonly Capture[]): Promise<Added[]> {
  return addStaged(context, captures, (capture) => stage(context, capture));
}

/**
 * Takes whole article folders from elsewhere as they are, byte for byte: notes, state and versions too. `folder` is a
 * path outside the archive, which is only read. What an article is not made of stays behind.
 */
export async function adoptArticles(
  context: ArchiveContext,
  folders: readonly { id: string; folder: string }[],
): Promise<Added[]> {
  return addStaged(context, folders, async ({ id, folder }) => {
    try {
      if (!isArticleId(id)) throw new ArchiveError('bad-argument', { argument: 'id', value: id });
      return { id, folder: await stageFolder(context, folder), error: null };
    } catch (error) {
      return { id, folder: null, error };
    }
  });
}

async function addStaged<Item>(
  context: ArchiveContext,
  items: readonly Item[],
  stageItem: (item: Item) => Promise<Staged>,
): Promise<Added[]> {
  if (items.length === 0) return [];
  try {
    // Nothing is built, not even in .tmp, where an archive was and now is none.
    await context.presence.requireWritable();
  } catch (error) {
    return items.map(() => ({ ok: false, error }));
  }
  const staged = await mapInFlight(items, IN_FLIGHT, stageItem);
  try {
    await context.commit((hold) => moveIntoPlace(context, hold, staged));
  } catch (error) {
    for (const one of staged) one.error ??= error;
  }
  return mapInFlight(staged, IN_FLIGHT, async ({ id, folder, error }) => {
    if (error === null) return { ok: true, stamp: await stampOf(context.paths.article(id)) };
    if (folder !== null) await context.writer.removeTree(folder).catch(() => undefined);
    return { ok: false, error };
  });
}

async function stage(context: ArchiveContext, capture: Capture): Promise<Staged> {
  const { id } = capture.article;
  try {
    if (!isArticleId(id)) throw new ArchiveError('bad-argument', { argument: 'id', value: id });
    const note = capture.notes.find((one) => !isUuid(one.id));
    if (note !== undefined) throw new ArchiveError('bad-argument', { argument: 'note', value: note.id });
    return { id, folder: await stageCapture(context, capture, true), error: null };
  } catch (error) {
    return { id, folder: null, error };
  }
}

async function moveIntoPlace({ paths, writer }: ArchiveContext, hold: Hold, staged: Staged[]): Promise<void> {
  await hold.confirm();
  await writer.makeDurableFolder(paths.articles);
  const byYear = new Map<string, Staged[]>();
  for (const one of staged) {
    if (one.folder === null) continue;
    const year = paths.year(one.id);
    byYear.set(year, [...(byYear.get(year) ?? []), one]);
  }
  for (const [year, articles] of byYear) {
    try {
      await writer.makeDurableFolder(year);
      for (const one of articles) await moveOne(one);
      await writer.syncFolder(year);
    } catch (error) {
      for (const one of articles) one.error ??= error;
    }
    hold.changed(articles.filter(({ error }) => error === null).map(({ id }) => id));
  }

  async function moveOne(one: Staged) {
    try {
      const place = paths.article(one.id);
      // A rename onto an empty folder would succeed without a word.
      if (await writer.isThere(place)) throw new ArchiveError('exists', { id: one.id });
      await writer.move(one.folder ?? '', place, hold.confirm);
      one.folder = null;
    } catch (error) {
      one.error = error;
    }
  }
}
