import type { ImportRequest } from '#contract';
import { ArchiveError } from '../errors.ts';
import { findSources } from '../import/find-sources.ts';
import type { ArchiveStore } from '../store/archive-store.ts';

/** What an article takes beside its original: folder, `article.html`, manifest, in blocks of the disk. Bytes. */
const BESIDE = 3 * 4096;
const BLOCK = 4096;
/** With this much room per byte nothing needs to be counted: no import of ours grows tenfold. */
const PLENTY = 100 * 1024 * 1024 * 1024;

/**
 * Refuses an import that cannot fit: its files alone, as the originals are kept, are larger than the room there is. Throws
 * `disk-full` before anything is read. Uploads and pastes are let through: they are on this machine already.
 */
export async function requireRoom(
  store: Pick<ArchiveStore, 'freeSpace' | 'folder'>,
  request: Pick<ImportRequest, 'sources' | 'dryRun'>,
): Promise<void> {
  const paths = request.sources.flatMap((source) => (source.kind === 'path' ? [source.path] : []));
  if (request.dryRun || paths.length === 0) return;
  const space = await store.freeSpace();
  if (space === null || space.free >= PLENTY) return;
  let needed = 0;
  for (const path of paths) {
    // What cannot be found is one failure in the report of the import.
    const files = findSources([path]);
    try {
      for await (const { size } of files) needed += Math.ceil(size / BLOCK) * BLOCK + BESIDE;
    } catch {
      continue;
    }
  }
  if (needed > space.free)
    throw new ArchiveError('disk-full', {
      folder: store.folder,
      reason: 'needs-room',
      needed: megabytes(needed),
      free: megabytes(space.free),
    });
}

const megabytes = (bytes: number): number => Math.ceil(bytes / 2 ** 20);
