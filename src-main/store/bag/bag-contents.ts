import { join } from 'node:path';
import type { Collection } from '#contract';
import type { WaitingNote } from '../../article/draft.ts';
import type { ArchiveContext } from '../archive-context.ts';
import { ArchivePaths, isArticleId } from '../archive-names.ts';
import type { StoredArticle } from '../archive-store.ts';
import { findAsset } from '../assets.ts';
import { readCollections } from '../collections.ts';
import { readArticle } from '../read-article.ts';
import { isRealFolder, namesIn, readRegularFile } from '../read-file.ts';
import { readWaitingNotes } from '../waiting-notes.ts';

/** A bag of an archive, read in place: its payload lies as an archive does. */
export class BagContents {
  readonly #paths: ArchivePaths;
  readonly #context: ArchiveContext;

  constructor(bag: string) {
    this.#paths = new ArchivePaths(join(bag, 'data'));
    const presence = { access: 'read-only', require: () => Promise.resolve() };
    // The readers ask a context for paths and presence alone; nothing here can write.
    this.#context = { paths: this.#paths, presence } as unknown as ArchiveContext;
  }

  /** Whether the payload is an archive's, and not any other files. */
  isArchive(): Promise<boolean> {
    return isRealFolder(this.#paths.articles);
  }

  /** Ids in order of year and name. */
  async articleIds(): Promise<string[]> {
    const ids: string[] = [];
    for (const year of await namesIn(this.#paths.articles)) {
      if (!/^\d{4}$/.test(year)) continue;
      const names = await namesIn(join(this.#paths.articles, year));
      ids.push(...names.filter((name) => isArticleId(name) && name.startsWith(year)));
    }
    return ids;
  }

  folder(id: string): string {
    return this.#paths.article(id);
  }

  /** Throws `not-found` or `unreadable`. */
  read(id: string): Promise<StoredArticle> {
    return readArticle(this.#context, id);
  }

  async assetBytes(id: string, name: string): Promise<Buffer> {
    return readRegularFile((await findAsset(this.#context, id, name)).path);
  }

  collections(): Promise<Collection[]> {
    return readCollections(this.#context);
  }

  waitingNotes(): Promise<WaitingNote[]> {
    return readWaitingNotes(this.#context);
  }
}
