import { basename, dirname, join } from 'node:path';
import type { ConflictChoice, ConflictCopy } from '#contract';
import { uuidFromText } from '../article/annotation.ts';
import { ArchiveError } from '../errors.ts';
import type { ArchiveContext } from './archive-context.ts';
import { isVersionId, MANIFEST_FILE, trashTime, versionIdOf, VERSIONS_FOLDER } from './archive-names.ts';
import { parseState } from './article-state.ts';
import { collectionName } from './collections.ts';
import type { Hold } from './commit-queue.ts';
import { findConflicts } from './conflict-copies.ts';
import { conflictOf } from './conflict-names.ts';
import { parseManifest, sha256 } from './manifest.ts';
import { mergeCollections, mergeStates } from './merge-copies.ts';
import { noteBytes, noteTarget, parseNote } from './note-file.ts';
import { readCapture } from './read-article.ts';
import { decodeText, namesIn, readIfThere } from './read-file.ts';
import { parseJsonObject, sealedBytes } from './sealed-json.ts';
import { parseArticleHtml } from '../article/parse-article-html.ts';

/** How a copy of something readable is settled; the copy itself then goes to `trash/conflicts`. */
type Task = { context: ArchiveContext; hold: Hold; copy: ConflictCopy; bytes: Buffer; path: string; of: string };

/**
 * Settles one conflict copy. "merge" keeps both: notes as two notes (`tag` marks the second), state by the time of each
 * field, collections with the articles of both, a whole capture as an earlier version. "take" puts the copy in the
 * place of what is there, "trash" leaves what is there. What loses goes to `trash/conflicts/`, never away.
 *
 * Throws `not-found` where there is no such copy, `unreadable` where it cannot be merged or taken.
 */
export async function resolveConflict(
  context: ArchiveContext,
  path: string,
  choice: ConflictChoice,
  tag: string,
): Promise<ConflictCopy> {
  return context.commit(async (hold) => {
    const copies = await findConflicts(context);
    const copy = copies.find((one) => one.path === path);
    if (copy === undefined) throw new ArchiveError('not-found', { kind: 'conflict', id: path });
    const full = join(context.paths.folder, copy.path);
    const of = join(context.paths.folder, copy.of);
    if (choice !== 'trash' && copy.kind === 'capture') await keepCapture(context, hold, copy, copies);
    else if (choice !== 'trash' && copy.content !== 'same') {
      const bytes = copy.kind === 'other' ? null : await readIfThere(full);
      if (bytes === null) throw new ArchiveError('unreadable', { path: copy.path, reason: 'conflict' });
      const task: Task = { context, hold, copy, bytes, path: full, of };
      checkReadable(task);
      if (choice === 'take' || copy.content === 'alone') await take(task);
      else await merge(task, tag);
    }
    if (await context.writer.isThere(full)) await putAway(context, hold, full, copy.articleId);
    hold.changed(copy.articleId === null ? null : [copy.articleId]);
    return copy;
  });
}

/** Throws `unreadable` where the copy is none of its kind. */
function checkReadable({ copy, bytes, path }: Task): void {
  if (copy.kind === 'state') parseState(bytes, path);
  else if (copy.kind === 'note') parseNote(bytes, path, copy.articleId ?? '', noteIdOf(copy));
  else if (copy.kind === 'collection') collectionName(bytes, path);
  else parseJsonObject(bytes, path);
}

const noteIdOf = (copy: ConflictCopy): string => basename(copy.of, '.json');

/** The copy in the place of what is there. */
async function take({ context, hold, copy, bytes, of }: Task): Promise<void> {
  const { writer, temporary } = context;
  if (await writer.isThere(of)) await putAway(context, hold, of, copy.articleId, bytes);
  else await writer.createFile(of, bytes, await temporary.path(), hold.confirm);
}

