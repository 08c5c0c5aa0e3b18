import { join } from 'node:path';
import type { TrashEntry } from '#contract';
import { readStoredNote } from '../article/annotation.ts';
import { parseArticleHtml } from '../article/parse-article-html.ts';
import { ArchiveError } from '../errors.ts';
import type { ArchiveContext } from './archive-context.ts';
import { ARTICLE_FILE, deletedAt, isArticleId, isTrashId, isUuid, trashTime } from './archive-names.ts';
import { collectionName } from './collections.ts';
import type { Hold } from './commit-queue.ts';
import { mapInFlight } from './in-flight.ts';
import { locateCaptureFile, requireArticle } from './read-article.ts';
import { isRealFolder, namesIn, readRegularFile } from './read-file.ts';
import { parseJsonObject } from './sealed-json.ts';

/** Days a trash entry is kept at least, by its name. */
export const DAYS_KEPT = 30;

/** ms. */
export const DAY = 86_400_000;
const IN_FLIGHT = 8;
/** Their ids are in the entry's name; once more would make the path too long for Windows. */
const NOTE = 'note.json';
const COLLECTION = 'collection.json';

/**
 * What lies in one trash folder, told by its name and what is in it: an article's folder as it was, or
 * `<article id>/note.json`, or `collection.json`. Each went there by one rename.
 */
type Thrown = { entry: string; deleted: Date } & (
  | { kind: 'article'; articleId: string }
  | { kind: 'note'; articleId: string; noteId: string }
  | { kind: 'collection'; collectionId: string }
);

/** Moves an article, with notes and versions, into the trash. */
export async function moveArticleToTrash(context: ArchiveContext, hold: Hold, id: string): Promise<TrashEntry> {
  const { paths, writer } = context;
  const folder = await requireArticle(context, id);
  const { name, deleted } = await newEntry(context, id);
  await writer.move(folder, paths.trashEntry(name), hold.confirm);
  await writer.syncFolder(paths.trash);
  await writer.syncFolder(paths.year(id));
  return describe(context, { entry: name, deleted, kind: 'article', articleId: id });
}

/** Moves one note's file into the trash, beside the name of its article. */
export async function moveNoteToTrash(
  context: ArchiveContext,
  hold: Hold,
  articleId: string,
  noteId: string,
): Promise<TrashEntry> {
  const { paths } = context;
  const { name, deleted } = await newEntry(context, `note-${noteId}`);
  const from = paths.note(articleId, noteId);
  await throwFile(context, hold, { from, entry: name, within: articleId, as: NOTE, id: noteId });
  return describe(context, { entry: name, deleted, kind: 'note', articleId, noteId });
}

export async function moveCollectionToTrash(context: ArchiveContext, hold: Hold, id: string): Promise<TrashEntry> {
  const { name, deleted } = await newEntry(context, `collection-${id}`);
  await throwFile(context, hold, {
    from: context.paths.collection(id),
    entry: name,
    within: null,
    as: COLLECTION,
    id,
  });
  return describe(context, { entry: name, deleted, kind: 'collection', collectionId: id });
}

async function throwFile(
  { paths, writer }: ArchiveContext,
  hold: Hold,
  { from, entry, within, as, id }: { from: string; entry: string; within: string | null; as: string; id: string },
): Promise<void> {
  if (!(await writer.isThere(from))) throw new ArchiveError('not-found', { id });
  const top = paths.trashEntry(entry);
  await hold.confirm();
  await writer.makeDurableFolder(top);
  const folder = within === null ? top : join(top, within);
  if (within !== null) await writer.makeDurableFolder(folder);
  await writer.move(from, join(folder, as), hold.confirm);
  await writer.syncFolder(folder);
  await writer.syncFolder(join(from, '..'));
}

/** A free name: two deletions may fall into one millisecond, and clocks go back. */
async function newEntry(
  { paths, writer, now }: ArchiveContext,
  what: string,
): Promise<{ name: string; deleted: Date }> {
  await writer.makeDurableFolder(paths.trash);
  for (let time = now().getTime(); ; time += 1) {
    const deleted = new Date(time);
    const name = `${trashTime(deleted)}-${what}`;
    if (!(await writer.isThere(paths.trashEntry(name)))) return { name, deleted };
  }
}

/** All entries, newest first. */
export async function listTrash(context: ArchiveContext): Promise<TrashEntry[]> {
  const thrown = await thrownThings(context);
  return (await mapInFlight(thrown, IN_FLIGHT, (one) => describe(context, one))).reverse();
}

/** All that lies in the trash, by age. */
export async function thrownThings(context: ArchiveContext): Promise<Thrown[]> {
  await context.presence.require();
  const names = (await namesIn(context.paths.trash)).filter(isTrashId);
  return (await mapInFlight(names, IN_FLIGHT, (name) => thrownIn(context, name))).filter((one) => one !== null);
}

async function thrownIn({ paths }: ArchiveContext, entry: string): Promise<Thrown | null> {
  const folder = paths.trashEntry(entry);
  const deleted = deletedAt(entry);
  const what = entry.slice(20);
  if (Number.isNaN(deleted.getTime()) || !(await isRealFolder(folder))) return null;
  if (isArticleId(what)) return { entry, deleted, kind: 'article', articleId: what };
  const [kind, id] = /^(note|collection)-(.*)$/.exec(what)?.slice(1) ?? [];
  if (id === undefined || !isUuid(id)) return null;
  const names = await namesIn(folder);
  if (kind === 'collection') return names.includes(COLLECTION) ? { entry, deleted, kind, collectionId: id } : null;
  const articleId = names.find(isArticleId);
  // Cut short before its file came: the note is still where it was.
  if (articleId === undefined || !(await namesIn(join(folder, articleId))).includes(NOTE)) return null;
  return { entry, deleted, kind: 'note', articleId, noteId: id };
}

