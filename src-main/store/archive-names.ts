import { join } from 'node:path';
import { ArchiveError } from '../errors.ts';

/** The format this program writes; an archive of a higher one is opened for reading only. */
export const FORMAT_VERSION = 1;

export const MARKER = 'archive.json';
export const ARTICLE_FILE = 'article.html';
export const MANIFEST_FILE = 'manifest-sha256.txt';
export const STATE_FILE = 'state.json';
export const NOTES_FOLDER = 'notes';
export const ASSETS_FOLDER = 'assets';
export const VERSIONS_FOLDER = 'versions';
/** A new version that has happened but is not yet in its place. */
export const NEXT_FOLDER = '.next';
/** In the folder above: under which name the present version is to be kept. */
export const FORMER_FILE = '.former';

const ARTICLE_ID = /^(?!.*--$)\d{4}-[a-z0-9-]{1,74}[a-z0-9]$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const VERSION_ID = /^\d{8}T\d{6}Z(?:-\d{1,4})?$/;
const ASSET_NAME = /^[0-9a-f]{8,64}\.[a-z0-9]{1,8}$/;
const ORIGINAL_EXTENSION = /^[a-z0-9]{1,10}$/;
const TRASH_ID = /^\d{8}T\d{9}Z-[a-z0-9-]{5,90}$/;

export const isArticleId = (name: string): boolean => ARTICLE_ID.test(name);
export const isUuid = (name: string): boolean => UUID.test(name);
export const isVersionId = (name: string): boolean => VERSION_ID.test(name);
export const isAssetName = (name: string): boolean => ASSET_NAME.test(name);
export const isTrashId = (name: string): boolean => TRASH_ID.test(name);

function checked(value: string, isRight: (value: string) => boolean, argument: string): string {
  if (!isRight(value)) throw new ArchiveError('bad-argument', { argument, value: value.slice(0, 100) });
  return value;
}

/** Where everything of one archive lies. Every name is checked before it becomes part of a path. */
export class ArchivePaths {
  readonly folder: string;
  readonly marker: string;
  readonly lock: string;
  readonly generation: string;
  readonly temporary: string;
  /** Says where the archive went, in the folder that a move left behind. */
  readonly moved: string;
  readonly articles: string;
  readonly trash: string;
  readonly noteHistory: string;
  readonly accepted: string;
  readonly collections: string;
  readonly waitingNotes: string;

  constructor(folder: string) {
    this.folder = folder;
    this.marker = join(folder, MARKER);
    this.lock = join(folder, '.lock');
    this.generation = join(folder, '.generation');
    this.temporary = join(folder, '.tmp');
    this.moved = join(folder, '.moved');
    this.articles = join(folder, 'articles');
    this.trash = join(folder, 'trash');
    this.noteHistory = join(this.trash, 'notes-history');
    this.accepted = join(this.trash, 'accepted');
    this.collections = join(folder, 'collections');
    this.waitingNotes = join(folder, 'waiting-notes');
  }

  /** The year folder of an article; the year is the id's, fixed at first capture. */
  year(id: string): string {
    return join(this.articles, checked(id, isArticleId, 'id').slice(0, 4));
  }

  article(id: string): string {
    return join(this.year(id), id);
  }

  notes(id: string): string {
    return join(this.article(id), NOTES_FOLDER);
  }

  note(id: string, noteId: string): string {
    return join(this.notes(id), `${checked(noteId, isUuid, 'note')}.json`);
  }

  version(id: string, version: string): string {
    return join(this.article(id), VERSIONS_FOLDER, checked(version, isVersionId, 'version'));
  }

  collection(id: string): string {
    return join(this.collections, `${checked(id, isUuid, 'collection')}.json`);
  }

  waitingNote(id: string): string {
    return join(this.waitingNotes, `${checked(id, isUuid, 'note')}.json`);
  }

  trashEntry(entry: string): string {
    return join(this.trash, checked(entry, isTrashId, 'id'));
  }

  /** What was there before its owner accepted changed files of an article, one folder each time. */
  acceptedOf(articleId: string): string {
    return join(this.accepted, checked(articleId, isArticleId, 'id'));
  }

  /** Former versions of one note; apart from the trash entries, which are listed. */
  historyOf(articleId: string, noteId: string): string {
    return join(this.noteHistory, checked(articleId, isArticleId, 'id'), checked(noteId, isUuid, 'note'));
  }
}

/** The name an asset has in a manifest and below an article folder. */
export const assetPath = (name: string): string => `${ASSETS_FOLDER}/${checked(name, isAssetName, 'asset')}`;

export const originalName = (extension: string): string =>
  `original.${checked(extension, (value) => ORIGINAL_EXTENSION.test(value), 'extension')}`;

/** "20251016T120000Z" of an ISO 8601 time or plain date; null where it is neither. */
export function versionIdOf(archived: string): string | null {
  const time = Date.parse(archived);
  if (Number.isNaN(time)) return null;
  return new Date(time).toISOString().replace(/[-:]|\.\d{3}/g, '');
}

/** ISO 8601 of a version's name. */
export function versionTime(version: string): string {
  return version.replace(/^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z.*$/, '$1-$2-$3T$4:$5:$6Z');
}

/** "20251016T120000123Z": a time as the beginning of a trash entry's name. */
export const trashTime = (time: Date): string => time.toISOString().replace(/[-:.]/g, '');

/** When something was deleted, from the name of its trash entry. */
export function deletedAt(entry: string): Date {
  return new Date(
    entry.slice(0, 19).replace(/^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})(\d{3})Z?.*$/, '$1-$2-$3T$4:$5:$6.$7Z'),
  );
}
