import { createHash } from 'node:crypto';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ArticleRow, LostFile } from '#contract';
import type { ArchiveStore, ScannedArticle } from '../store/archive-store.ts';
import { DurableWriter } from '../store/durable-write.ts';
import { mapInFlight } from '../store/in-flight.ts';
import { LostRecords } from './lost-records.ts';

const IN_FLIGHT = 32;
/** Lost files that are looked for at a time, unasked: of thousands all in turn. */
const AT_A_TIME = 256;

type Options = {
  store: Pick<ArchiveStore, 'trashNames' | 'isThere'>;
  now: () => Date;
  random: (count: number) => Uint8Array;
};

/**
 * Files that were there when they were last looked at and are gone without having been deleted here: a whole article, a
 * note, a state. A manifest cannot tell of them. What was there is known from the stamps in the index; what is missing
 * is remembered in the data folder until it comes back or its owner accepts it. Several processes may do so at once.
 */
export class LostFiles {
  readonly #folder: string;
  readonly #options: Options;
  readonly #writer: DurableWriter;
  readonly #records: LostRecords;
  /** The last that was looked for unasked. */
  #lookedFor = '';
  /** Article → its files beside the capture, as last seen; articles without any are left out. */
  readonly #seen = new Map<string, string[]>();
  #lost: LostFile[] = [];
  #turn: Promise<unknown> = Promise.resolve();

  constructor(folder: string, options: Options) {
    this.#folder = folder;
    this.#options = options;
    this.#writer = new DurableWriter({ random: options.random, platform: process.platform });
    this.#records = new LostRecords(folder, this.#writer);
  }

  /** As far as known; looked at again by {@link recheck}. */
  get list(): readonly LostFile[] {
    return this.#lost;
  }

  /**
   * Compares a scan with what the index knew. `rows` gives what is known of an article; `isHalf`: its folder is there, without
   * a manifest.
   */
  async afterScan(
    known: ReadonlyMap<string, string>,
    scanned: readonly ScannedArticle[],
    rows: (ids: string[]) => Promise<ArticleRow[]>,
    isHalf: (id: string) => boolean,
  ): Promise<void> {
    const stamps = new Map(scanned.map(({ id, stamp }) => [id, stamp]));
    const missing: { id: string; path: string }[] = [];
    for (const [id, stamp] of known) {
      const present = stamps.get(id);
      if (present === undefined && !isHalf(id)) missing.push({ id, path: folderOf(id) });
      else if (present !== undefined && present !== stamp) missing.push(...goneFrom(id, filesIn(stamp), present));
    }
    this.#seen.clear();
    for (const { id, stamp } of scanned) this.saw(id, stamp);
    await this.#notice(missing, rows);
    await this.recheck();
  }

  /** Compares one article with what was seen of it; `stamp` null: it is gone. */
  async afterLook(id: string, stamp: string | null, rows: (ids: string[]) => Promise<ArticleRow[]>): Promise<void> {
    await this.recheckOf(await this.afterLooks([{ id, stamp }], rows));
  }

