import type {
  AcceptReport,
  ArchiveAccess,
  Article,
  ArticleState,
  BackupReport,
  Collection,
  ConflictChoice,
  ConflictCopy,
  Note,
  TrashEntry,
  VerifyReport,
  Version,
} from '#contract';
import type { AnnotationRest } from '../article/annotation.ts';
import type { DraftAsset, WaitingNote } from '../article/draft.ts';
import type { BackupOptions } from './backup/back-up.ts';
import type { BagOptions, WrittenBag } from './bag/write-bag.ts';
import type { FreeSpace } from './free-space.ts';
import type { FormerNote } from './note-history.ts';
import type { Moved, MoveSteps } from './move-archive.ts';

/** A capture ready to be stored: the article with its id, and the bytes that belong to it. */
export type Capture = {
  article: Article;
  original: { bytes: Uint8Array; extension: string } | null;
  /** Already under their final names, as in `article.assets`. */
  assets: DraftAsset[];
  state: ArticleState;
  /** Notes to be stored with it. */
  notes: Note[];
};

/** What is on disk for one article. */
export type StoredArticle = {
  article: Article;
  state: ArticleState;
  /** Why `state.json` cannot be used, if so: `state` is then that of an article nobody has touched. */
  unreadableState: string | null;
  notes: Note[];
  /** What their files hold beyond them, by the note's id. */
  noteRests: ReadonlyMap<string, AnnotationRest>;
  /** Note files that could not be read: left untouched, named. */
  unreadableNotes: { file: string; reason: string }[];
  versions: Version[];
};

/** One article folder as seen by a scan; `stamp` changes whenever anything that is shown or searched changes. */
export type ScannedArticle = { id: string; stamp: string };

/** Something on disk was changed by somebody else; null: it may be any article, none: it is something else. */
export type OutsideChange = { articleIds: string[] | null };

