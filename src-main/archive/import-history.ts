import type { ImportReport } from '#contract';
import { ArchiveError } from '../errors.ts';
import type { Parts } from './parts.ts';

/** Imports that can be taken back; older ones are forgotten. */
const REMEMBERED = 50;

/** What each import of this session brought, so that it can be taken back as a whole. */
export class ImportHistory {
  readonly #brought = new Map<string, string[]>();

  add(report: ImportReport): void {
    this.#brought.set(
      report.job,
      report.imported.map((item) => item.id),
    );
    for (const job of this.#brought.keys()) {
      if (this.#brought.size <= REMEMBERED) break;
      this.#brought.delete(job);
    }
  }

  /** Moves what the import brought to the trash; what was deleted since is left as it is. Throws `not-found`. */
  async undo(job: string, parts: Parts): Promise<{ removed: number }> {
    const ids = this.#brought.get(job);
    if (ids === undefined) throw new ArchiveError('not-found', { kind: 'import', id: job });
    let removed = 0;
    const gone: string[] = [];
    try {
      for (const id of ids) {
        if (!(await parts.store.exists(id))) continue;
        await parts.store.remove(id);
        gone.push(id);
        removed += 1;
      }
    } finally {
      if (gone.length > 0) await parts.takeOut(gone);
      parts.emit({ type: 'changed', articleIds: null });
    }
    this.#brought.delete(job);
    return { removed };
  }
}
