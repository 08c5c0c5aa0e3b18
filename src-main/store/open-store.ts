import { promises } from 'node:fs';
import { join } from 'node:path';
import { randomUuid } from '../article/random-uuid.ts';
import { ArchiveError } from '../errors.ts';
import type { ArchiveContext } from './archive-context.ts';
import { ArchiveLock, LOCK_TIMES } from './archive-lock.ts';
import { markerBytes, readMarker, type Marker } from './archive-marker.ts';
import { ArchivePaths, FORMAT_VERSION, MARKER } from './archive-names.ts';
import type { ArchiveStore, StoreOptions } from './archive-store.ts';
import { CommitQueue } from './commit-queue.ts';
import { DurableWriter } from './durable-write.ts';
import { atPath, errnoOf, fileError, isMissing } from './file-error.ts';
import { FolderStore } from './folder-store.ts';
import { HalfMade } from './half-made.ts';
import { Presence } from './presence.ts';
import { namesIn, statIfThere } from './read-file.ts';
import { realPathOf, RememberedFolders } from './remembered-folders.ts';
import { backUpBefore } from './migrations/back-up-before.ts';
import { isMigrating, isMigrationLeft, migrateArchive } from './migrations/migrate-archive.ts';
import { MIGRATION_STEPS } from './migrations/migration-steps.ts';
import { OutsideWatch } from './outside-watch.ts';
import { isSystemFile } from './system-files.ts';
import { TemporaryFolder } from './temporary-folder.ts';

/** What sync clients leave in a folder that is empty to a person. */
const OF_SYNC = /^(\.stfolder|\.stversions|\.stignore|\.dropbox|\.git|\.gitignore|\.gitattributes)$/i;

/** What a killed try to make an archive leaves. */
const HALF_WRITTEN = /^(archive\.json|\.gitattributes|\.gitignore|\.stignore)\.[0-9a-f]{16}$/;

/** Lines for git: no line ending is ever changed, and what belongs to one machine stays there. */
const GIT_ATTRIBUTES = '* -text\n';
const MACHINE_FILES = ['/.lock', '/.lock-break-*', '/.generation', '/.tmp', '/.moved', '/.nachlese'];

/** Whether a folder holds an archive of ours, of whatever version. */
export async function looksLikeArchive(folder: string): Promise<boolean> {
  return readMarker(folder).then(
    (marker) => marker !== null,
    () => false,
  );
}

/**
 * Opens the archive in a folder; an interrupted change is finished, leftovers of ended processes are swept.
 *
 * Throws `archive-missing` (no folder, or an empty one), `archive-foreign` (other files, no marker),
 * `archive-damaged` (marker unreadable), `no-permission`. A read-only folder or a newer format opens for reading.
 */
export async function openStore(folder: string, options: StoreOptions): Promise<ArchiveStore> {
  const marker = await atPath(folder, () => readMarker(folder));
  if (marker !== null) return open(folder, marker, options);
  const reason = await whyNoArchive(folder);
  // Another program may have made it between the two looks.
  const made = await atPath(folder, () => readMarker(folder));
  if (made === null) throw reason;
  return open(folder, made, options);
}

/**
 * Makes a new archive in a missing or empty folder. Throws `exists` where there is one, `archive-foreign` where other
 * files are, `archive-remembered` where there was one: a disk that is not mounted must not be made anew.
 */
