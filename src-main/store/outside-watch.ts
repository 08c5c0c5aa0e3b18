import { performance } from 'node:perf_hooks';
import type { ArchiveContext } from './archive-context.ts';
import type { OutsideChange, ScannedArticle } from './archive-store.ts';
import type { CommitQueue } from './commit-queue.ts';
import { FolderWatches } from './folder-watches.ts';
import { mapInFlight } from './in-flight.ts';
import { isRealFolder } from './read-file.ts';
import { scanArticles, stampOf } from './scan-articles.ts';
import { mayBeSilent } from './silent-disk.ts';

type Listener = (change: OutsideChange) => void;

/** ms in which the events of one change come together. */
const GATHER = 150;
/** ms from a look that failed to the next. */
const CHECK_AGAIN = 1_000;
/** ms between two looks at marker and generation: an unmounted or distant disk sends no events. */
const LOOK = 3_000;
/** ms between two sweeps where the system allows no more watches. */
const SWEEP = 60_000;
/** ms from one sweep that was asked for to the next, at least; and so many times as long as the last one took. */
const SWEEP_PAUSE = 5_000;
const SWEEP_SHARE = 10;
/** So many events in a row may be more than the system keeps (16,384 on Linux): it drops the others without a word. */
const MANY_EVENTS = 4_000;
/** ms without an event after which a burst is over. */
const CALM = 1_000;
const IN_FLIGHT = 16;
const INCOMPLETE = 'incomplete';

/**
 * Tells what others changed in the archive. An event only raises a suspicion: it is told when an article's stamp is
 * another than the one the store's user knows, so our own writes are silent.
 */
export class OutsideWatch {
  readonly #listeners = new Set<Listener>();
  /** Stamps as the user of the store knows them. */
  readonly #known = new Map<string, string>();
  readonly #suspects = new Set<string>();
  /** Articles of which files are to come that no stamp tells of. */
  readonly #expected = new Set<string>();
  #context: ArchiveContext | null = null;
  #queue: CommitQueue | null = null;
  #watches: FolderWatches | null = null;
  #standing: Promise<void> | null = null;
  #isSilent = false;
  #anything = false;
  #other = false;
  #checking: Promise<void> = Promise.resolve();
  #events = 0;
  #lastEvent = 0;
  #swept = { ended: -Infinity, took: 0 };
  #gathering: NodeJS.Timeout | null = null;
  readonly #timers: NodeJS.Timeout[] = [];

  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Another process says it changed these articles; null: it may be anything. */
  suspect(articleIds: string[] | null): void {
    if (this.#context === null) {
      this.#tell(articleIds);
      return;
    }
    if (articleIds === null) this.#anything = true;
    else for (const id of articleIds) this.#suspects.add(id);
    this.#gather();
  }

  /** The next suspicion about this article is told, whatever its stamp. */
  expectMore(id: string): void {
    if (this.#context !== null) this.#expected.add(id);
  }

  /** Something that is no article: collections, the marker. */
  #suspectOther(): void {
    this.#other = true;
    this.#gather();
  }

