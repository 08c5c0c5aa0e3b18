import { promises } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { z } from 'zod';
import { ArchiveError } from '../../errors.ts';
import type { ArchiveContext } from '../archive-context.ts';
import { readMarker, type Marker } from '../archive-marker.ts';
import { MANIFEST_FILE, MARKER } from '../archive-names.ts';
import { groupOf, walkArchive } from '../backup/walk-archive.ts';
import type { Hold } from '../commit-queue.ts';
import { atPath } from '../file-error.ts';
import { parseManifest, sha256, staysBelow, writeManifest } from '../manifest.ts';
import { decodeText, namesIn, readIfThere, readRegularFile, statIfThere } from '../read-file.ts';
import { checkShape, isSealIntact, parseJsonObject, sealedBytes } from '../sealed-json.ts';
import type { MigrationStep } from './migration-steps.ts';

/*
 * A migration happens with one rename. Everything that changes is built and synced in `.migration/files/`, beside the
 * archive, which stays as it is; then `.migration/ready.json` is made: with it the archive is of the new format, and
 * whoever opens it next moves the files up, the marker first, so that an older program leaves its hands off. Each move
 * can be repeated. Before `ready.json` a killed migration is swept, after it finished.
 */

const FOLDER = '.migration';
const READY = 'ready.json';
const READY_PATH = `${FOLDER}/${READY}`;
const STAGED = `${FOLDER}/files`;

const readyFile = z.looseObject({ to: z.int().min(2), files: z.array(z.string()), deleted: z.array(z.string()) });
type Ready = { to: number; files: string[]; deleted: string[] };

export type Migration = {
  steps: readonly MigrationStep[];
  /** The format this program writes. */
  target: number;
  /** Makes the backup without which nothing is changed. */
  backUp: () => Promise<unknown>;
};

/** Whether a migration of this archive has happened but is not finished. */
export async function isMigrating(folder: string): Promise<boolean> {
  return (await readReady(folder)) !== null;
}

/** Whether a migration left anything, finished or not. */
export async function isMigrationLeft(folder: string): Promise<boolean> {
  return (await statIfThere(join(folder, FOLDER))) !== null;
}

/**
 * Brings an archive of an older format up to `target`, a backup first, one step after the other. Resolves to its marker.
 * Throws what forbids writing, `unreadable` where a step cannot understand a file, and what the backup throws; the
 * archive is then of its former format, whole.
 */
export async function migrateArchive(
  context: ArchiveContext,
  marker: Marker,
  { steps, target, backUp }: Migration,
): Promise<Marker> {
  const { folder } = context.paths;
  if (await isMigrating(folder)) await context.commit((hold) => finish(context, hold));
  let present = (await readMarker(folder)) ?? marker;
  if (present.version >= target) {
    await sweep(context);
    return present;
  }
  await context.presence.requireWritable();
  await backUp();
  while (present.version < target) {
    const { version } = present;
    const step = steps.find(({ from }) => from === version);
    if (step === undefined)
      throw new ArchiveError('archive-damaged', { folder, file: MARKER, reason: 'format', version });
    await context.commit((hold) => take(context, hold, step));
    present = (await readMarker(folder)) ?? marker;
  }
  return present;
}

async function take(context: ArchiveContext, hold: Hold, step: MigrationStep): Promise<void> {
  const { paths, writer } = context;
  const staging = join(paths.folder, FOLDER);
  // Another program may have been faster, or left half of one.
  if (await isMigrating(paths.folder)) return finish(context, hold);
  if ((await readMarker(paths.folder))?.version !== step.from) return;
  await writer.removeTree(staging);
  await writer.makeDurableFolder(staging);
  const ready: Ready = { to: step.from + 1, files: [], deleted: [] };
  const { files } = await atPath(paths.folder, () => walkArchive(paths));
  const groups = new Map<string, string[]>();
  for (const { path } of files) groups.set(groupOf(path), [...(groups.get(groupOf(path)) ?? []), path]);
  const folders = new Set<string>([join(paths.folder, STAGED)]);
  await writer.makeFolder(join(paths.folder, STAGED));
  for (const names of groups.values()) {
    await hold.confirm();
    const changed = await changedGroup(paths.folder, names, step);
    ready.deleted.push(...changed.deleted);
    for (const [path, bytes] of changed.written) {
      const to = join(paths.folder, STAGED, path);
      await atPath(to, () => promises.mkdir(dirname(to), { recursive: true }));
      for (let at = dirname(to); at !== staging; at = dirname(at)) folders.add(at);
      await writer.stageFile(to, bytes);
      ready.files.push(path);
    }
  }
  const bytes = await markerOf(paths.folder, ready.to);
  await writer.stageFile(join(paths.folder, STAGED, MARKER), bytes);
  for (const made of folders) await writer.syncFolder(made);
  await writer.createFile(join(staging, READY), sealedBytes(ready), staging, hold.confirm);
  await finish(context, hold);
}

/** The last thing a finished migration does is to remove its empty folder; one killed just before leaves it. */
async function sweep(context: ArchiveContext): Promise<void> {
  if (!(await isMigrationLeft(context.paths.folder))) return;
  await context.commit(async () => {
    if (!(await isMigrating(context.paths.folder))) await context.writer.removeTree(join(context.paths.folder, FOLDER));
  });
}

