import { join } from 'node:path';
import { ArchiveError } from '../errors.ts';
import type { ArchiveContext } from './archive-context.ts';
import {
  ARTICLE_FILE,
  ASSETS_FOLDER,
  FORMER_FILE,
  isVersionId,
  MANIFEST_FILE,
  NEXT_FOLDER,
  VERSIONS_FOLDER,
  versionIdOf,
} from './archive-names.ts';
import type { Capture } from './archive-store.ts';
import type { Hold } from './commit-queue.ts';
import { fileError } from './file-error.ts';
import { parseManifest, sha256, type ManifestEntry } from './manifest.ts';
import { readCapture, requireArticle } from './read-article.ts';
import { decodeText, isRealFolder, namesIn, readIfThere, readRegularFile, statIfThere } from './read-file.ts';
import { stageCapture } from './stage-capture.ts';

/*
 * A new version (RULINGS.md, 10): its folder is built and synced in `.tmp`, then renamed to `<id>/.next`. With that
 * rename it has happened: readers take its files from there. Then, step by step and repeatable after any interruption:
 * the present files → `versions/<time>/`, manifest last; the new files up, manifest last; `.next` goes.
 * `.next/.former` holds the name under which the present capture is kept, so that a repeat finds the same one, and on a
 * second line the earlier version that becomes the newest and leaves its old place.
 */

/** Makes `capture` the newest one; the present one is kept as an earlier version. State is left alone. */
export async function addVersion(context: ArchiveContext, id: string, capture: Capture): Promise<void> {
  if (capture.article.id !== id) throw new ArchiveError('bad-argument', { argument: 'id', value: capture.article.id });
  await context.presence.requireWritable();
  await requireArticle(context, id);
  const staged = await stageCapture(context, capture, false);
  await commitVersion(context, id, staged, null);
}

/**
 * Keeps `capture` beside the present one without making it the newest: a version among the others. Resolves to the name
 * it has there.
 */
export async function addVersionBeside(context: ArchiveContext, id: string, capture: Capture): Promise<string> {
  if (capture.article.id !== id) throw new ArchiveError('bad-argument', { argument: 'id', value: capture.article.id });
  await context.presence.requireWritable();
  await requireArticle(context, id);
  const { writer } = context;
  const staged = await stageCapture(context, capture, false);
  try {
    return await context.commit(async (hold) => {
      const folder = await requireArticle(context, id);
      await rollForward(context, hold, id);
      const name = await freeName(context, folder, capture.article.archived);
      await writer.makeDurableFolder(join(folder, VERSIONS_FOLDER));
      await writer.move(staged, context.paths.version(id, name), hold.confirm);
      await writer.syncFolder(join(folder, VERSIONS_FOLDER));
      hold.changed([id]);
      return name;
    });
  } finally {
    await writer.removeTree(staged).catch(() => undefined);
  }
}

/** Makes an earlier version the newest one, and the present one an earlier version. Throws `not-found`, `unreadable`. */
export async function restoreVersion(context: ArchiveContext, id: string, version: string): Promise<void> {
  await context.presence.requireWritable();
  await requireArticle(context, id);
  const folder = context.paths.version(id, version);
  if (!(await isRealFolder(folder))) throw new ArchiveError('not-found', { id, version });
  const staged = await stageCopy(context, folder);
  await commitVersion(context, id, staged, version);
}

async function commitVersion(
  context: ArchiveContext,
  id: string,
  staged: string,
  restored: string | null,
): Promise<void> {
  const { writer } = context;
  try {
    await context.commit(async (hold) => {
      const folder = await requireArticle(context, id);
      await rollForward(context, hold, id);
      const next = join(folder, NEXT_FOLDER);
      // Half of one, brought by a sync client: it must first arrive.
      if (await writer.isThere(next)) throw new ArchiveError('conflict', { id, path: next });
      const former = [await formerName(context, folder, id), ...(restored === null ? [] : [restored])];
      await writer.stageFile(join(staged, FORMER_FILE), Buffer.from(`${former.join('\n')}\n`));
      await writer.syncFolder(staged);
      await writer.move(staged, next, hold.confirm);
      await writer.syncFolder(folder);
      hold.changed([id]);
      await rollForward(context, hold, id);
    });
  } finally {
    await writer.removeTree(staged).catch(() => undefined);
  }
}

