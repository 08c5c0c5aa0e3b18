import type { Article, Note } from '#contract';
import {
  annotationTarget,
  noteToAnnotation,
  readStoredNote,
  type AnnotationRest,
  type AnnotationTarget,
  type StoredNote,
} from '../article/annotation.ts';
import { plainText } from '../article/plain-text.ts';
import { ArchiveError } from '../errors.ts';
import { parseJsonObject } from './sealed-json.ts';

/** What notes on this article are about, as their files say it. */
export function noteTarget(article: Article): AnnotationTarget {
  return annotationTarget(article, plainText(article.lead, article.blocks));
}

/**
 * Reads `notes/<uuid>.json`. The file's name is the note's id: that is where a change is written. Throws `unreadable`.
 */
export function parseNote(bytes: Uint8Array, path: string, articleId: string, noteId: string): StoredNote {
  const json = parseJsonObject(bytes, path);
  try {
    const stored = readStoredNote(json, articleId);
    return { ...stored, note: { ...stored.note, id: noteId } };
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error;
    const reason = error.values.reason ?? error.values.expected ?? error.code;
    throw new ArchiveError('unreadable', { path, reason }, { cause: error });
  }
}

/** The file of a new note. */
export const newNoteBytes = (note: Note, target: AnnotationTarget): Buffer => noteBytes(note, target, null);

/** The file of a note; `rest`: what its annotation holds beyond it. */
export function noteBytes(note: Note, target: AnnotationTarget, rest: AnnotationRest | null): Buffer {
  const annotation = noteToAnnotation(note, target, 'disk', rest);
  return Buffer.from(`${JSON.stringify(annotation, null, 2)}\n`);
}
