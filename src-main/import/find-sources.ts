import { lstat, opendir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ArchiveError } from '../errors.ts';

/** One file to be read; `size` in bytes, known before a byte is read: 0 for what could not even be looked at. */
export type FoundSource = { name: string; path: string; size: number };

/** Folders lie no deeper in any honest collection; a loop of mounts would. */
const MAX_FOLDER_DEPTH = 100;

const LEFT_ASIDE = new Set(['.DS_Store', 'desktop.ini', 'Thumbs.db']);

/**
 * The files under the given paths, folders with their subfolders, in the order of names. Hidden files and symbolic links
 * inside folders are left aside; a path that is named itself is followed. A path that is missing throws `not-found`. What
 * cannot be opened deeper down is named like a file, and fails when it is read, so that the rest is found all the same.
 */
export async function* findSources(paths: readonly string[]): AsyncIterable<FoundSource> {
  for (const path of paths) {
    const found = await stat(path).catch((cause: unknown) => {
      const { code } = cause as NodeJS.ErrnoException;
      if (code !== 'ENOENT' && code !== 'ENOTDIR') throw cause;
      throw new ArchiveError('not-found', { path }, { cause });
    });
    if (found.isDirectory()) yield* filesUnder(path);
    else if (found.isFile()) yield { name: basename(path), path, size: found.size };
    else throw new ArchiveError('unsupported-format', { path, reason: 'not a regular file' });
  }
}

async function* filesUnder(root: string): AsyncIterable<FoundSource> {
  const folders = [{ path: root, depth: 0 }];
  for (let folder = folders.pop(); folder; folder = folders.pop()) {
    const inner: typeof folders = [];
    const found = (path: string, size: number) => ({
      name: path.slice(root.length).replace(/^[/\\]+/, ''),
      path,
      size,
    });
    const names = await namesIn(folder.path).catch((error: unknown) => {
      if (folder.path === root) throw error;
      return null;
    });
    if (names === null) yield found(folder.path, 0);
    for (const name of names ?? []) {
      const path = join(folder.path, name);
      const entry = await lstat(path).catch(() => null);
      if (entry === null) yield found(path, 0);
      else if (entry.isFile()) yield found(path, entry.size);
      else if (!entry.isDirectory()) continue;
      else if (folder.depth < MAX_FOLDER_DEPTH) inner.push({ path, depth: folder.depth + 1 });
      else yield found(path, 0);
    }
    folders.push(...inner.reverse());
  }
}

async function namesIn(folder: string): Promise<string[]> {
  const names: string[] = [];
  for await (const entry of await opendir(folder)) {
    if (!entry.name.startsWith('.') && !LEFT_ASIDE.has(entry.name)) names.push(entry.name);
  }
  return names.sort((one, other) => (one < other ? -1 : one > other ? 1 : 0));
}
