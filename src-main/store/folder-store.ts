import { join } from 'node:path';
import type {
  AcceptReport,
  ArchiveAccess,
  ArticleState,
  Collection,
  ConflictChoice,
  Note,
  TrashEntry,
} from '#contract';
import type { AnnotationRest } from '../article/annotation.ts';
import type { WaitingNote } from '../article/draft.ts';
import { ArchiveError } from '../errors.ts';
import { acceptChanges } from './accept-changes.ts';
import { addArticles, adoptArticles, type Added } from './add-articles.ts';
import type { ArchiveContext } from './archive-context.ts';
import type { Marker } from './archive-marker.ts';
import { ARTICLE_FILE, isArticleId, isTrashId, STATE_FILE } from './archive-names.ts';
import type { ArchiveStore, Capture, OutsideChange, ScannedArticle } from './archive-store.ts';
import { removeNote, writeNote } from './article-notes.ts';
import { changedState } from './article-state.ts';
import { findAsset } from './assets.ts';
import { backUp, type BackupOptions } from './backup/back-up.ts';
import { writeBag, type BagOptions } from './bag/write-bag.ts';
import { changeCollection, readCollections, writeCollection } from './collections.ts';
import type { CommitQueue } from './commit-queue.ts';
import { findConflicts } from './conflict-copies.ts';
import { resolveConflict } from './resolve-conflict.ts';
import { freeSpace } from './free-space.ts';
import { mapInFlight } from './in-flight.ts';
import { measureArchive } from './measure-archive.ts';
import { readNoteHistory } from './note-history.ts';
import { moveArchive, type Moved, type MoveSteps } from './move-archive.ts';
import type { OutsideWatch } from './outside-watch.ts';
import { purgeTrash } from './purge-trash.ts';
import { namesIn, statIfThere } from './read-file.ts';
import {
  listedOriginals,
  missingFiles,
  readArticle,
  readEarlierCapture,
  readState,
  requireArticle,
} from './read-article.ts';
import { arrivalOf, scanArticles, stampOf } from './scan-articles.ts';
import { sweepTemporary } from './temporary-folder.ts';
import { eraseForever, listTrash, moveArticleToTrash, moveCollectionToTrash, restoreFromTrash } from './trash.ts';
import { allArticles, verifyArchive, verifyRest } from './verify.ts';
import { addVersion, addVersionBeside, restoreVersion, rollAllForward } from './versions.ts';
import { readWaitingNotes, removeWaitingNote, writeWaitingNote } from './waiting-notes.ts';

/** The archive in a folder: a method for each of the many calls of a store, and what each does in the file it is named after. */
export class FolderStore implements ArchiveStore {
  readonly folder: string;
  readonly id: string;
  readonly created: string;
  readonly #context: ArchiveContext;
  readonly #marker: Marker;
  readonly #queue: CommitQueue;
  readonly #watch: OutsideWatch;
  #withoutManifest: string[] = [];

  constructor(context: ArchiveContext, marker: Marker, queue: CommitQueue, watch: OutsideWatch) {
    this.folder = context.paths.folder;
    this.id = marker.id;
    this.created = marker.created;
    this.#context = context;
    this.#marker = marker;
    this.#queue = queue;
    this.#watch = watch;
  }

  /** fsync calls so far; for measuring. */
  get fsyncs(): number {
    return this.#context.writer.fsyncs;
  }

  access(): ArchiveAccess {
    return this.#context.presence.access;
  }

