import { join } from 'node:path';
import type { Article, Note, Version } from '#contract';
import { parseArticleHtml } from '../article/parse-article-html.ts';
import { countWords, plainText } from '../article/plain-text.ts';
import { ArchiveError } from '../errors.ts';
import type { AnnotationRest } from '../article/annotation.ts';
import type { ArchiveContext } from './archive-context.ts';
import {
  ARTICLE_FILE,
  FORMER_FILE,
  isUuid,
  isVersionId,
  MANIFEST_FILE,
  NEXT_FOLDER,
  STATE_FILE,
  VERSIONS_FOLDER,
  versionTime,
} from './archive-names.ts';
import type { StoredArticle } from './archive-store.ts';
import { ABSENT_STATE, DEFAULT_STATE, parseState, type StateFile } from './article-state.ts';
import { fileError, isMissing } from './file-error.ts';
import { mapInFlight } from './in-flight.ts';
import { parseManifest, type ManifestEntry } from './manifest.ts';
import { parseNote } from './note-file.ts';
import { decodeText, isRealFolder, namesIn, readIfThere, readRegularFile, statIfThere } from './read-file.ts';
import { scanArticles } from './scan-articles.ts';

/** While another process puts a new version into its place, a file is for a moment in neither. */
const ATTEMPTS = 10;
const ATTEMPT_PAUSE = 20;

const IN_FLIGHT = 8;

/** The article's folder; throws `not-found`, or `archive-vanished` where it is the archive that is missing. */
export async function requireArticle(context: ArchiveContext, id: string): Promise<string> {
  const { paths } = context;
  const folder = paths.article(id);
  if (
    (await isRealFolder(folder)) &&
    (await isRealFolder(paths.year(id))) &&
    (await isRealFolder(paths.articles)) &&
    (await isComplete(folder))
  )
    return folder;
  await context.presence.require();
  throw new ArchiveError('not-found', { id });
}

/** A folder without a manifest is no article yet: a sync client may be bringing the rest. */
async function isComplete(folder: string): Promise<boolean> {
  return (
    (await statIfThere(join(folder, MANIFEST_FILE))) !== null ||
    (await statIfThere(join(folder, NEXT_FOLDER, FORMER_FILE))) !== null
  );
}

/** Where a file of the newest capture is: a new version that has happened may not be in its place yet. */
export async function locateCaptureFile(folder: string, path: string): Promise<string> {
  const next = join(folder, NEXT_FOLDER);
  const isUnderWay = (await statIfThere(join(next, FORMER_FILE))) !== null;
  if (isUnderWay && (await statIfThere(join(next, path))) !== null) return join(next, path);
  return join(folder, path);
}

/** What an article's manifest lists; nothing where it cannot be read. */
async function listedFiles(context: ArchiveContext, id: string): Promise<ManifestEntry[]> {
  const manifest = join(context.paths.article(id), MANIFEST_FILE);
  try {
    return parseManifest(decodeText(await readRegularFile(manifest), manifest), manifest);
  } catch {
    return [];
  }
}

/** Files that an article's manifest lists and that are not here; none while a new version is under way. */
export async function missingFiles(context: ArchiveContext, id: string): Promise<string[]> {
  const folder = context.paths.article(id);
  if ((await statIfThere(join(folder, NEXT_FOLDER))) !== null) return [];
  const listed = await listedFiles(context, id);
  const stats = await mapInFlight(listed, IN_FLIGHT, ({ path }) => statIfThere(join(folder, path)));
  return listed.filter((_, index) => stats[index] === null).map(({ path }) => path);
}

/** SHA-256 of the originals of all articles, by their manifests. */
export async function listedOriginals(context: ArchiveContext): Promise<Set<string>> {
  const articles = await scanArticles(context);
  const listed = await mapInFlight(articles, IN_FLIGHT, ({ id }) => listedFiles(context, id));
  return new Set(
    listed
      .flat()
      .filter(({ path }) => path.startsWith('original.'))
      .map(({ sha256 }) => sha256),
  );
}

/** Everything of one article. Throws `not-found`, or `unreadable` with the path of the file that is. */
export async function readArticle(context: ArchiveContext, id: string): Promise<StoredArticle> {
  const folder = await requireArticle(context, id);
  const article = await readCapture(context, id);
  const known = await readStateOrReason(context, id);
  const found = await readNotes(context, id);
  return { article, ...known, ...found, versions: await readVersions(folder, id) };
}

