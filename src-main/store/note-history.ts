import { join } from 'node:path';
import type { Note } from '#contract';
import { ArchiveError } from '../errors.ts';
import type { ArchiveContext } from './archive-context.ts';
import { deletedAt } from './archive-names.ts';
import { mapInFlight } from './in-flight.ts';
import { parseNote } from './note-file.ts';
import { namesIn, readIfThere } from './read-file.ts';

const IN_FLIGHT = 8;
/** What `article-notes.ts` names a former version: when it was replaced, and something random. */
const NAME = /^\d{8}T\d{9}Z-[0-9a-f]{16}\.json$/;

/** A note as it was before a change; `id` names it among those of its note. */
export type FormerNote = { id: string; replaced: string; note: Note };

/**
 * Former versions of a note that are still kept (seven days at least), newest first. One that cannot be read is left
 * out and left in its place.
 */
export async function readNoteHistory(
  { paths, presence }: ArchiveContext,
  articleId: string,
  noteId: string,
): Promise<FormerNote[]> {
  await presence.require();
  const folder = paths.historyOf(articleId, noteId);
  const names = (await namesIn(folder)).filter((name) => NAME.test(name));
  const found = await mapInFlight(names, IN_FLIGHT, async (name): Promise<FormerNote | null> => {
    const path = join(folder, name);
    const replaced = deletedAt(name);
    try {
      const bytes = await readIfThere(path);
      if (bytes === null || Number.isNaN(replaced.getTime())) return null;
      const { note } = parseNote(bytes, path, articleId, noteId);
      return { id: name.slice(0, -5), replaced: replaced.toISOString(), note };
    } catch (error) {
      if (error instanceof ArchiveError) return null;
      throw error;
    }
  });
  return found.filter((former) => former !== null).sort((a, b) => (a.id < b.id ? 1 : -1));
}
