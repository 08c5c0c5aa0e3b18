import { join } from 'node:path';
import type { BackupDamage, BackupReport } from '#contract';
import { ArchiveError } from '../../errors.ts';
import type { ArchiveContext } from '../archive-context.ts';
import { ArchiveLock } from '../archive-lock.ts';
import type { Marker } from '../archive-marker.ts';
import { ArchivePaths, MANIFEST_FILE, NOTES_FOLDER } from '../archive-names.ts';
import { DurableWriter } from '../durable-write.ts';
import { atPath } from '../file-error.ts';
import { freeSpace } from '../free-space.ts';
import { mapInFlight } from '../in-flight.ts';
import type { ManifestEntry } from '../manifest.ts';
import { sweepTemporary, TemporaryFolder } from '../temporary-folder.ts';
import { backupPlace, makeBackup } from './backup-marker.ts';
import { generationId, listOf, type BackupPaths } from './backup-paths.ts';
import { FormerGeneration } from './former-generation.ts';
import { listBytes, readGenerations, recordBytes, summaryOf, type GenerationRecord } from './generation-record.ts';
import { judgeFiles, type Judged } from './judge-files.ts';
import { ObjectShelf } from './object-shelf.ts';
import { pruneBackup } from './prune-backup.ts';
import { groupOf, walkArchive, type SourceFile } from './walk-archive.ts';

export type BackupOptions = {
  /** Where the user wants it; see {@link backupPlace}. */
  folder: string;
  /** What the archive is called, for whoever finds the backup. */
  name: string;
  now: () => Date;
  random: (count: number) => Uint8Array;
  /** Reads every object again, not only the sixteenth part whose turn it is. */
  thorough: boolean;
  progress: (done: number, total: number) => void;
  cancelled: () => boolean;
};

const IN_FLIGHT = 8;
/** How often the archive is looked through before it counts as never standing still. */
const MOST_PASSES = 8;
/** A small disk must not be filled to the last byte. */
const SPARE = 16 * 1024 * 1024;

/**
 * Adds one generation to the backup in a folder: reads every file of the archive, compares it with what vouches for it,
 * and copies what the backup does not have. Nothing is ever written into the archive, and nothing of an earlier
 * generation changes. The generation is there when its record is, which is the last step but thinning out.
 *
 * Throws `backup-inside`, `backup-foreign`, `exists` (other files are there), `archive-vanished`, `archive-locked`
 * (another backup into this folder is under way), `disk-full`, `conflict` (the archive never stood still), `cancelled`.
 */
export async function backUp(context: ArchiveContext, marker: Marker, options: BackupOptions): Promise<BackupReport> {
  await context.presence.require();
  const folder = await backupPlace(options.folder, { folder: context.paths.folder, id: marker.id });
  const writer = new DurableWriter({ random: options.random, platform: process.platform });
  const created = options.now().toISOString();
  const paths = await makeBackup(writer, folder, { archive: marker.id, name: options.name, created, version: 1 });
  // The lock and the folder for what is half written are the archive's own kind.
  const lockPaths = new ArchivePaths(folder);
  const temporary = new TemporaryFolder(lockPaths, writer);
  const held = await new ArchiveLock(lockPaths, writer, temporary).take();
  try {
    await sweepTemporary(lockPaths, writer);
    const run = new BackupRun(context, marker, options, { paths, writer, temporary, confirm: held.confirm });
    return await run.make();
  } finally {
    await held.release().catch(() => undefined);
    await temporary.remove().catch(() => undefined);
  }
}

type Target = {
  paths: BackupPaths;
  writer: DurableWriter;
  temporary: TemporaryFolder;
  confirm: () => Promise<void>;
};

type Group = { stamps: string; judged: Judged[] };

class BackupRun {
  readonly #context: ArchiveContext;
  readonly #marker: Marker;
  readonly #options: BackupOptions;
  readonly #target: Target;
  /** Folder of an article → what was found in it, and the stamps of its files then. */
  #groups = new Map<string, Group>();

  constructor(context: ArchiveContext, marker: Marker, options: BackupOptions, target: Target) {
    this.#context = context;
    this.#marker = marker;
    this.#options = options;
    this.#target = target;
  }