/** A damaged state keeps nobody from reading the article; nothing of it is used, and it is named. */
async function readStateOrReason(
  context: ArchiveContext,
  id: string,
): Promise<Pick<StoredArticle, 'state' | 'unreadableState'>> {
  try {
    return { state: (await readState(context, id)).state, unreadableState: null };
  } catch (error) {
    if (!(error instanceof ArchiveError) || error.code !== 'unreadable') throw error;
    return { state: DEFAULT_STATE, unreadableState: String(error.values.reason ?? error.code) };
  }
}

/** The newest capture alone. */
export async function readCapture(context: ArchiveContext, id: string): Promise<Article> {
  const folder = context.paths.article(id);
  for (let attempt = 1; ; attempt += 1) {
    const path = await locateCaptureFile(folder, ARTICLE_FILE);
    try {
      return parseCapture(await readRegularFile(path), path, id);
    } catch (error) {
      if (!isMissing(error)) throw fileError(error, path);
      await context.presence.require();
      if (attempt === ATTEMPTS) throw new ArchiveError('unreadable', { path, reason: 'missing' }, { cause: error });
    }
    await new Promise<void>((resolve) => setTimeout(resolve, ATTEMPT_PAUSE));
  }
}

/** An `article.html` of this id; throws `unreadable`. */
export function parseCapture(bytes: Uint8Array, path: string, id: string): Article {
  const html = decodeText(bytes, path);
  let article: Article;
  try {
    article = parseArticleHtml(html);
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error;
    throw new ArchiveError('unreadable', { path, reason: error.values.reason ?? error.code }, { cause: error });
  }
  if (article.id !== id) throw new ArchiveError('unreadable', { path, reason: `id ${article.id}` });
  return article;
}

export async function readState(context: ArchiveContext, id: string): Promise<StateFile> {
  const path = join(context.paths.article(id), STATE_FILE);
  try {
    const bytes = await readIfThere(path);
    return bytes === null ? ABSENT_STATE : parseState(bytes, path);
  } catch (error) {
    throw fileError(error, path);
  }
}

async function readNotes(
  { paths }: ArchiveContext,
  articleId: string,
): Promise<Pick<StoredArticle, 'notes' | 'noteRests' | 'unreadableNotes'>> {
  const folder = paths.notes(articleId);
  const noteIds = (await namesIn(folder)).filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -5));
  const notes: Note[] = [];
  const noteRests = new Map<string, AnnotationRest>();
  const unreadableNotes: StoredArticle['unreadableNotes'] = [];
  await mapInFlight(noteIds.filter(isUuid), IN_FLIGHT, async (noteId) => {
    const path = paths.note(articleId, noteId);
    try {
      const bytes = await readIfThere(path);
      if (bytes === null) return;
      const { note, rest } = parseNote(bytes, path, articleId, noteId);
      notes.push(note);
      noteRests.set(noteId, rest);
    } catch (error) {
      const { code, values } = fileError(error, path);
      unreadableNotes.push({ file: `${noteId}.json`, reason: String(values.reason ?? code) });
    }
  });
  notes.sort((a, b) => a.created.localeCompare(b.created) || a.id.localeCompare(b.id));
  unreadableNotes.sort((a, b) => a.file.localeCompare(b.file));
  return { notes, noteRests, unreadableNotes };
}

/** Earlier captures, newest first. One that cannot be read is listed without words. */
async function readVersions(folder: string, id: string): Promise<Version[]> {
  const names = (await namesIn(join(folder, VERSIONS_FOLDER))).filter(isVersionId);
  const versions = await mapInFlight(names, IN_FLIGHT, async (name): Promise<Version | null> => {
    const version = join(folder, VERSIONS_FOLDER, name);
    if ((await statIfThere(join(version, MANIFEST_FILE))) === null) return null;
    try {
      const { archived, lead, blocks } = await readVersionFile(version, id);
      return { id: name, archived, words: countWords(plainText(lead, blocks)) };
    } catch {
      return { id: name, archived: versionTime(name), words: 0 };
    }
  });
  return versions.filter((version) => version !== null).reverse();
}

/** One earlier capture. Throws `not-found` or `unreadable`. */
export async function readEarlierCapture(context: ArchiveContext, id: string, version: string): Promise<Article> {
  await requireArticle(context, id);
  const folder = context.paths.version(id, version);
  if (!(await isRealFolder(folder))) throw new ArchiveError('not-found', { id, version });
  return readVersionFile(folder, id);
}

async function readVersionFile(folder: string, id: string): Promise<Article> {
  const path = join(folder, ARTICLE_FILE);
  try {
    return parseCapture(await readRegularFile(path), path, id);
  } catch (error) {
    if (isMissing(error)) throw new ArchiveError('unreadable', { path, reason: 'missing' }, { cause: error });
    throw fileError(error, path);
  }
}
