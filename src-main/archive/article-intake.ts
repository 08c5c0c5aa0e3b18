import type { ImportReport } from '#contract';
import type { Draft, WaitingNote } from '../article/draft.ts';
import { plainText } from '../article/plain-text.ts';
import { textHash } from '../article/text-hash.ts';
import { ArchiveError } from '../errors.ts';
import { asArchiveError } from '../messages/as-archive-error.ts';
import { message } from '../messages/index.ts';
import { captureOfDraft, type WeighedDraft } from './capture-of-draft.ts';
import { fileIntoCollections } from './collection-calls.ts';
import { indexEntry } from './index-entry.ts';
import { refreshArticles } from './keep-in-step.ts';
import { belongsTo, NoteIntake } from './note-intake.ts';
import type { Parts } from './parts.ts';
import { poorerBecause } from './poorer-capture.ts';
import { claimOf } from './record-claims.ts';
import { reportFailure } from './report-failure.ts';
import { nullIfGone, TrashedArticles } from './trashed-articles.ts';
import type { ArchiveStore, StoredArticle } from '../store/archive-store.ts';

/** Articles committed together: one fsync of the year folder serves all of them. */
const BATCH = 32;

/** Codes after which no further article can be stored; what is committed stays. */
const ENDING = new Set<string>([
  'disk-full',
  'archive-vanished',
  'archive-read-only',
  'archive-moved',
  'archive-locked',
  'archive-newer',
  'archive-missing',
]);

/** Whether nothing more can be stored after this failure: an import goes on only to account for its sources. */
export function endsTheRun(error: unknown): boolean {
  return isLast(asArchiveError(error).code);
}

/** As {@link endsTheRun}, by the code that is in the report. */
export function isLast(code: string): boolean {
  return ENDING.has(code);
}

/** `giveUp`: others may look whether this record is there. */
type Pending = WeighedDraft & { source: string; giveUp: () => void };
type Added = Awaited<ReturnType<ArchiveStore['add']>>[number];

/**
 * Decides for each draft whether it is new, known or a new version (RULINGS 8), commits in batches and writes the
 * report. Look-up is by address, else by text; never by id.
 */
export class ArticleIntake {
  readonly #parts: Parts;
  readonly #report: ImportReport;
  readonly #tags: string[];
  readonly #dryRun: boolean;
  #pending: Pending[] = [];
  #flushes = 0;
  #ended: ArchiveError | null = null;
  /** Collection name → ids that belong in it. */
  readonly #collections = new Map<string, string[]>();
  #waiting: WaitingNote[] | null = null;
  /** Stored, but the index could not be told of it. */
  #untold: string[] = [];
  readonly #trash: TrashedArticles;

  constructor(parts: Parts, report: ImportReport, options: { tags: string[]; dryRun: boolean }) {
    this.#parts = parts;
    this.#report = report;
    this.#tags = options.tags;
    this.#dryRun = options.dryRun;
    this.#trash = new TrashedArticles(parts);
  }

  /** Why nothing more can be stored, if so: the disk is full, the folder is gone, somebody else holds the lock. */
  get ended(): ArchiveError | null {
    return this.#ended;
  }

  /** Notes a failure that another part of the run met, where it is one after which nothing more can be stored. */
  endIfLast(error: unknown): void {
    if (endsTheRun(error)) this.#ended ??= asArchiveError(error);
  }