async function describe(context: ArchiveContext, thrown: Thrown): Promise<TrashEntry> {
  return {
    id: thrown.entry,
    kind: thrown.kind,
    title: await titleOf(context, thrown),
    articleId: thrown.kind === 'collection' ? null : thrown.articleId,
    deleted: thrown.deleted.toISOString(),
    keptUntil: new Date(thrown.deleted.getTime() + DAYS_KEPT * DAY).toISOString(),
  };
}

/** What a person knows it by; its id where it cannot be read. */
async function titleOf({ paths }: ArchiveContext, thrown: Thrown): Promise<string> {
  const folder = paths.trashEntry(thrown.entry);
  try {
    if (thrown.kind === 'article') {
      const path = await locateCaptureFile(folder, ARTICLE_FILE);
      return parseArticleHtml((await readRegularFile(path)).toString('utf8')).title;
    }
    if (thrown.kind === 'collection') {
      const path = join(folder, COLLECTION);
      return collectionName(await readRegularFile(path), path);
    }
    const path = join(folder, thrown.articleId, NOTE);
    const { note } = readStoredNote(parseJsonObject(await readRegularFile(path), path), thrown.articleId);
    return note.selector?.exact ?? note.body;
  } catch {
    return thrown.kind === 'article' ? thrown.articleId : thrown.kind === 'note' ? thrown.noteId : thrown.collectionId;
  }
}

const isNamed = (thrown: Thrown, id: string): boolean =>
  thrown.entry === id ||
  (thrown.kind === 'article' && thrown.articleId === id) ||
  (thrown.kind === 'note' && thrown.noteId === id) ||
  (thrown.kind === 'collection' && thrown.collectionId === id);

/**
 * Puts back what was deleted, the latest where there are several. Throws `not-found`, also where a note's article is
 * not there; `exists` where something took its place.
 */
export async function restoreFromTrash(context: ArchiveContext, hold: Hold, id: string): Promise<TrashEntry> {
  const { paths, writer } = context;
  const thrown = (await thrownThings(context)).reverse().find((one) => isNamed(one, id));
  if (thrown === undefined) throw new ArchiveError('not-found', { id });
  const described = await describe(context, thrown);
  const entry = paths.trashEntry(thrown.entry);
  const put = async (from: string, to: string) => {
    if (await writer.isThere(to)) throw new ArchiveError('exists', { id: thrown.entry, path: to });
    await writer.move(from, to, hold.confirm);
    await writer.syncFolder(join(to, '..'));
  };
  if (thrown.kind === 'article') {
    await writer.makeDurableFolder(paths.articles);
    await writer.makeDurableFolder(paths.year(thrown.articleId));
    await put(entry, paths.article(thrown.articleId));
  } else if (thrown.kind === 'note') {
    await requireArticle(context, thrown.articleId);
    await writer.makeDurableFolder(paths.notes(thrown.articleId));
    await put(join(entry, thrown.articleId, NOTE), paths.note(thrown.articleId, thrown.noteId));
    await writer.removeEmptyFolder(join(entry, thrown.articleId));
    await writer.removeEmptyFolder(entry);
  } else {
    await writer.makeDurableFolder(paths.collections);
    await put(join(entry, COLLECTION), paths.collection(thrown.collectionId));
    await writer.removeEmptyFolder(entry);
  }
  await writer.syncFolder(paths.trash);
  return described;
}

/**
 * Deletes for good: a trash entry alone by its id, a note with its former versions; by an article's id the article with notes and versions, and all
 * that is in the trash of it. Each part leaves by one rename, so that what is left is whole.
 */
export async function eraseForever(context: ArchiveContext, hold: Hold, id: string): Promise<string[]> {
  const { paths, writer } = context;
  const thrown = await thrownThings(context);
  const doomed: string[] = [];
  const articles: string[] = [];
  if (isArticleId(id)) {
    if (await writer.isThere(paths.article(id))) doomed.push(paths.article(id));
    const ofArticle = thrown.filter((one) => one.kind !== 'collection' && one.articleId === id);
    doomed.push(...ofArticle.map(({ entry }) => paths.trashEntry(entry)));
    for (const kept of [join(paths.noteHistory, id), paths.acceptedOf(id)])
      if (await writer.isThere(kept)) doomed.push(kept);
    articles.push(id);
  } else
    for (const one of thrown.filter((candidate) => isNamed(candidate, id))) {
      doomed.push(paths.trashEntry(one.entry));
      if (one.kind !== 'note') continue;
      // What the note was before says as much as what it is.
      const history = paths.historyOf(one.articleId, one.noteId);
      if (!doomed.includes(history) && (await writer.isThere(history))) doomed.push(history);
    }
  if (doomed.length === 0) throw new ArchiveError('not-found', { id });
  for (const path of doomed) await eraseFolder(context, hold, path);
  return articles;
}

/** One rename out of sight, made durable, then the files one by one. */
export async function eraseFolder({ writer, temporary }: ArchiveContext, hold: Hold, path: string): Promise<void> {
  const away = await temporary.newPath();
  await writer.move(path, away, hold.confirm);
  await writer.syncFolder(join(path, '..'));
  await writer.removeTree(away);
}
