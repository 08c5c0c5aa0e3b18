import { ArchiveError } from '../errors.ts';
import type { ArchiveEvents } from './archive-events.ts';
import { keepInStep, refreshArticles } from './keep-in-step.ts';
import { OutsideChanges } from './outside-changes.ts';
import type { Parts } from './parts.ts';
import { progressPace } from './progress-pace.ts';

/** Ms between two statuses that say how far the index is: each counts articles and asks the disk for its room. */
const STATUS_EVERY = 250;

type Surroundings = {
  parts: Parts;
  events: Pick<ArchiveEvents, 'emit' | 'tellStatus'>;
  /** Reads what is remembered of other sessions. */
  remember: () => Promise<void>;
  /** The archive is being closed: whoever compares leaves the rest to the next start. */
  isClosing: () => boolean;
};

/** Keeps the index of an open archive in step with its folder: from the first look at all of it, with what others change. */
export class IndexInStep {
  readonly #around: Surroundings;
  #indexing: { done: number; total: number } | null = null;
  #compared: Promise<void> = Promise.resolve();
  /** What was taken up is kept for the next start. */
  #saved: Promise<void> = Promise.resolve();
  #compares: () => void = () => undefined;
  /** Resolves when the first comparison knows what the index had: from then on single articles may be read beside it. */
  readonly #comparing = new Promise<void>((resolve) => (this.#compares = resolve));
  readonly #outside = new OutsideChanges({
    refresh: (ids) => this.#takeUp(ids),
    compareAll: () => this.#takeUpAll(),
  });

  constructor(around: Surroundings) {
    this.#around = around;
  }

  /** How far a comparison under way is; null: there is none. */
  get indexing(): { done: number; total: number } | null {
    return this.#indexing;
  }

  /** Compares the whole folder for the first time; resolves when that is done. */
  begin(after: Promise<void>): Promise<void> {
    this.#compared = after.then(() => this.#compare());
    // A failure is told to whoever waits for it; unasked it must not end the program.
    this.#compared.catch(() => undefined);
    return this.#compared;
  }

  /** Others changed these articles, or null: any. */
  changed(articleIds: readonly string[] | null): void {
    this.#outside.add(articleIds);
  }

  /** Resolves when the comparison begun last is over; throws what it failed with. */
  compared(): Promise<void> {
    return this.#compared;
  }

  /** As {@link compared}, and what was taken up is kept for the next start. */
  async saved(): Promise<void> {
    await this.#compared;
    await this.#saved;
  }

  /** Resolves when index and folder agree. A look that failed is made again: the disk may have been away for a moment. */
  async agree(): Promise<void> {
    try {
      await this.#compared;
    } catch {
      this.#compared = this.#compare();
      await this.#compared;
    }
  }

  /** Makes the index forget everything and reads all articles. Throws `cancelled` where the archive is being closed. */
  async rebuild(): Promise<void> {
    await this.#compared.catch(() => undefined);
    if (this.#around.isClosing()) throw new ArchiveError('cancelled', { job: 'rebuild' });
    try {
      await this.#around.parts.index.clear();
    } finally {
      // Also where its cache could not be emptied the index has to know what there is.
      this.#compared = this.#compare();
      await this.#compared;
    }
    await this.#saved;
  }

  /** Resolves when nothing is compared or taken up any more. */
  async end(): Promise<void> {
    await this.#compared.catch(() => undefined);
    await this.#outside.end();
  }

  async #compare(): Promise<void> {
    const { parts, events, remember, isClosing } = this.#around;
    await remember();
    const isTime = progressPace(parts.now, STATUS_EVERY);
    const progress = (done: number, total: number) => {
      this.#indexing = done < total ? { done, total } : null;
      if (isTime() || done >= total) void events.tellStatus();
    };
    const changed = await this.#outside
      .beside(() => {
        const compared = keepInStep(parts, progress, isClosing);
        this.#compares();
        return compared;
      })
      .finally(() => (this.#indexing = null));
    // Nobody who only wants to know what is there waits for it; whoever closes meanwhile leaves the rest to the next start.
    if (changed.length > 0) this.#saved = parts.index.flush().catch(() => undefined);
    if (changed.length > 0) events.emit({ type: 'changed', articleIds: null });
    // Whoever asked before this knows nothing yet of what was found in earlier sessions.
    else void events.tellStatus();
  }

  async #takeUp(articleIds: string[]): Promise<void> {
    const { parts, events } = this.#around;
    // What failed then is no reason not to look now.
    await Promise.race([this.#comparing, this.#compared]).catch(() => undefined);
    if (parts.store.access() === 'vanished') {
      await events.tellStatus();
      return;
    }
    await refreshArticles(parts, articleIds);
    events.emit({ type: 'changed', articleIds });
  }

  async #takeUpAll(): Promise<void> {
    const { parts, events } = this.#around;
    await this.#compared.catch(() => undefined);
    if (parts.store.access() === 'vanished') {
      await events.tellStatus();
      return;
    }
    this.#compared = this.#compare();
    await this.#compared;
  }
}
