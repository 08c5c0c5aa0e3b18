import { z } from 'zod';
import type { AnnotationRest } from '../article/annotation.ts';
import type { WaitingNote } from '../article/draft.ts';
import { ArchiveError } from '../errors.ts';
import type { ArchiveContext } from './archive-context.ts';
import { isUuid } from './archive-names.ts';
import { fileError } from './file-error.ts';
import { mapInFlight } from './in-flight.ts';
import { namesIn, readIfThere } from './read-file.ts';
import { checkShape, parseJsonObject, sealedBytes } from './sealed-json.ts';

const text = z.string().nullable();

/** Whether a value has the parts that writing an annotation needs. */
function isRest(value: unknown): boolean {
  const { fields, target, targets, selectors, bodies } = Object(value) as Partial<
    Record<keyof AnnotationRest, unknown>
  >;
  return [fields, target, selectors, bodies].every((part) => Object(part) === part) && Array.isArray(targets);
}

const waitingNoteFile: z.ZodType<WaitingNote> = z.object({
  note: z.object({
    id: z.string(),
    selector: z
      .object({ exact: z.string(), prefix: z.string(), suffix: z.string(), start: z.int().min(0), end: z.int().min(0) })
      .nullable(),
    creator: text,
    color: z.enum(['wheat', 'moss', 'sky', 'rose', 'lilac']),
    body: z.string(),
    tags: z.array(z.string()),
    created: text,
    modified: text,
    rest: z.custom<AnnotationRest>(isRest).optional(),
  }),
  target: z.object({ addresses: z.array(z.string()), textHash: text, articleId: text, title: text }),
});

const IN_FLIGHT = 8;

/** Notes whose article has not come yet; one that cannot be read stays as it is, and `verify` names it. */
export async function readWaitingNotes({ paths, presence }: ArchiveContext): Promise<WaitingNote[]> {
  await presence.require();
  const ids = (await namesIn(paths.waitingNotes)).map((name) => name.replace(/\.json$/, '')).filter(isUuid);
  const notes = await mapInFlight(ids, IN_FLIGHT, async (id): Promise<WaitingNote | null> => {
    const path = paths.waitingNote(id);
    try {
      const bytes = await readIfThere(path);
      if (bytes === null) return null;
      const waiting = checkShape(waitingNoteFile, parseJsonObject(bytes, path), path);
      return { ...waiting, note: { ...waiting.note, id } };
    } catch (error) {
      if (fileError(error, path).code === 'unreadable') return null;
      throw fileError(error, path);
    }
  });
  return notes.filter((note) => note !== null);
}

/** Keeps a note until its article comes; one that is there already is replaced. */
export async function writeWaitingNote(context: ArchiveContext, { note, target }: WaitingNote): Promise<void> {
  const { paths, writer, temporary } = context;
  const path = paths.waitingNote(note.id);
  await context.commit(async (hold) => {
    await hold.confirm();
    await writer.makeDurableFolder(paths.waitingNotes);
    await writer.replaceFile(path, sealedBytes({ note, target }), await temporary.path(), hold.confirm);
  });
}

/** Its article has come, and the note is stored there. Throws `not-found`. */
export async function removeWaitingNote(context: ArchiveContext, id: string): Promise<void> {
  const { paths, writer } = context;
  const path = paths.waitingNote(id);
  await context.commit(async (hold) => {
    if (!(await writer.isThere(path))) throw new ArchiveError('not-found', { id });
    await hold.confirm();
    await writer.removeFile(path);
    await writer.syncFolder(paths.waitingNotes);
  });
}