/** The name below `versions/` under which the present capture is kept. */
async function formerName(context: ArchiveContext, folder: string, id: string): Promise<string> {
  return freeName(context, folder, (await archivedTime(context, id)) ?? '');
}

/** A name below `versions/` that is free: the time a capture was made, numbered where two are alike. */
async function freeName(context: ArchiveContext, folder: string, archived: string): Promise<string> {
  const name = versionIdOf(archived) ?? versionIdOf(context.now().toISOString()) ?? '';
  const taken = await namesIn(join(folder, VERSIONS_FOLDER));
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? name : `${name}-${number}`;
    if (!taken.includes(candidate)) return candidate;
  }
}

/** A damaged capture is kept too, under the time it is replaced. */
async function archivedTime(context: ArchiveContext, id: string): Promise<string | null> {
  try {
    return (await readCapture(context, id)).archived;
  } catch (error) {
    if (error instanceof ArchiveError && error.code === 'unreadable') return null;
    throw error;
  }
}

/** Copies a version, checked against its manifest, so that it can become the newest. */
async function stageCopy({ writer, temporary }: ArchiveContext, folder: string): Promise<string> {
  const staged = await temporary.newFolder();
  try {
    const manifest = await readManifest(folder);
    if (manifest === null)
      throw new ArchiveError('unreadable', { path: join(folder, MANIFEST_FILE), reason: 'missing' });
    if (manifest.some(({ path }) => path.startsWith(`${ASSETS_FOLDER}/`)))
      await writer.makeFolder(join(staged, ASSETS_FOLDER));
    for (const entry of manifest) {
      const path = join(folder, entry.path);
      const bytes = await readRegularFile(path).catch((error: unknown) => {
        throw fileError(error, path);
      });
      if (sha256(bytes) !== entry.sha256) throw new ArchiveError('unreadable', { path, reason: 'SHA-256' });
      await writer.stageFile(join(staged, entry.path), bytes);
    }
    await writer.stageFile(join(staged, MANIFEST_FILE), await readRegularFile(join(folder, MANIFEST_FILE)));
    if (await writer.isThere(join(staged, ASSETS_FOLDER))) await writer.syncFolder(join(staged, ASSETS_FOLDER));
    return staged;
  } catch (error) {
    await writer.removeTree(staged).catch(() => undefined);
    throw error;
  }
}

async function readManifest(folder: string): Promise<ManifestEntry[] | null> {
  const path = join(folder, MANIFEST_FILE);
  const bytes = await readIfThere(path);
  return bytes === null ? null : parseManifest(decodeText(bytes, path), path);
}

/** Brings a version that has happened into its place; nothing to do where there is none, or not all of it yet. */
export async function rollForward(context: ArchiveContext, hold: Hold, id: string): Promise<boolean> {
  const { paths, writer } = context;
  const folder = paths.article(id);
  const next = join(folder, NEXT_FOLDER);
  if (!(await isRealFolder(next))) return false;
  const [former, restored] = (await readIfThere(join(next, FORMER_FILE)))?.toString('utf8').split('\n') ?? [];
  if (former === undefined || !isVersionId(former)) return finishLeftover(context, folder, next);
  const manifest = await readManifest(next);
  if (manifest !== null && !(await isWhole(folder, next, manifest))) return false;
  // Without its manifest, all is up already and only `.next` is left to go.
  if (manifest !== null) {
    await keepPresent(context, hold, folder, former);
    await bringUp(context, hold, folder, next);
  }
  if (restored !== undefined && isVersionId(restored)) await leaveOldPlace(context, hold, paths.version(id, restored));
  await writer.removeFile(join(next, FORMER_FILE));
  await writer.removeEmptyFolder(next);
  await writer.syncFolder(folder);
  hold.changed([id]);
  return true;
}