async function merge(task: Task, tag: string): Promise<void> {
  const { context, hold, copy, bytes, path, of } = task;
  const { writer, temporary } = context;
  const present = await readIfThere(of);
  if (present === null) throw new ArchiveError('conflict', { id: copy.path });
  if (copy.kind === 'state' || copy.kind === 'collection') {
    const mergeBoth = copy.kind === 'state' ? mergeStates : mergeCollections;
    if (copy.kind === 'state') parseState(present, of);
    const merged = sealedBytes(mergeBoth(parseJsonObject(present, of), parseJsonObject(bytes, path)));
    await writer.replaceFile(of, merged, await temporary.path(), hold.confirm);
    return;
  }
  // A name made of its content: merging again after an interruption makes no third one.
  const id = uuidFromText(bytes);
  const beside = join(dirname(of), `${id}.json`);
  if (await writer.isThere(beside)) return;
  let second: Buffer = bytes;
  if (copy.kind === 'note') {
    const articleId = copy.articleId ?? '';
    const stored = parseNote(bytes, path, articleId, noteIdOf(copy));
    const target = noteTarget(await readCapture(context, articleId));
    second = noteBytes({ ...stored.note, id, tags: [...new Set([...stored.note.tags, tag])] }, target, stored.rest);
  }
  await writer.createFile(beside, second, await temporary.path(), hold.confirm);
}

/**
 * A capture is never merged. Where its copies are whole, manifest included, they become an earlier version; each file
 * may be the copy or, where both had the same, the one in place.
 */
async function keepCapture(
  context: ArchiveContext,
  hold: Hold,
  copy: ConflictCopy,
  copies: readonly ConflictCopy[],
): Promise<void> {
  const { paths, writer, temporary } = context;
  const id = copy.articleId ?? '';
  const folder = paths.article(id);
  const ofCapture = copies.filter((one) => one.articleId === id && one.kind === 'capture');
  const manifestCopy = ofCapture.find((one) => one.of.endsWith(`/${MANIFEST_FILE}`));
  const manifest = manifestCopy && (await readIfThere(join(paths.folder, manifestCopy.path)));
  if (!manifest) throw new ArchiveError('unreadable', { path: copy.path, reason: MANIFEST_FILE });
  const names = await namesIn(folder);
  const staged = await temporary.newFolder();
  try {
    let archived = '';
    const inner = new Set<string>();
    for (const entry of parseManifest(decodeText(manifest, copy.path), copy.path)) {
      const candidates = [entry.path, ...names.filter((name) => conflictOf(name)?.of === entry.path)];
      const read = await Promise.all(candidates.map((name) => readIfThere(join(folder, name))));
      const bytes = read.find((one) => one !== null && sha256(one) === entry.sha256) ?? null;
      if (bytes === null) throw new ArchiveError('unreadable', { path: copy.path, reason: entry.path });
      if (entry.path.includes('/')) inner.add(join(staged, dirname(entry.path)));
      for (const folderOfFile of inner) await writer.makeFolder(folderOfFile);
      if (entry.path === 'article.html') archived = parseArticleHtml(decodeText(bytes, copy.path)).archived;
      await writer.stageFile(join(staged, entry.path), bytes);
    }
    await writer.stageFile(join(staged, MANIFEST_FILE), manifest);
    for (const folderOfFile of [...inner, staged]) await writer.syncFolder(folderOfFile);
    const versions = join(folder, VERSIONS_FOLDER);
    await writer.makeDurableFolder(versions);
    const name = versionIdOf(archived) ?? versionIdOf(context.now().toISOString()) ?? '';
    const taken = (await namesIn(versions)).filter(isVersionId);
    let place = name;
    for (let number = 2; taken.includes(place); number += 1) place = `${name}-${number}`;
    await writer.move(staged, join(versions, place), hold.confirm);
    await writer.syncFolder(versions);
  } catch (error) {
    await writer.removeTree(staged).catch(() => undefined);
    throw error;
  }
  for (const one of ofCapture) await putAway(context, hold, join(paths.folder, one.path), id);
}

/** Moves a file to `trash/conflicts/<time>-<what it belonged to>-<random>/`; `instead` then takes its place. */
async function putAway(
  { paths, writer, temporary, now }: ArchiveContext,
  hold: Hold,
  path: string,
  articleId: string | null,
  instead: Uint8Array | null = null,
): Promise<void> {
  const conflicts = join(paths.trash, 'conflicts');
  const kept = join(conflicts, `${trashTime(now())}-${articleId ?? 'archive'}-${writer.randomName().slice(0, 6)}`);
  await hold.confirm();
  for (const folder of [paths.trash, conflicts, kept]) await writer.makeDurableFolder(folder);
  if (instead === null) {
    await writer.move(path, join(kept, basename(path)), hold.confirm);
    await writer.syncFolder(kept);
    await writer.syncFolder(dirname(path));
    return;
  }
  const former = await readIfThere(path);
  if (former !== null)
    await writer.createFile(join(kept, basename(path)), former, await temporary.path(), hold.confirm);
  await writer.replaceFile(path, instead, await temporary.path(), hold.confirm);
}
