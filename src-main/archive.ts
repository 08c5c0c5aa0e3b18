import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Archive, ArchiveOptions } from './archive/archive-surface.ts';
import { cacheFolderOf } from './archive/cache-folder.ts';
import { OpenArchive } from './archive/open-archive.ts';
import { ArchiveError } from './errors.ts';
import { openSearch } from './search/open-search.ts';
import type { ArchiveStore } from './store/archive-store.ts';
import { createArchive, openStore } from './store/open-store.ts';

export type { Archive, ArchiveOptions } from './archive/archive-surface.ts';

/** Opens the archive in a folder: files, index and everything that can be asked of them. */
export async function openArchive(folder: string, options: ArchiveOptions): Promise<Archive> {
  const { store, fresh } = await openOrMake(folder, options);
  try {
    const cacheFolder = await cacheFolderOf(options.cacheFolder, store.id, store.folder);
    await mkdir(cacheFolder, { recursive: true });
    const namesFile = join(options.dataFolder, 'names.txt');
    const index = await openSearch(
      { cacheFolder, archiveId: store.id, namesFile, now: options.now },
      options.createSearchWorker,
    );
    return new OpenArchive(store, index, cacheFolder, fresh, options).api();
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function openOrMake(folder: string, options: ArchiveOptions): Promise<{ store: ArchiveStore; fresh: boolean }> {
  try {
    return { store: await openStore(folder, options), fresh: false };
  } catch (error) {
    if (!(error instanceof ArchiveError && error.code === 'archive-missing') || options.create === 'never') throw error;
    const newEvenIfRemembered = options.create === 'anyway';
    try {
      return { store: await createArchive(folder, options, { newEvenIfRemembered }), fresh: true };
    } catch (failure) {
      if (!(failure instanceof ArchiveError && failure.code === 'exists')) throw failure;
      // Another program was faster.
      return { store: await openStore(folder, options), fresh: false };
    }
  }
}
