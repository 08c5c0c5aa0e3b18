import type { ArchivePaths } from './archive-names.ts';
import type { Hold } from './commit-queue.ts';
import type { DurableWriter } from './durable-write.ts';
import type { Presence } from './presence.ts';
import type { TemporaryFolder } from './temporary-folder.ts';

/** What every part of an open store works with. */
export type ArchiveContext = {
  paths: ArchivePaths;
  writer: DurableWriter;
  temporary: TemporaryFolder;
  presence: Presence;
  now: () => Date;
  /** Runs a task under the lock; refuses when the archive is not there or not writable. */
  commit: <T>(task: (hold: Hold) => Promise<T>) => Promise<T>;
};
