import type { ImportReport } from '#contract';
import { normaliseAddress } from '../article/address.ts';
import type { DraftNote, NoteTarget, WaitingNote } from '../article/draft.ts';
import { plainText } from '../article/plain-text.ts';
import { randomUuid } from '../article/random-uuid.ts';
import { ArchiveError } from '../errors.ts';
import { message } from '../messages/index.ts';
import { noteOfDraft } from './capture-of-draft.ts';
import type { Parts } from './parts.ts';

/** Whether an annotation's target is this article: by address, by text, or by our own id. */
export function belongsTo(
  target: NoteTarget,
  article: { id: string; address: string | null; textHash: string },
): boolean {
  if (article.address !== null && target.addresses.some((address) => normaliseAddress(address) === article.address))
    return true;
  return target.textHash === article.textHash || target.articleId === article.id;
}

/** Brings notes that came by themselves to their articles, or lets them wait in the archive. */
export class NoteIntake {
  readonly #parts: Parts;
  readonly #report: ImportReport;
  readonly #dryRun: boolean;

  constructor(parts: Parts, report: ImportReport, dryRun: boolean) {
    this.#parts = parts;
    this.#report = report;
    this.#dryRun = dryRun;
  }

  async take(source: string, note: DraftNote, target: NoteTarget): Promise<void> {
    const waiting = { note: { ...note, id: note.id ?? randomUuid(this.#parts.random) }, target };
    const articleId = await this.#findArticle(target);
    if (articleId !== null) {
      if (!(await this.settle(waiting, articleId)))
        this.#report.skipped.push({
          source: `${source}#${waiting.note.id}`,
          reason: message('report.already-there', this.#parts.language()),
          id: articleId,
        });
      return;
    }
    if (!this.#dryRun) await this.#parts.store.writeWaitingNote(waiting);
    this.#report.notes.waiting += 1;
  }

  /** Writes the note to its article; false where the article has it already. */
  async settle({ note }: WaitingNote, articleId: string): Promise<boolean> {
    const { store } = this.#parts;
    const stored = await store.read(articleId);
    const known = stored.notes.some((other) => other.id === note.id);
    if (!this.#dryRun) {
      if (!known) {
        const text = plainText(stored.article.lead, stored.article.blocks);
        // Its place is on this article's text from now on, whatever text it was made on.
        const rest = note.rest === undefined ? null : { ...note.rest, anchor: null };
        await store.writeNote(noteOfDraft(note, articleId, text, this.#parts), null, rest);
        await this.#parts.refresh([articleId]);
      }
      await store.removeWaitingNote(note.id).catch((error: unknown) => {
        if (!(error instanceof ArchiveError && error.code === 'not-found')) throw error;
      });
    }
    if (!known) this.#report.notes.placed += 1;
    return !known;
  }

  async #findArticle(target: NoteTarget): Promise<string | null> {
    const { index } = this.#parts;
    for (const address of target.addresses) {
      const found = await index.findByAddress(normaliseAddress(address));
      if (found !== null) return found;
    }
    if (target.textHash !== null) {
      const found = await index.findByTextHash(target.textHash);
      if (found !== null) return found;
    }
    return target.articleId !== null && (await index.row(target.articleId)) !== null ? target.articleId : null;
  }
}