/** The marker with all its fields, of the next format. */
async function markerOf(folder: string, version: number): Promise<Buffer> {
  const path = join(folder, MARKER);
  return sealedBytes({ ...parseJsonObject(await readRegularFile(path), path), version });
}

async function changedGroup(
  folder: string,
  names: readonly string[],
  step: MigrationStep,
): Promise<{ written: Map<string, Uint8Array>; deleted: string[] }> {
  const before = new Map<string, Uint8Array>();
  for (const path of names) if (path !== MARKER) before.set(path, await readRegularFile(join(folder, path)));
  const after = step.change(before);
  const isSame = (path: string, bytes: Uint8Array) => {
    const former = before.get(path);
    return former !== undefined && Buffer.compare(former, bytes) === 0;
  };
  const written = new Map([...after].filter(([path, bytes]) => path !== MARKER && !isSame(path, bytes)));
  for (const [path, bytes] of after) {
    if (posix.basename(path) !== MANIFEST_FILE || written.has(path)) continue;
    const inStep = manifestInStep(path, bytes, after, written);
    if (inStep !== null) written.set(path, inStep);
  }
  return { written, deleted: [...before.keys()].filter((path) => !after.has(path)) };
}

/** A manifest with the digests of what the step changed; what was damaged before stays as damaged as it was. */
function manifestInStep(
  path: string,
  bytes: Uint8Array,
  after: ReadonlyMap<string, Uint8Array>,
  written: ReadonlyMap<string, Uint8Array>,
): Buffer | null {
  const folder = posix.dirname(path);
  const entries = parseManifest(decodeText(bytes, path), path);
  const kept = entries.filter((entry) => after.has(posix.join(folder, entry.path)));
  const changed = kept.map((entry) => {
    const now = written.get(posix.join(folder, entry.path));
    return now === undefined ? entry : { ...entry, sha256: sha256(now) };
  });
  const isSame = kept.length === entries.length && changed.every((entry, index) => entry === kept[index]);
  return isSame ? null : writeManifest(changed);
}

/** Moves everything up; each part can be done again after any interruption. */
async function finish({ paths, writer }: ArchiveContext, hold: Hold): Promise<void> {
  const staging = join(paths.folder, FOLDER);
  const ready = await readReady(paths.folder);
  if (ready === null) return;
  const touched = new Set<string>();
  const named = [...ready.files.map((path) => `${STAGED}/${path}`), ...ready.files, ...ready.deleted];
  await requireOwnFolders(paths.folder, [`${STAGED}/${MARKER}`, ...named]);
  for (const path of [MARKER, ...ready.files]) {
    const from = join(paths.folder, STAGED, path);
    if (!(await writer.isThere(from))) continue;
    const to = join(paths.folder, path);
    await makeFolders(paths.folder, dirname(to));
    await writer.move(from, to, hold.confirm);
    touched.add(dirname(to));
    // The marker is durable before anything else changes.
    if (path === MARKER) await writer.syncFolder(paths.folder);
  }
  for (const path of ready.deleted) {
    await hold.confirm();
    await writer.removeFile(join(paths.folder, path));
    touched.add(dirname(join(paths.folder, path)));
  }
  for (const folder of touched) if (await writer.isThere(folder)) await writer.syncFolder(folder);
  for (const folder of touched) await removeIfEmpty(folder);
  await writer.removeTree(join(paths.folder, STAGED));
  await writer.syncFolder(staging);
  await writer.removeFile(join(staging, READY));
  await writer.removeTree(staging);
  await writer.syncFolder(paths.folder);
  hold.changed(null);

  async function makeFolders(top: string, folder: string): Promise<void> {
    if (folder === top || (await writer.isThere(folder))) return;
    await makeFolders(top, dirname(folder));
    await writer.makeDurableFolder(folder);
  }

  async function removeIfEmpty(folder: string): Promise<void> {
    if (folder === paths.articles || folder === paths.folder || (await namesIn(folder)).length > 0) return;
    await writer.removeEmptyFolder(folder);
  }
}

/** Throws where a link leads out of the archive on the way to any of these: files would be changed or taken elsewhere. */
async function requireOwnFolders(folder: string, paths: readonly string[]): Promise<void> {
  const onTheWay = new Set<string>();
  for (const path of paths)
    for (let below = posix.dirname(path); below !== '.' && !onTheWay.has(below); below = posix.dirname(below))
      onTheWay.add(below);
  for (const below of onTheWay) {
    const file = join(folder, below);
    if ((await atPath(file, () => statIfThere(file)))?.isSymbolicLink())
      throw new ArchiveError('archive-damaged', { folder, file: below, reason: 'link in the archive' });
  }
}

/** What a migration that has happened still has to do; null: there is none. Damage to it is `archive-damaged`. */
async function readReady(folder: string): Promise<Ready | null> {
  const path = join(folder, FOLDER, READY);
  const bytes = await atPath(path, () => readIfThere(path));
  if (bytes === null) return null;
  const fields = parseJsonObject(bytes, path);
  if (!isSealIntact(fields)) throw new ArchiveError('archive-damaged', { folder, file: READY_PATH, reason: 'SHA-256' });
  const { to, files, deleted } = checkShape(readyFile, fields, path);
  if (![...files, ...deleted].every(staysBelow))
    throw new ArchiveError('archive-damaged', { folder, file: READY_PATH, reason: 'place outside' });
  return { to, files, deleted };
}
