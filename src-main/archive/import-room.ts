import type { ImportRequest } from '#contract';
import { ArchiveError } from '../errors.ts';
import { findSources, type FoundSource } from '../import/find-sources.ts';
import type { ArchiveStore } from '../store/archive-store.ts';
import { digestOf } from '../store/verify.ts';

/** What an article takes beside its original: folder, `article.html`, manifest, in blocks of the disk. Bytes. */
const BESIDE = 3 * 4096;
const BLOCK = 4096;
/** With this much room per byte nothing needs to be counted: no import of ours grows tenfold. */
const PLENTY = 100 * 1024 * 1024 * 1024;

/**
 * Refuses an import that cannot fit: its files alone, as the originals are kept, are larger than the room there is. Files
 * whose very bytes are in the archive need none; that is looked at only where room is short. Throws `disk-full` before
 * anything is stored. Uploads and pastes are let through: they are on this machine already.
 */
export async function requireRoom(
  store: Pick<ArchiveStore, 'freeSpace' | 'folder'> & Partial<Pick<ArchiveStore, 'originals'>>,
  request: Pick<ImportRequest, 'sources' | 'dryRun'>,
): Promise<void> {
  const paths = request.sources.flatMap((source) => (source.kind === 'path' ? [source.path] : []));
  if (request.dryRun || paths.length === 0) return;
  const space = await store.freeSpace();
  if (space === null || space.free >= PLENTY) return;
  let needed = 0;
  for await (const { size } of filesOf(paths)) needed += roomFor(size);
  if (needed > space.free && store.originals !== undefined) {
    const stored = await store.originals();
    for await (const { path, size } of filesOf(paths)) {
      if (needed <= space.free) break;
      if (stored.size > 0 && (await isStored(path, stored))) needed -= roomFor(size);
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

async function* filesOf(paths: readonly string[]): AsyncIterable<FoundSource> {
  for (const path of paths) {
    try {
      yield* findSources([path]);
    } catch {
      // What cannot be found is one failure in the report of the import.
    }
  }
}

const roomFor = (size: number): number => Math.ceil(size / BLOCK) * BLOCK + BESIDE;

const isStored = async (path: string, stored: ReadonlySet<string>): Promise<boolean> =>
  digestOf(path).then(
    (digest) => stored.has(digest),
    () => false,
  );

const megabytes = (bytes: number): number => Math.ceil(bytes / 2 ** 20);