  /** Takes one draft; it is durable only after the next {@link flush}. */
  async take(source: string, draft: Draft): Promise<void> {
    const weighed = captureOfDraft(draft, this.#tags, this.#parts);
    if (weighed.text.trim() === '' && weighed.capture.assets.length === 0)
      throw new ArchiveError('no-text', { source });
    const giveUp = await this.#parts.claims.hold(claimOf(weighed), () => this.flush());
    let isPending = false;
    try {
      const known = await this.#find(weighed);
      const isMet = known !== null && (await this.#meet(known, source, weighed));
      if (known !== null && !isMet) this.#trash.forget();
      if (!isMet && !(await this.#fromTrash(source, weighed))) {
        this.#pending.push({ ...weighed, source, giveUp });
        isPending = true;
      }
    } finally {
      if (!isPending) giveUp();
    }
    if (this.#pending.length >= BATCH) await this.flush();
  }

  /** How often {@link flush} was done, and how often it must be until all that was taken is on disk. */
  get flushes(): { done: number; needed: number } {
    return { done: this.#flushes, needed: this.#flushes + (this.#pending.length > 0 ? 1 : 0) };
  }

  /** Commits what was taken; after it, all of it is on disk and found. */
  async flush(): Promise<void> {
    const pending = this.#pending;
    this.#pending = [];
    try {
      if (pending.length > 0) await this.#commit(pending);
    } finally {
      for (const { giveUp } of pending) giveUp();
    }
    this.#flushes += 1;
  }

  /** The run is over, however it ended: nobody need wait for what was taken and not committed. */
  end(): void {
    for (const { giveUp } of this.#pending.splice(0)) giveUp();
  }

  async #commit(pending: Pending[]): Promise<void> {
    if (this.#dryRun) {
      for (const { capture, source } of pending)
        this.#report.imported.push({ id: capture.article.id, title: capture.article.title, source });
      return;
    }
    const results = await this.#store(pending);
    for (const [position, weighed] of pending.entries()) {
      const { capture, source } = weighed;
      const result = results[position] ?? { ok: false, error: new ArchiveError('internal', { source }) };
      if (result.ok) {
        this.#report.imported.push({ id: capture.article.id, title: capture.article.title, source });
        this.#report.notes.placed += capture.notes.length;
        this.#file(capture.article.id, weighed.collections);
      } else if (asArchiveError(result.error).code === 'exists') {
        // Another process was faster: what is there now decides.
        try {
          if (!(await this.#meet(capture.article.id, source, weighed))) this.#refuse(source, result.error);
        } catch (error) {
          this.#refuse(source, error);
        }
      } else {
        this.#refuse(source, result.error);
        await this.#lookWhetherItCame(capture.article.id);
      }
    }
    for (const [position, { capture, address, textHash: hash }] of pending.entries())
      if (results[position]?.ok === true) await this.#callWaitingNotes(capture.article.id, address, hash);
  }

  /** Stores new articles and tells the index of them, in their turns. */
  #store(pending: readonly Pending[]): Promise<Added[]> {
    const { store, index, lost, turns, later } = this.#parts;
    const captures = pending.map(({ capture }) => capture);
    return turns.take(
      captures.map(({ article }) => article.id),
      async () => {
        const results: Added[] = await store
          .add(captures)
          .catch((error: unknown) => captures.map(() => ({ ok: false, error })));
        const entries = pending.flatMap(({ capture, text }, position) => {
          const result = results[position];
          if (result?.ok !== true) return [];
          lost.saw(capture.article.id, result.stamp);
          return [
            indexEntry({ ...capture, unreadableState: null, unreadableNotes: [], versions: [] }, result.stamp, text),
          ];
        });
        await index.put(entries).catch(() => {
          const untold = entries.map(({ row }) => row.id);
          this.#untold.push(...untold);
          later(untold);
        });
        return results;
      },
    );
  }

  /**
   * Where only its last step failed, a refused article is in its place all the same: the lists show it, and a twin that
   * comes after it meets it.
   */
  async #lookWhetherItCame(id: string): Promise<void> {
    try {
      await this.#parts.store.stamp(id);
      await this.#parts.refresh([id]);
    } catch {
      // As a rule it is not there; that it was refused is in the report.
    }
  }

  #file(id: string, collections: string[]): void {
    for (const name of collections) this.#collections.set(name, [...(this.#collections.get(name) ?? []), id]);
  }

  /** Puts what was imported into the collections its sources named. */
  async fileAway(): Promise<void> {
    try {
      await fileIntoCollections(this.#parts, this.#collections);
    } catch (error) {
      this.#refuse([...this.#collections.keys()].join(', '), error);
    }
    this.#collections.clear();
  }

  #refuse(source: string, error: unknown): void {
    reportFailure(this.#report, this.#parts, source, error);
    this.endIfLast(error);
  }

  async #find(weighed: WeighedDraft): Promise<string | null> {
    // Whoever does not know what was stored would store it twice.
    await this.#tell();
    return weighed.address === null
      ? this.#parts.index.findByTextHash(weighed.textHash)
      : this.#parts.index.findByAddress(weighed.address);
  }

  async #tell(): Promise<void> {
    if (this.#untold.length === 0) return;
    await refreshArticles(this.#parts, this.#untold);
    this.#untold = [];
  }

  /**
   * The archive knows this address or text: nothing, a new version, or new tags and notes. False: it was deleted meanwhile,
   * and what comes is new.
   */
  async #meet(id: string, source: string, weighed: WeighedDraft): Promise<boolean> {
    const { capture, textHash: hash, collections } = weighed;
    const { store } = this.#parts;
    const stored = await store.read(id).catch(nullIfGone);
    if (stored === null) return false;
    this.#file(id, collections);
    const text = plainText(stored.article.lead, stored.article.blocks);
    const poorer = poorerBecause(
      { title: stored.article.title, text },
      { title: capture.article.title, text: weighed.text },
    );
    // A poorer capture that stands beside already is nothing new either.
    const sameText = textHash(text) === hash || (poorer !== null && (await this.#hasVersion(stored, hash)));
    const newTags = capture.state.tags.filter((tag) => !stored.state.tags.includes(tag));
    const newNotes = capture.notes.filter((note) => !stored.notes.some((known) => known.id === note.id));
    const item = { id, title: stored.article.title, source };
    if (sameText && newTags.length === 0 && newNotes.length === 0) {
      this.#report.skipped.push({ source, reason: message('report.already-there', this.#parts.language()), id });
      return true;
    }
    if (!this.#dryRun) {
      const version = { ...capture, article: { ...capture.article, id }, notes: [] };
      if (!sameText && poorer !== null) await store.addVersionBeside(id, version);
      else if (!sameText) await store.addVersion(id, version);
      if (newTags.length > 0) await store.changeState(id, (state) => ({ ...state, tags: [...state.tags, ...newTags] }));
      for (const note of newNotes) await store.writeNote({ ...note, articleId: id }, null);
      await this.#parts.refresh([id]);
    }
    this.#report.notes.placed += newNotes.length;
    const joined = newNotes.length > 0 ? 'joined-notes' : 'joined-tags';
    const why = sameText ? joined : poorer === null ? 'new-version' : (`beside-${poorer}` as const);
    this.#report.merged.push({ ...item, reason: message(`report.${why}`, this.#parts.language()) });
    return true;
  }

  async #hasVersion({ article, versions }: StoredArticle, hash: string): Promise<boolean> {
    for (const { id: version } of versions) {
      const earlier = await this.#parts.store.readVersion(article.id, version).catch(() => null);
      if (earlier !== null && textHash(plainText(earlier.lead, earlier.blocks)) === hash) return true;
    }
    return false;
  }

  async #fromTrash(source: string, weighed: WeighedDraft): Promise<boolean> {
    const { id, title } = weighed.capture.article;
    const entry = await this.#trash.find(id);
    if (entry === null) return false;
    if (this.#dryRun) {
      const why = message('report.restored', this.#parts.language());
      this.#report.merged.push({ id, title, source, reason: why });
      return true;
    }
    const restored = await this.#trash.restore(id, entry);
    // What comes is new.
    if (restored === null) return false;
    const back = restored.articleId ?? id;
    await this.#parts.refresh([back]);
    const before = this.#report.skipped.length;
    await this.#meet(back, source, weighed);
    // Coming back is itself a change, also where the text brought nothing new.
    if (this.#report.skipped.length > before) {
      this.#report.skipped.pop();
      const why = message('report.restored', this.#parts.language());
      this.#report.merged.push({ id: back, title: restored.title, source, reason: why });
    }
    return true;
  }

  /** Notes that came before their article now find it. */
  async #callWaitingNotes(id: string, address: string | null, hash: string): Promise<void> {
    this.#waiting ??= await this.#parts.store.readWaitingNotes();
    const mine = this.#waiting.filter((waiting) => belongsTo(waiting.target, { id, address, textHash: hash }));
    if (mine.length === 0) return;
    const notes = new NoteIntake(this.#parts, this.#report, this.#dryRun);
    for (const waiting of mine) await notes.settle(waiting, id);
    this.#waiting = this.#waiting.filter((waiting) => !mine.includes(waiting));
  }
}