  #gather(after = GATHER): void {
    this.#gathering ??= setTimeout(() => {
      this.#gathering = null;
      // Of two looks at one article the later must be the last to be told.
      this.#checking = this.#checking
        .then(() => this.#check())
        .catch(() => {
          // The disk did not answer: what is suspected stays so, and perhaps no other event comes.
          if (this.#context !== null && this.#suspects.size > 0) this.#gather(CHECK_AGAIN);
        });
    }, after);
  }

  #sawEvent(): void {
    this.#events += 1;
    this.#lastEvent = performance.now();
  }

  /** The user of the store has just been given all of this. */
  saw(articles: readonly ScannedArticle[]): void {
    this.#known.clear();
    for (const { id, stamp } of articles) this.#known.set(id, stamp);
  }

  /** This store itself changed these articles. */
  async changedHere(context: ArchiveContext, articleIds: readonly string[]): Promise<void> {
    if (this.#context === null) return;
    await mapInFlight(articleIds, IN_FLIGHT, async (id) => {
      this.#learn(id, await stampOf(context.paths.article(id)));
      await this.#watches?.addArticle(id);
    });
  }

  /** Begins to watch; the many watches of a large archive are made meanwhile. */
  begin(context: ArchiveContext, queue: CommitQueue, platform: NodeJS.Platform): void {
    this.#context = context;
    this.#queue = queue;
    const watches = new FolderWatches(
      context.paths,
      {
        article: (id) => {
          this.#sawEvent();
          this.suspect([id]);
        },
        other: () => this.#suspectOther(),
        anything: () => this.suspect(null),
        generation: () => void queue.look().catch(ignore),
      },
      platform,
    );
    this.#watches = watches;
    watches.begin();
    void mayBeSilent(context.paths.folder, platform)
      .then((isSilent) => (this.#isSilent = isSilent))
      .catch(ignore);
    this.#every(LOOK, () => this.#lookAround());
    this.#every(SWEEP, async () => {
      if (watches.isLimited || this.#isSilent) await this.#sweep();
    });
    this.#every(CALM, async () => {
      if (this.#events === 0 || performance.now() - this.#lastEvent < CALM) return;
      const wereMany = this.#events > MANY_EVENTS;
      this.#events = 0;
      if (wereMany) await this.#sweep();
    });
  }

  /**
   * Resolves when the articles are watched, whose many watches are made when this is asked for the first time. Whoever
   * scans after it misses nothing. Without {@link begin} nothing is watched.
   */
  async stand(): Promise<void> {
    const watches = this.#watches;
    if (watches === null) return;
    this.#standing ??= watches.watchArticles().catch(() => {
      watches.isLimited = true;
    });
    await this.#standing;
  }

  /**
   * A look whether anything changed unseen, as when somebody comes back to the window: at marker and generation, and, where
   * events cannot be relied on, at all articles, if the last look was not just now.
   */
  async look(): Promise<void> {
    if (this.#context === null) return;
    await this.#lookAround();
    const mayMiss = this.#isSilent || (this.#watches?.isLimited ?? false);
    const { ended, took } = this.#swept;
    if (mayMiss && performance.now() - ended >= Math.max(SWEEP_PAUSE, SWEEP_SHARE * took)) await this.#sweep();
  }

  end(): void {
    for (const timer of this.#timers) clearInterval(timer);
    if (this.#gathering !== null) clearTimeout(this.#gathering);
    this.#watches?.end();
    this.#listeners.clear();
    this.#context = null;
  }

  #tell(articleIds: string[] | null): void {
    for (const listener of this.#listeners) listener({ articleIds });
  }

  #learn(id: string, stamp: string): void {
    if (stamp === '') this.#known.delete(id);
    else this.#known.set(id, stamp);
  }

  #every(interval: number, task: () => Promise<void>): void {
    const timer = setInterval(() => void task().catch(ignore), interval);
    timer.unref();
    this.#timers.push(timer);
  }

  async #lookAround(): Promise<void> {
    if (this.#context === null) return;
    const { presence } = this.#context;
    const before = presence.access;
    if ((await presence.look()) !== before) this.#tell(null);
    else await this.#queue?.look();
  }

  async #check(): Promise<void> {
    // What we are writing ourselves is known when it is done.
    await this.#queue?.settle();
    const context = this.#context;
    if (context === null) return;
    const suspects = [...this.#suspects];
    this.#suspects.clear();
    if (this.#anything) {
      this.#anything = false;
      this.#other = false;
      await context.presence.look();
      this.#tell(null);
      return;
    }
    if (this.#other) {
      this.#other = false;
      const before = context.presence.access;
      this.#tell((await context.presence.look()) === before ? [] : null);
    }
    const stamps = await mapInFlight(suspects, IN_FLIGHT, (id) => lookAt(context.paths.article(id))).catch(
      (error: unknown) => {
        // They are looked at again with the next suspicion.
        for (const id of suspects) this.#suspects.add(id);
        throw error;
      },
    );
    const changed = suspects.filter(
      (id, index) => this.#expected.has(id) || (this.#known.get(id) ?? '') !== stamps[index],
    );
    // In a folder that is gone everything looks deleted.
    if (changed.length === 0 || (await context.presence.look()) === 'vanished') return;
    for (const id of changed) this.#expected.delete(id);
    for (const [index, id] of suspects.entries()) this.#learn(id, stamps[index] ?? '');
    this.#tell(changed);
  }

  /** Looks at all articles; those that differ from what is known are looked at once more when our own writes rest. */
  async #sweep(): Promise<void> {
    if (this.#context === null || this.#known.size === 0) return;
    const begun = performance.now();
    const articles = await scanArticles(this.#context);
    const ended = performance.now();
    this.#swept = { ended, took: ended - begun };
    const present = new Set(articles.map(({ id }) => id));
    const gone = [...this.#known.keys()].filter((id) => !present.has(id));
    const changed = articles.filter(({ id, stamp }) => this.#known.get(id) !== stamp).map(({ id }) => id);
    if (changed.length + gone.length > 0) this.suspect([...changed, ...gone]);
  }
}

/** An article's stamp; one without a manifest is told from one that is gone. */
async function lookAt(folder: string): Promise<string> {
  const stamp = await stampOf(folder);
  if (stamp !== '') return stamp;
  return (await isRealFolder(folder)) ? INCOMPLETE : '';
}

const ignore = () => undefined;
