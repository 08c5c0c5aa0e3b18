import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Where the cache of the archive with this id in this folder lies below the parent of all caches. A copied folder has the
 * same id, so its real path is part of the name (RULINGS.md, 19).
 */
export async function cacheFolderOf(caches: string, id: string, folder: string): Promise<string> {
  const path = await realpath(folder).catch(() => folder);
  return join(caches, `${id}-${createHash('sha256').update(path).digest('hex').slice(0, 12)}`);
}