  async make(): Promise<BackupReport> {
    const { paths, writer, confirm } = this.#target;
    const { records } = await readGenerations(paths);
    const turn = (records.length % 16).toString(16);
    const shelf = new ObjectShelf({
      ...this.#target,
      readAgain: (sha256) => this.#options.thorough || sha256.startsWith(turn),
    });
    const skipped = await this.#readAll(shelf, records[0]?.record.bytes ?? 0);
    const former = new FormerGeneration(paths, records[0]?.record ?? null);
    const { record, lists, damaged } = await this.#record(shelf, former, skipped);
    await this.#writeLists(shelf, record, lists);
    await shelf.settle();
    // A disk that went away meanwhile is not an archive whose articles were deleted.
    await this.#context.presence.require();
    this.#stopIfAsked();
    const id = await this.#commit(record);
    const removed = await pruneBackup(paths, writer, confirm, this.#options.now()).catch((error: unknown) => {
      // The backup is made; what could not be thinned out now is so next time.
      if (error instanceof ArchiveError) return [];
      throw error;
    });
    const { copied, copiedBytes } = shelf;
    const generation = summaryOf(id, record);
    return { folder: paths.folder, generation, copied, copiedBytes, damaged, skipped, removed };
  }

  /** Looks through the archive until nothing changed between two looks: what is copied then was there at one time. */
  async #readAll(shelf: ObjectShelf, formerBytes: number): Promise<string[]> {
    for (let pass = 1; pass <= MOST_PASSES; pass += 1) {
      const { files, skipped } = await atPath(this.#context.paths.folder, () => walkArchive(this.#context.paths));
      await this.#context.presence.require();
      if (pass === 1) await this.#requireSpace(files, formerBytes);
      const groups = grouped(files);
      for (const folder of [...this.#groups.keys()]) if (!groups.has(folder)) this.#groups.delete(folder);
      const stale = [...groups].filter(([folder, { stamps }]) => this.#groups.get(folder)?.stamps !== stamps);
      if (stale.length === 0) return skipped;
      await this.#readGroups(shelf, stale, files.length);
    }
    throw new ArchiveError('conflict', { path: this.#context.paths.folder });
  }

  async #readGroups(
    shelf: ObjectShelf,
    groups: [string, { stamps: string; files: SourceFile[] }][],
    total: number,
  ): Promise<void> {
    let done = total - groups.reduce((sum, [, { files }]) => sum + files.length, 0);
    await mapInFlight(groups, IN_FLIGHT, async ([folder, { stamps, files }]) => {
      this.#stopIfAsked();
      const root = this.#context.paths.folder;
      const names = files.map(({ path }) => path);
      const { judged, gone } = await judgeFiles(root, names);
      let moved = gone;
      for (const one of judged) if (!(await this.#store(shelf, one))) moved = true;
      if (!moved) this.#groups.set(folder, { stamps, judged });
      done += files.length;
      this.#options.progress(done, total);
    });
  }

  /** Copies what was found, sound or not: damage is named, never dropped. False where it changed since it was read. */
  async #store(shelf: ObjectShelf, { path, found }: Judged): Promise<boolean> {
    if (found === null) return true;
    try {
      await shelf.store(join(this.#context.paths.folder, path), path, found.sha256, found.size);
      return true;
    } catch (error) {
      const changed =
        error instanceof ArchiveError &&
        (error.values.reason === 'SHA-256' || error.values.reason === 'ENOENT') &&
        String(error.values.path).startsWith(this.#context.paths.folder);
      if (changed) return false;
      throw error;
    }
  }

  async #requireSpace(files: readonly SourceFile[], formerBytes: number): Promise<void> {
    const { folder } = this.#target.paths;
    const needed = Math.max(0, files.reduce((sum, { size }) => sum + size, 0) - formerBytes);
    const space = await freeSpace(folder);
    if (space !== null && needed > 0 && space.free < needed + SPARE)
      throw new ArchiveError('backup-space', { folder, reason: 'too-little-space', needed, free: space.free });
  }

  async #record(
    shelf: ObjectShelf,
    former: FormerGeneration,
    skipped: string[],
  ): Promise<{ record: GenerationRecord; lists: Lists; damaged: BackupDamage[] }> {
    const lists: Lists = new Map();
    const damaged: GenerationRecord['damaged'] = [];
    let [files, bytes, articles, notes] = [0, 0, 0, 0];
    for (const { judged } of this.#groups.values()) {
      for (const one of judged) {
        const settled = await settle(one, shelf, former);
        if (settled === null) continue;
        if (settled.damage !== null) damaged.push(settled.damage);
        if (settled.sha256 === null) continue;
        const list = listOf(one.path);
        const entry = { path: one.path, sha256: settled.sha256 };
        const entries = lists.get(list);
        if (entries === undefined) lists.set(list, [entry]);
        else entries.push(entry);
        files += 1;
        bytes += one.found?.size ?? 0;
        const parts = one.path.split('/');
        if (parts[0] !== 'articles') continue;
        if (parts.length === 4 && parts[3] === MANIFEST_FILE) articles += 1;
        if (parts.length === 5 && parts[3] === NOTES_FOLDER && one.path.endsWith('.json')) notes += 1;
      }
    }
    damaged.sort((a, b) => (a.path < b.path ? -1 : 1));
    const record: GenerationRecord = {
      archive: this.#marker.id,
      name: this.#options.name,
      archiveFormat: this.#marker.version,
      archiveCreated: this.#marker.created,
      created: this.#options.now().toISOString(),
      ...{ articles, notes, files, bytes },
      lists: [],
      damaged,
      skipped,
    };
    return { record, lists, damaged: damaged.map(({ path, problem, kept }) => ({ path, problem, kept })) };
  }

  async #writeLists(shelf: ObjectShelf, record: GenerationRecord, lists: Lists): Promise<void> {
    for (const [of, entries] of [...lists].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const { bytes, sha256 } = listBytes(entries);
      await shelf.storeBytes(bytes, 'list.txt');
      record.lists.push({ of, list: sha256 });
    }
  }

  /** With its record the generation is there. Two in one millisecond, or a clock set back onto one: the next is free. */
  async #commit(record: GenerationRecord): Promise<string> {
    const { paths, writer, temporary, confirm } = this.#target;
    for (let time = Date.parse(record.created); ; time += 1) {
      const id = generationId(new Date(time));
      try {
        await writer.createFile(paths.generation(id), recordBytes(record), await temporary.path(), confirm);
        return id;
      } catch (error) {
        if (!(error instanceof ArchiveError && error.code === 'exists')) throw error;
      }
    }
  }

  #stopIfAsked(): void {
    if (this.#options.cancelled()) throw new ArchiveError('cancelled', { job: 'backup' });
  }
}

/** Name of a list (see `listOf`) → its files. */
type Lists = Map<string, ManifestEntry[]>;

function grouped(files: readonly SourceFile[]): Map<string, { stamps: string; files: SourceFile[] }> {
  const groups = new Map<string, { stamps: string; files: SourceFile[] }>();
  for (const file of files) {
    const folder = groupOf(file.path);
    const group = groups.get(folder) ?? { stamps: '', files: [] };
    group.files.push(file);
    group.stamps += `${file.path}|${file.stamp}\n`;
    groups.set(folder, group);
  }
  return groups;
}

/**
 * What a generation says of one file. Damage never takes the place of something good: where the backup has the bytes
 * that the manifest speaks of, they stay; else what was found is kept beside the last good content known.
 */
async function settle(
  one: Judged,
  shelf: ObjectShelf,
  former: FormerGeneration,
): Promise<{ sha256: string | null; damage: GenerationRecord['damaged'][number] | null } | null> {
  const { path, found, problem, expected } = one;
  if (problem === null) return { sha256: found?.sha256 ?? null, damage: null };
  if (expected !== null && (await shelf.has(expected, path, null)))
    return { sha256: expected, damage: { path, problem, kept: true, earlier: null } };
  const earlier = await former.goodContent(path);
  const isThere = earlier !== null && (await shelf.has(earlier, path, null));
  if (found === null && isThere) return { sha256: earlier, damage: { path, problem, kept: true, earlier: null } };
  // A page without a manifest that never had one: a sync client has not brought it yet.
  if (problem === 'missing' && expected === null) return null;
  return {
    sha256: found?.sha256 ?? null,
    damage: { path, problem, kept: false, earlier: isThere ? earlier : null },
  };
}
