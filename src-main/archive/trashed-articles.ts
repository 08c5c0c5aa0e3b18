import type { TrashEntry } from '#contract';
import { ArchiveError } from '../errors.ts';
import type { Parts } from './parts.ts';

/** Articles in the trash as one import sees them, so that a deleted one comes back instead of coming twice. */
export class TrashedArticles {
  readonly #parts: Pick<Parts, 'store' | 'deletions'>;
  /** Hash part of their ids → trash entry; and how many deletions there were before it was read. */
  #known: { deletions: number; entries: Map<string, string> } | null = null;

  constructor(parts: Pick<Parts, 'store' | 'deletions'>) {
    this.#parts = parts;
  }

  /** One may be there that was not: the next look is at the trash itself. */
  forget(): void {
    this.#known = null;
  }

  /** The trash entry of the article with this address or text; null: none. */
  async find(articleId: string): Promise<string | null> {
    const { store, deletions } = this.#parts;
    if (this.#known?.deletions !== deletions.count)
      this.#known = { deletions: deletions.count, entries: entriesByHash(await store.listTrash()) };
    return this.#known.entries.get(hashPart(articleId)) ?? null;
  }

  /** Brings it back; null: it was brought back, or deleted for good, meanwhile. */
  async restore(articleId: string, entry: string): Promise<TrashEntry | null> {
    this.#known?.entries.delete(hashPart(articleId));
    return this.#parts.store.restore(entry).catch(nullIfGone);
  }
}

/** Of a read that failed as nothing is there: null. Throws everything else. */
export function nullIfGone(error: unknown): null {
  if (error instanceof ArchiveError && error.code === 'not-found') return null;
  throw error;
}

const entriesByHash = (entries: readonly TrashEntry[]): Map<string, string> =>
  new Map(
    entries.flatMap(({ id, kind, articleId }) =>
      kind === 'article' && articleId !== null ? [[hashPart(articleId), id]] : [],
    ),
  );

/** The ten hex digits of an id that stand for address or text. */
const hashPart = (id: string): string => id.slice(-10);
