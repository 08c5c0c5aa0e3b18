import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { ArchiveOptions } from '../../src-main/archive.ts';

/** How the rig opens a whole archive: in this thread, unwatched, with all that is not the archive below `root`. */
export const archiveOptions = (root: string, changes: Partial<ArchiveOptions> = {}): ArchiveOptions => ({
  now: () => new Date(),
  random: (count) => randomBytes(count),
  cacheFolder: join(root, 'cache'),
  dataFolder: join(root, 'data'),
  language: () => 'en',
  creator: () => null,
  name: null,
  create: 'never',
  watch: false,
  createSearchWorker: null,
  ...changes,
});