/** Bytes and folders: the only part that knows how an archive lies on disk (DESIGN.md, "On disk"). */
export type ArchiveStore = {
  readonly folder: string;
  readonly id: string;
  readonly created: string;
  /** May change while open: "vanished" when the marker file is gone. */
  access(): ArchiveAccess;

  /** All complete articles, without reading them; fast (one readdir a year, a few stats an article). */
  scan(): Promise<ScannedArticle[]>;
  /** Throws `not-found`, or `unreadable` with the file's name. */
  read(id: string): Promise<StoredArticle>;
  readVersion(id: string, version: string): Promise<Article>;
  exists(id: string): Promise<boolean>;
  /**
   * Folders with an `article.html` but no manifest: half arrived, or the manifest was lost. `since`: when the folder last
   * changed, ms. Those of the latest {@link ArchiveStore.scan}, or this one.
   */
  incomplete(id?: string): Promise<{ id: string; since: number }[]>;
  /** The {@link ScannedArticle.stamp} of one article as it is on disk now. */
  stamp(id: string): Promise<string>;

  /** SHA-256 of all originals as the manifests list them: what was imported byte for byte. Reads every manifest. */
  originals(): Promise<Set<string>>;
  /** Files that its manifest lists and that are not here (yet). */
  missing(id: string): Promise<string[]>;
  /** `seen` changes whenever any file of an article's folder does; `changed`: when any last did, ms since 1970. */
  arrival(id: string): Promise<{ seen: string; changed: number }>;
  /** What is next noticed of this article is told, though its stamp stays: files that its manifest lists are to come. */
  expectMore(id: string): void;

  /** Commits up to 8 in flight; resolves when all are durable. Per capture: done, or the error of that one. */
  add(captures: Capture[]): Promise<({ ok: true; stamp: string } | { ok: false; error: unknown })[]>;
  /** Article folders from elsewhere, byte for byte; see `add-articles.ts`. */
  adopt(
    folders: { id: string; folder: string }[],
  ): Promise<({ ok: true; stamp: string } | { ok: false; error: unknown })[]>;
  /** The newest capture of a known address; the former one goes to `versions/`. */
  addVersion(id: string, capture: Capture): Promise<void>;
  /** Kept among the versions without becoming the newest; resolves to its name there. */
  addVersionBeside(id: string, capture: Capture): Promise<string>;
  restoreVersion(id: string, version: string): Promise<void>;

  /** Reads, changes and writes under the lock; only fields that differ get a new time. */
  changeState(id: string, change: (state: ArticleState) => ArticleState): Promise<ArticleState>;

  /**
   * `expected`: revision read earlier; null: must not exist. A mismatch throws `conflict` and writes nothing. `rest`:
   * what the annotation of a new note holds beyond it; that of one that is there stays.
   */
  writeNote(note: Note, expected: string | null, rest?: AnnotationRest | null): Promise<Note>;
  /** Former versions of a note that are still kept, newest first. */
  readNoteHistory(articleId: string, noteId: string): Promise<FormerNote[]>;
  /** Into the trash. */
  removeNote(articleId: string, noteId: string): Promise<TrashEntry>;

  /** Notes without an article yet: `<archive>/waiting-notes/<uuid>.json`, with a fixity field as notes have. */
  readWaitingNotes(): Promise<WaitingNote[]>;
  writeWaitingNote(waiting: WaitingNote): Promise<void>;
  removeWaitingNote(id: string): Promise<void>;

  readCollections(): Promise<Collection[]>;
  writeCollection(collection: Collection): Promise<void>;
  /** Reads, changes and writes under the lock. Throws `not-found`, `unreadable`. */
  changeCollection(id: string, change: (collection: Collection) => Collection): Promise<Collection>;
  removeCollection(id: string): Promise<TrashEntry>;

  /** Into the trash, notes and versions too. */
  remove(id: string): Promise<TrashEntry>;
  listTrash(): Promise<TrashEntry[]>;
  /** Ids of the trash entries alone, without looking into them. */
  trashNames(): Promise<string[]>;
  /** Whether there is anything at this path, which is relative to the archive and made by this program. */
  isThere(path: string): Promise<boolean>;
  /** By trash entry id, article id or note id. */
  restore(id: string): Promise<TrashEntry>;
  /** By trash entry id or article id: article, versions, notes and trash entries of it. */
  erase(id: string): Promise<void>;

  /** For a host to serve; throws `not-found`. `path` is checked to lie in the article's assets folder. */
  asset(id: string, name: string): Promise<{ path: string; mediaType: string; size: number }>;

  /** Streams every file; changes nothing. */
  verify(
    ids: string[] | null,
    progress: (checked: number, total: number | null) => void,
    cancelled: () => boolean,
  ): Promise<VerifyReport>;

  /** Moves everything to a new or empty folder; the store itself stays with the old one and refuses to write. */
  moveTo(folder: string, steps: MoveSteps): Promise<Moved>;

  /** As {@link ArchiveStore.verify}, for what is no article's. */
  verifyRest(cancelled: () => boolean): Promise<VerifyReport>;
  /** Ids of all article folders, those without a manifest too, in order. */
  articleFolders(): Promise<string[]>;
  /** Seals an article anew as it lies on disk; what was there before is kept. Throws `unreadable`, `not-found`. */
  accept(id: string): Promise<AcceptReport>;
  /** Room on the archive's disk; null where the system does not tell. */
  freeSpace(): Promise<FreeSpace | null>;

  /** Writes a BagIt bag of the archive, or of some articles; see `bag/write-bag.ts`. */
  writeBag(options: BagOptions): Promise<WrittenBag>;
  /** Adds a generation to a backup; see `backup/back-up.ts`. Changes nothing here. */
  backUp(options: BackupOptions): Promise<BackupReport>;

  size(): Promise<{ bytes: number; allocated: number; versions: number }>;

  /** Copies that file sync made of files changed in two places. */
  conflicts(): Promise<ConflictCopy[]>;
  /** `tag` marks the second of two notes that are both kept. */
  resolveConflict(path: string, choice: ConflictChoice, tag: string): Promise<ConflictCopy>;

  /** Looks whether something was changed that no event told of; cheap, and at most every few seconds. */
  lookAround(): Promise<void>;
  onOutsideChange(listener: (change: OutsideChange) => void): () => void;
  close(): Promise<void>;
};

/** Time and chance as parameters, so that tests are deterministic. */
export type StoreOptions = {
  now: () => Date;
  /** `count` random bytes. */
  random: (count: number) => Uint8Array;
  /** Folder for what can be deleted at any time. */
  cacheFolder: string;
  /** Remembers which paths held an archive (an unmounted disk must not be re-created). */
  dataFolder: string;
  watch: boolean;
};
