import { join } from 'node:path';
import type { Note, TrashEntry } from '#contract';
import { ArchiveError } from '../errors.ts';
import type { ArchiveContext } from './archive-context.ts';
import { isUuid, trashTime } from './archive-names.ts';
import type { Hold } from './commit-queue.ts';
import { fileError } from './file-error.ts';
import { noteBytes, noteTarget, parseNote } from './note-file.ts';
import type { AnnotationRest, StoredNote } from '../article/annotation.ts';
import { isRealFolder, readIfThere } from './read-file.ts';
import { readCapture, requireArticle } from './read-article.ts';
import { moveNoteToTrash } from './trash.ts';

/**
 * Writes a new note (`expected` null) or a changed one. Where the note on disk is another than `expected`, it throws
 * `conflict` (`exists` for a new one) and nothing is written: the caller still has its own and can write it under
 * another id, so both are kept. The former version of a changed note is kept for seven days.
 * `rest`: what the annotation of a new note holds beyond it.
 */
export async function writeNote(
  context: ArchiveContext,
  note: Note,
  expected: string | null,
  rest: AnnotationRest | null,
): Promise<Note> {
  const { paths, writer, temporary } = context;
  const path = paths.note(note.articleId, note.id);
  return context.commit(async (hold) => {
    await requireArticle(context, note.articleId);
    const folder = paths.notes(note.articleId);
    const former = (await isRealFolder(folder)) ? await readStored(context, note.articleId, note.id) : null;
    if (former === null && expected !== null) throw new ArchiveError('conflict', { id: note.id, reason: 'missing' });
    if (former !== null && expected === null) throw new ArchiveError('exists', { id: note.id, path });
    if (former !== null && former.note.revision !== expected) throw new ArchiveError('conflict', { id: note.id });
    const bytes = noteBytes(note, noteTarget(await readCapture(context, note.articleId)), former?.rest ?? rest);
    if (former === null) {
      await writer.makeDurableFolder(folder);
      await writer.createFile(path, bytes, await temporary.path(), hold.confirm);
    } else {
      await keepFormer(context, hold, note.articleId, note.id);
      await writer.replaceFile(path, bytes, await temporary.path(), hold.confirm);
    }
    hold.changed([note.articleId]);
    return parseNote(bytes, path, note.articleId, note.id).note;
  });
}

/** Into the trash. Throws `not-found`. An unreadable note can be thrown away too, and comes back as it was. */
export async function removeNote(context: ArchiveContext, articleId: string, noteId: string): Promise<TrashEntry> {
  return context.commit(async (hold) => {
    await requireArticle(context, articleId);
    const entry = await moveNoteToTrash(context, hold, articleId, noteId);
    hold.changed([articleId]);
    return entry;
  });
}

async function readStored({ paths }: ArchiveContext, articleId: string, noteId: string): Promise<StoredNote | null> {
  const path = paths.note(articleId, noteId);
  try {
    const bytes = await readIfThere(path);
    return bytes === null ? null : parseNote(bytes, path, articleId, noteId);
  } catch (error) {
    throw fileError(error, path);
  }
}

/** A copy, not a second name: another program may edit in place, and then both names would change. */
async function keepFormer(context: ArchiveContext, hold: Hold, articleId: string, noteId: string): Promise<void> {
  const { paths, writer } = context;
  if (!isUuid(noteId)) throw new ArchiveError('bad-argument', { argument: 'note', value: noteId });
  const history = paths.historyOf(articleId, noteId);
  for (const folder of [paths.trash, paths.noteHistory, join(history, '..'), history])
    await writer.makeDurableFolder(folder);
  const path = paths.note(articleId, noteId);
  const kept = join(history, `${trashTime(context.now())}-${writer.randomName()}.json`);
  const bytes = await readIfThere(path);
  if (bytes === null) return;
  await writer.createFile(kept, bytes, await context.temporary.path(), hold.confirm);
}