  /**
   * At opening: sweeps leftovers of ended processes and purges old trash. A failure is no
   * reason not to open: reading works, and the next start tries again.
   */
  async tidy(starts: readonly Date[]): Promise<void> {
    const { paths, writer, now } = this.#context;
    try {
      await sweepTemporary(paths, writer);
      await purgeTrash(this.#context, now(), starts);
    } catch (error) {
      if (!(error instanceof ArchiveError)) throw error;
    }
  }

  async scan(): Promise<ScannedArticle[]> {
    // What changes from now on is seen by a watch, what changed before by this scan.
    await this.#watch.stand();
    const underWay: string[] = [];
    const withoutManifest: string[] = [];
    let articles = await scanArticles(
      this.#context,
      (id) => underWay.push(id),
      (id) => withoutManifest.push(id),
    );
    this.#withoutManifest = withoutManifest;
    if (underWay.length > 0 && (await this.#finish(underWay))) articles = await scanArticles(this.#context);
    this.#watch.saw(articles);
    return articles;
  }

  /** Brings new versions into place that a killed process left under way. Readers do without. */
  async #finish(ids: string[]): Promise<boolean> {
    try {
      return (await rollAllForward(this.#context, ids)).length > 0;
    } catch (error) {
      if (error instanceof ArchiveError) return false;
      throw error;
    }
  }

  read(id: string) {
    return readArticle(this.#context, id);
  }

  readVersion(id: string, version: string) {
    return readEarlierCapture(this.#context, id, version);
  }

  async exists(id: string): Promise<boolean> {
    try {
      await requireArticle(this.#context, id);
      return true;
    } catch (error) {
      if (error instanceof ArchiveError && ['not-found', 'bad-argument'].includes(error.code)) return false;
      throw error;
    }
  }

  async incomplete(id?: string): Promise<{ id: string; since: number }[]> {
    const { paths } = this.#context;
    const ids = id === undefined ? this.#withoutManifest : [id].filter(isArticleId);
    const found = await mapInFlight(ids, 8, async (one) => {
      const folder = paths.article(one);
      const [stats, capture] = [await statIfThere(folder), await statIfThere(join(folder, ARTICLE_FILE))];
      if (stats === null || capture === null || (await this.exists(one))) return null;
      return { id: one, since: Math.max(stats.mtimeMs, capture.mtimeMs) };
    });
    return found.filter((one) => one !== null);
  }

  async stamp(id: string): Promise<string> {
    return stampOf(await requireArticle(this.#context, id));
  }

  originals(): Promise<Set<string>> {
    return listedOriginals(this.#context);
  }

  async missing(id: string): Promise<string[]> {
    return missingFiles(this.#context, id);
  }

  arrival(id: string) {
    return arrivalOf(this.#context.paths.article(id));
  }

  expectMore(id: string): void {
    this.#watch.expectMore(id);
  }

  add(captures: Capture[]): Promise<Added[]> {
    return addArticles(this.#context, captures);
  }

  addVersion(id: string, capture: Capture): Promise<void> {
    return addVersion(this.#context, id, capture);
  }

  addVersionBeside(id: string, capture: Capture): Promise<string> {
    return addVersionBeside(this.#context, id, capture);
  }

  restoreVersion(id: string, version: string): Promise<void> {
    return restoreVersion(this.#context, id, version);
  }

  async changeState(id: string, change: (state: ArticleState) => ArticleState): Promise<ArticleState> {
    const { writer, temporary, now, commit } = this.#context;
    return commit(async (hold) => {
      const folder = await requireArticle(this.#context, id);
      const former = await readState(this.#context, id);
      const state = change(former.state);
      const bytes = changedState(former, state, now());
      if (bytes === null) return former.state;
      await writer.replaceFile(join(folder, STATE_FILE), bytes, await temporary.path(), hold.confirm);
      hold.changed([id]);
      return state;
    });
  }

  writeNote(note: Note, expected: string | null, rest: AnnotationRest | null = null): Promise<Note> {
    return writeNote(this.#context, note, expected, rest);
  }

  readNoteHistory(articleId: string, noteId: string) {
    return readNoteHistory(this.#context, articleId, noteId);
  }

  removeNote(articleId: string, noteId: string): Promise<TrashEntry> {
    return removeNote(this.#context, articleId, noteId);
  }

  readWaitingNotes(): Promise<WaitingNote[]> {
    return readWaitingNotes(this.#context);
  }

  writeWaitingNote(waiting: WaitingNote): Promise<void> {
    return writeWaitingNote(this.#context, waiting);
  }

  removeWaitingNote(id: string): Promise<void> {
    return removeWaitingNote(this.#context, id);
  }

  readCollections(): Promise<Collection[]> {
    return readCollections(this.#context);
  }

  writeCollection(collection: Collection): Promise<void> {
    return writeCollection(this.#context, collection);
  }

  changeCollection(id: string, change: (collection: Collection) => Collection): Promise<Collection> {
    return changeCollection(this.#context, id, change);
  }

  removeCollection(id: string): Promise<TrashEntry> {
    return this.#context.commit(async (hold) => {
      const entry = await moveCollectionToTrash(this.#context, hold, id);
      hold.changed(null);
      return entry;
    });
  }

  remove(id: string): Promise<TrashEntry> {
    return this.#context.commit(async (hold) => {
      const entry = await moveArticleToTrash(this.#context, hold, id);
      hold.changed([id]);
      return entry;
    });
  }

  listTrash(): Promise<TrashEntry[]> {
    return listTrash(this.#context);
  }

  async trashNames(): Promise<string[]> {
    await this.#context.presence.require();
    return (await namesIn(this.#context.paths.trash)).filter(isTrashId);
  }

  async isThere(path: string): Promise<boolean> {
    return (await statIfThere(join(this.folder, path))) !== null;
  }

  restore(id: string): Promise<TrashEntry> {
    return this.#context.commit(async (hold) => {
      const entry = await restoreFromTrash(this.#context, hold, id);
      hold.changed(entry.articleId === null ? null : [entry.articleId]);
      return entry;
    });
  }

  async erase(id: string): Promise<void> {
    await this.#context.commit(async (hold) => {
      hold.changed(await eraseForever(this.#context, hold, id));
    });
  }

  asset(id: string, name: string) {
    return findAsset(this.#context, id, name);
  }

  verify(ids: string[] | null, progress: (checked: number, total: number | null) => void, cancelled: () => boolean) {
    return verifyArchive(this.#context, ids, progress, cancelled);
  }

  moveTo(folder: string, steps: MoveSteps): Promise<Moved> {
    return moveArchive(this.#context, folder, steps);
  }

  verifyRest(cancelled: () => boolean) {
    return verifyRest(this.#context, cancelled);
  }

  articleFolders(): Promise<string[]> {
    return allArticles(this.#context);
  }

  accept(id: string): Promise<AcceptReport> {
    return acceptChanges(this.#context, id);
  }

  freeSpace() {
    return freeSpace(this.folder);
  }

  adopt(folders: { id: string; folder: string }[]): Promise<Added[]> {
    return adoptArticles(this.#context, folders);
  }

  writeBag(options: BagOptions) {
    return writeBag(this.#context, this.#marker, options);
  }

  backUp(options: BackupOptions) {
    return backUp(this.#context, this.#marker, options);
  }

  size() {
    return measureArchive(this.#context);
  }

  conflicts() {
    return findConflicts(this.#context);
  }

  resolveConflict(path: string, choice: ConflictChoice, tag: string) {
    return resolveConflict(this.#context, path, choice, tag);
  }

  lookAround(): Promise<void> {
    return this.#watch.look();
  }

  onOutsideChange(listener: (change: OutsideChange) => void): () => void {
    return this.#watch.listen(listener);
  }

  async close(): Promise<void> {
    this.#watch.end();
    await this.#queue.close();
    if (this.access() !== 'vanished') await this.#context.temporary.remove().catch(() => undefined);
  }
}