export async function createArchive(
  folder: string,
  options: StoreOptions,
  { newEvenIfRemembered = false }: { newEvenIfRemembered?: boolean } = {},
): Promise<ArchiveStore> {
  const refuseIfThere = async () => {
    if ((await atPath(folder, () => readMarker(folder))) !== null) throw new ArchiveError('exists', { folder });
  };
  await refuseIfThere();
  const reason = await whyNoArchive(folder);
  if (reason.code !== 'archive-missing') {
    await refuseIfThere();
    throw reason;
  }
  const writer = new DurableWriter({ random: options.random, platform: process.platform });
  const remembered = new RememberedFolders(options.dataFolder, writer);
  if (!newEvenIfRemembered && (await remembered.isRemembered(folder))) {
    // Remembered by whoever made it a moment ago.
    await refuseIfThere();
    throw new ArchiveError('archive-remembered', { folder });
  }

  const marker: Marker = { id: randomUuid(options.random), created: options.now().toISOString(), version: 1 };
  await atPath(folder, async () => {
    await promises.mkdir(folder, { recursive: true });
  });
  for (const name of await namesIn(folder)) if (HALF_WRITTEN.test(name)) await removeIfLeft(writer, join(folder, name));
  const always = async () => undefined;
  const make = async (name: string, text: string) => {
    const path = join(folder, name);
    if (await writer.isThere(path)) return;
    await writer.createFile(path, Buffer.from(text), folder, always).catch((error: unknown) => {
      // Another program is making the same archive: the file is as good as ours, and the marker decides who made it.
      if (!(error instanceof ArchiveError && error.code === 'exists')) throw error;
    });
  };
  await make('.gitattributes', GIT_ATTRIBUTES);
  await make('.gitignore', `${MACHINE_FILES.join('\n')}\n`);
  await make('.stignore', `${MACHINE_FILES.map((name) => `(?d)${name}`).join('\n')}\n`);
  // With the marker it is an archive.
  await writer.createFile(join(folder, MARKER), markerBytes(marker.id, marker.created), folder, always);
  await writer.makeDurableFolder(join(folder, 'articles'));
  await writer.syncFolder(join(folder, '..'));
  return open(folder, marker, options);
}

/** ms; nobody needs longer to write a file of a new archive. */
const HALF_WRITTEN_OUTLIVED = 60_000;

/** Another program may be making an archive here this very moment: what it has just begun is not ours to remove. */
async function removeIfLeft(writer: DurableWriter, path: string): Promise<void> {
  const stats = await statIfThere(path);
  if (stats !== null && Math.abs(Date.now() - stats.mtimeMs) > HALF_WRITTEN_OUTLIVED) await writer.removeFile(path);
}

/** Why there is no archive here. */
async function whyNoArchive(folder: string): Promise<ArchiveError> {
  let names: string[];
  try {
    names = await promises.readdir(folder);
  } catch (error) {
    if (errnoOf(error) === 'ENOTDIR') return new ArchiveError('archive-foreign', { folder });
    if (isMissing(error)) return new ArchiveError('archive-missing', { folder });
    return fileError(error, folder);
  }
  const isEmpty = names.every((name) => isSystemFile(name) || OF_SYNC.test(name) || HALF_WRITTEN.test(name));
  return new ArchiveError(isEmpty ? 'archive-missing' : 'archive-foreign', { folder });
}

async function open(folder: string, marker: Marker, options: StoreOptions): Promise<ArchiveStore> {
  const real = await realPathOf(folder);
  const paths = new ArchivePaths(real);
  const writer = new DurableWriter({ random: options.random, platform: process.platform });
  const presence = await Presence.of(paths, marker);
  const temporary = new TemporaryFolder(paths, writer);
  const lock = new ArchiveLock(paths, writer, temporary, LOCK_TIMES);
  const watch = new OutsideWatch();
  const queue = new CommitQueue({
    paths,
    writer,
    lock,
    presence,
    temporary,
    outside: (articleIds) => watch.suspect(articleIds),
    here: (articleIds) => watch.changedHere(context, articleIds),
  });
  const context: ArchiveContext = {
    paths,
    writer,
    temporary,
    presence,
    now: options.now,
    commit: queue.commit.bind(queue),
  };
  await queue.begin();
  const isLeft = (await isMigrationLeft(real)) && presence.access === 'writable';
  if (marker.version < FORMAT_VERSION || isLeft || (await isMigrating(real))) {
    const present = await migrateArchive(context, marker, {
      steps: MIGRATION_STEPS,
      target: FORMAT_VERSION,
      backUp: () => backUpBefore(context, marker, options),
    });
    await temporary.remove();
    return open(folder, present, options);
  }
  const store = new FolderStore(context, marker, queue, watch);
  const remembered = new RememberedFolders(options.dataFolder, writer);
  // A data folder that cannot be written must not keep anybody from reading.
  const starts = await remembered.remember(real, marker.id, options.now()).catch(() => []);
  await new HalfMade(options.dataFolder, writer).sweep();
  if (presence.access === 'writable') await store.tidy(starts);
  if (options.watch) watch.begin(context, queue, process.platform);
  return store;
}
