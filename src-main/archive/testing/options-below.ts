import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { ArchiveOptions } from '../archive-surface.ts';

/** How a test opens an archive: in this thread, unwatched, in German, with all that is not the archive below `home`. */
export const optionsBelow = (home: string, changes: Partial<ArchiveOptions> = {}): ArchiveOptions => ({
  now: () => new Date(),
  random: (count) => randomBytes(count),
  language: () => 'de',
  creator: () => 'Erika Beispiel',
  name: null,
  cacheFolder: join(home, 'cache'),
  dataFolder: join(home, 'data'),
  create: 'if-missing',
  watch: false,
  createSearchWorker: null,
  ...changes,
});