  /**
   * As {@link afterLook}, for many at once: what is missing of all of them is one record, written once. Resolves to the
   * articles of which {@link recheckOf} has something to find.
   */
  async afterLooks(
    looks: readonly { id: string; stamp: string | null }[],
    rows: (ids: string[]) => Promise<ArticleRow[]>,
  ): Promise<string[]> {
    const gone = looks.filter(({ stamp }) => stamp === null).map(({ id }) => id);
    const known = new Set(gone.length === 0 ? [] : (await rows(gone)).map(({ id }) => id));
    const missing: { id: string; path: string }[] = [];
    for (const { id, stamp } of looks) {
      if (stamp !== null) {
        missing.push(...goneFrom(id, this.#seen.get(id) ?? [], stamp));
        this.saw(id, stamp);
      } else if (known.has(id)) {
        missing.push({ id, path: folderOf(id) });
        this.#seen.delete(id);
      }
    }
    if (missing.length > 0) await this.#notice(missing, rows);
    if (this.#lost.length === 0) return [];
    const lost = new Set(this.#lost.map(({ articleId }) => articleId));
    return looks.map(({ id }) => id).filter((id) => lost.has(id));
  }

  /** Reads what is remembered and forgets what came back or lies in the trash. */
  async recheck(): Promise<void> {
    await this.#recheck(() => true);
  }

  /** As {@link recheck}, and looks only for what these articles miss: there may be thousands. */
  async recheckOf(articleIds: readonly string[]): Promise<void> {
    const ids = new Set(articleIds);
    if (ids.size > 0) await this.#recheck(({ articleId }) => ids.has(articleId));
  }

  /** As {@link recheck}, and looks only for so many as it may do every few seconds, for others the next time. */
  async recheckSome(): Promise<void> {
    const paths = this.#lost.map(({ path }) => path);
    const after = paths.filter((path) => path > this.#lookedFor);
    const some = new Set([...after, ...paths].slice(0, AT_A_TIME));
    this.#lookedFor = after.length > AT_A_TIME ? (after[AT_A_TIME - 1] ?? '') : '';
    await this.#recheck(({ path }) => some.has(path));
  }

  /** One after the other: what is noticed while the records are read would be missing from what they say. */
  #inTurn<T>(task: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(task);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  #recheck(isLookedFor: (one: LostFile) => boolean): Promise<void> {
    return this.#inTurn(() => this.#recheckNow(isLookedFor));
  }

  async #recheckNow(isLookedFor: (one: LostFile) => boolean): Promise<void> {
    const isDeleted = await this.#deleted();
    const found = new Map<string, LostFile>();
    for (const [file, lost] of await this.#records.read()) {
      const isBack = await mapInFlight(lost, IN_FLIGHT, async (one) =>
        isDeleted(one) ? true : isLookedFor(one) && this.#options.store.isThere(one.path),
      );
      const still = lost.filter((_, index) => isBack[index] === false);
      if (still.length < lost.length) await this.#records.write(file, still);
      for (const one of still) if (!found.has(one.path)) found.set(one.path, one);
    }
    this.#lost = [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  /** What is gone of these articles is no longer missed. Resolves to what was. */
  accept(articleIds: readonly string[]): Promise<LostFile[]> {
    return this.#inTurn(() => this.#acceptNow(articleIds));
  }

  async #acceptNow(articleIds: readonly string[]): Promise<LostFile[]> {
    await this.#recheckNow(() => true);
    const accepted = this.#lost.filter(({ articleId }) => articleIds.includes(articleId));
    if (accepted.length === 0) return [];
    for (const [file, lost] of await this.#records.read()) {
      const still = lost.filter(({ articleId }) => !articleIds.includes(articleId));
      if (still.length < lost.length) await this.#records.write(file, still);
    }
    this.#lost = this.#lost.filter((one) => !accepted.includes(one));
    return accepted;
  }

  /** An article, or one of its notes, is about to be deleted for good: nobody must miss it. Leaves no name behind. */
  async erased(articleId: string, noteId: string | null): Promise<void> {
    const path = noteId === null ? folderOf(articleId) : notePath(articleId, noteId);
    const folder = join(this.#folder, 'erased');
    await mkdir(folder, { recursive: true });
    const none = new Uint8Array();
    await this.#writer.replaceFile(join(folder, markOf(path)), none, folder, () => Promise.resolve());
  }

  /** An article was just written or read here: this is what is there now. */
  saw(id: string, stamp: string): void {
    const files = filesIn(stamp);
    if (files.length === 0) this.#seen.delete(id);
    else this.#seen.set(id, files);
  }

  async #notice(
    missing: readonly { id: string; path: string }[],
    rows: (ids: string[]) => Promise<ArticleRow[]>,
  ): Promise<void> {
    if (missing.length > 0) await this.#inTurn(() => this.#noticeNow(missing, rows));
  }

  async #noticeNow(
    missing: readonly { id: string; path: string }[],
    rows: (ids: string[]) => Promise<ArticleRow[]>,
  ): Promise<void> {
    const isDeleted = await this.#deleted();
    const known = new Set(this.#lost.map(({ path }) => path));
    const titles = new Map((await rows(missing.map(({ id }) => id))).map((row) => [row.id, row.title]));
    const lost: LostFile[] = [];
    for (const { id, path } of missing) {
      const one = { path, articleId: id, title: titles.get(id) ?? id, noticed: this.#options.now().toISOString() };
      if (!known.has(path) && !isDeleted(one)) lost.push(one);
    }
    if (lost.length === 0) return;
    await this.#records.add(lost);
    this.#lost = [...this.#lost, ...lost];
  }

  /** What lies in the trash, and what was deleted for good, was not lost. */
  async #deleted(): Promise<(file: LostFile) => boolean> {
    // Trash entries are named after what they hold: the article's id, or "note-" and the note's.
    const trash = new Set((await this.#options.store.trashNames()).map((entry) => entry.slice(TRASH_TIME)));
    const erased = new Set(await readdir(join(this.#folder, 'erased')).catch(() => []));
    return ({ articleId, path }) => {
      const noteId = /\/notes\/([^/]+)\.json$/.exec(path)?.[1];
      if (trash.has(articleId) || (noteId !== undefined && trash.has(`note-${noteId}`))) return true;
      return erased.size > 0 && (erased.has(markOf(folderOf(articleId))) || erased.has(markOf(path)));
    };
  }
}

/** Characters of the time in a trash entry's name, and its hyphen. */
const TRASH_TIME = 20;

const folderOf = (id: string): string => `articles/${id.slice(0, 4)}/${id}`;
const notePath = (id: string, noteId: string): string => `${folderOf(id)}/notes/${noteId}.json`;

/** State and notes that a stamp tells of, by their paths in the article's folder. */
function filesIn(stamp: string): string[] {
  const names = stamp.split('|').map((part) => part.slice(0, part.indexOf(':')));
  const notes = names.filter((name) => /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(name)).map((name) => `notes/${name}.json`);
  return [...(names.includes('state.js') ? ['state.json'] : []), ...new Set(notes)];
}

function goneFrom(id: string, before: readonly string[], stamp: string): { id: string; path: string }[] {
  if (before.length === 0) return [];
  const present = new Set(filesIn(stamp));
  return before.filter((file) => !present.has(file)).map((file) => ({ id, path: `${folderOf(id)}/${file}` }));
}

/** Says nothing about what was erased to whoever reads it. */
const markOf = (path: string): string => createHash('sha256').update(path).digest('hex').slice(0, 32);