/** `.next` without its note of the former version: empty after the last step, or not wholly here yet. */
async function finishLeftover({ writer }: ArchiveContext, folder: string, next: string): Promise<boolean> {
  if ((await namesIn(next)).length > 0 || !(await writer.removeEmptyFolder(next))) return false;
  await writer.syncFolder(folder);
  return true;
}

/** All files listed are in `.next` with their digests, or were brought up before. */
async function isWhole(folder: string, next: string, manifest: readonly ManifestEntry[]): Promise<boolean> {
  for (const { path, sha256: expected } of manifest) {
    const bytes = (await readIfThere(join(next, path))) ?? (await readIfThere(join(folder, path)));
    if (bytes === null || sha256(bytes) !== expected) return false;
  }
  return true;
}

/** What belongs to a capture in its folder, the manifest last. */
async function captureFiles(folder: string): Promise<string[]> {
  const names = await namesIn(folder);
  const files = names.filter((name) => name === ARTICLE_FILE || name.startsWith('original.') || name === ASSETS_FOLDER);
  return names.includes(MANIFEST_FILE) ? [...files, MANIFEST_FILE] : files;
}

/** Step one. Done when the present manifest has moved: what has the same name afterwards is the new version's. */
async function keepPresent({ writer }: ArchiveContext, hold: Hold, folder: string, former: string): Promise<void> {
  const files = await captureFiles(folder);
  const versions = join(folder, VERSIONS_FOLDER);
  const kept = join(versions, former);
  if (!files.includes(MANIFEST_FILE)) return;
  await hold.confirm();
  await writer.makeDurableFolder(versions);
  await writer.makeDurableFolder(kept);
  for (const name of files.filter((file) => file !== MANIFEST_FILE))
    await writer.move(join(folder, name), join(kept, name), hold.confirm);
  // The manifest says that a folder is complete: not before the rest is durable.
  await writer.syncFolder(kept);
  await writer.move(join(folder, MANIFEST_FILE), join(kept, MANIFEST_FILE), hold.confirm);
  await writer.syncFolder(kept);
  await writer.syncFolder(folder);
}

/** Step two. */
async function bringUp({ writer }: ArchiveContext, hold: Hold, folder: string, next: string): Promise<void> {
  const files = await captureFiles(next);
  for (const name of files.filter((file) => file !== MANIFEST_FILE))
    await writer.move(join(next, name), join(folder, name), hold.confirm);
  await writer.syncFolder(folder);
  if (!files.includes(MANIFEST_FILE)) return;
  await writer.move(join(next, MANIFEST_FILE), join(folder, MANIFEST_FILE), hold.confirm);
  await writer.syncFolder(folder);
}

/** A version that is the newest now, with the same bytes, is no earlier one any more. */
async function leaveOldPlace({ writer, temporary }: ArchiveContext, hold: Hold, version: string): Promise<void> {
  if (!(await writer.isThere(version))) return;
  const away = await temporary.newPath();
  await writer.move(version, away, hold.confirm);
  await writer.syncFolder(join(version, '..'));
  await writer.removeTree(away);
}

/** Finishes every version that a killed process left under way. Resolves to the articles it touched. */
export async function rollAllForward(context: ArchiveContext, ids: readonly string[]): Promise<string[]> {
  const waiting: string[] = [];
  for (const id of ids)
    if ((await statIfThere(join(context.paths.article(id), NEXT_FOLDER))) !== null) waiting.push(id);
  if (waiting.length === 0) return [];
  return context.commit(async (hold) => {
    const done: string[] = [];
    for (const id of waiting) if (await rollForward(context, hold, id)) done.push(id);
    return done;
  });
}
