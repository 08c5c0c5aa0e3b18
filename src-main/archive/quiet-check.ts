import type { CheckSummary, VerifyReport } from '#contract';
import { ArchiveError } from '../errors.ts';
import type { ArchiveStore } from '../store/archive-store.ts';
import { merged, type Findings, type HealthRecord, type Round } from './health-record.ts';

/** Articles checked at a time; the place is kept after each, so that a start costs no more than these again. */
const AT_A_TIME = 16;
/** ms; after a call of the window nobody is disturbed for this long. */
const IDLE_AFTER = 60_000;
/** ms between two looks whether there is something to do. */
const LOOK_EVERY = 5_000;
/** ms between two tidings of how far it is. */
const TELL_EVERY = 15_000;
/** Of its time the check works one part in this many: other programs want the disk too. */
const SHARE = 10;
/** Days after which everything is checked again. */
const ROUND_EVERY = 30;
const DAY = 86_400_000;

type Parts = {
  store: Pick<ArchiveStore, 'verify' | 'verifyRest' | 'articleFolders' | 'access'>;
  health: HealthRecord;
  now: () => Date;
  random: (count: number) => Uint8Array;
  /** Whether the user wants it; asked before every step. */
  wanted: () => boolean;
  /** Whether something asked for is not done yet: an import or a check of everything may take longer than any rest. */
  busy: () => boolean;
  /** Something was found, or a round ended. */
  told: () => void;
};

/**
 * Checks every file bit by bit while nobody works with the archive: sixteen articles, then a pause nine times as long as they
 * took. Stops at once when somebody comes back or switches it off; where it was is kept between starts.
 */
export class QuietCheck {
  readonly #parts: Parts;
  #ids: string[] | null = null;
  #lastTouch: number;
  #restUntil = 0;
  #toldAt = 0;
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<unknown> | null = null;
  #stopped = false;
  #stop: () => void = () => undefined;
  /** Resolves when it is to end: nobody need wait for a pause. */
  readonly #ending = new Promise<void>((resolve) => (this.#stop = resolve));

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#lastTouch = parts.now().getTime();
  }

  /** Begins to look for idle moments. */
  begin(): void {
    this.#timer = setInterval(() => {
      if (this.#running !== null || this.#parts.now().getTime() < this.#restUntil) return;
      this.#running = this.#work().finally(() => (this.#running = null));
    }, LOOK_EVERY);
    this.#timer.unref();
  }

  /** Somebody works. */
  touch(): void {
    this.#lastTouch = this.#parts.now().getTime();
  }

  async end(): Promise<void> {
    this.#stopped = true;
    this.#stop();
    if (this.#timer !== null) clearInterval(this.#timer);
    await this.#running;
  }

  get round(): CheckSummary['round'] {
    const { round } = this.#parts.health;
    if (round === null || this.#ids === null) return null;
    const done = this.#ids.filter((id) => id <= round.after).length;
    return { done, total: this.#ids.length, since: round.since, resting: !this.#parts.wanted() };
  }

  /** As many steps as fit between two looks, each followed by its pause. */
  async #work(): Promise<void> {
    try {
      for (let worked = 0; worked < LOOK_EVERY / SHARE && !this.#stopped && this.isIdle();) {
        const begun = Date.now();
        const went = await this.step();
        if (!went) return;
        const took = Math.max(Date.now() - begun, 1);
        worked += took;
        await Promise.race([this.#ending, new Promise((resolve) => setTimeout(resolve, took * (SHARE - 1)).unref())]);
      }
    } catch {
      // The disk went away or is full: the next idle moment tries again.
      this.#ids = null;
      this.#restUntil = this.#parts.now().getTime() + IDLE_AFTER;
    }
  }

  isIdle(): boolean {
    const { wanted, busy, now, store } = this.#parts;
    const since = now().getTime() - this.#lastTouch;
    // A clock that went back is no reason to wait for it.
    return wanted() && !busy() && store.access() !== 'vanished' && (since >= IDLE_AFTER || since < 0);
  }

  /** Checks the next few articles; false where a round is over or none is due. */
  async step(): Promise<boolean> {
    const { store, health, now, random, told } = this.#parts;
    if (health.round === null && !this.#isDue()) return false;
    // What came meanwhile behind the place is checked in this round, what came before it in the next.
    this.#ids ??= (await store.articleFolders()).sort();
    const begun: Round = health.round ?? { since: now().toISOString(), after: '', files: 0, found: NONE };
    if (health.round === null) await health.keepRound(begun, random);
    const next = this.#ids.filter((id) => id > begun.after).slice(0, AT_A_TIME);
    const rest: VerifyReport | null =
      next.length > 0 ? null : await health.during(() => store.verifyRest(() => this.#stopped));
    const report = rest ?? (await health.during(() => this.#verify(next)));
    // As it is now: its owner may have accepted something, or a check of everything have ended it.
    const { round } = health;
    if (round?.since !== begun.since) {
      this.#ids = null;
      return false;
    }
    const found = merged(round.found, report);
    const files = round.files + report.checked;
    if (rest !== null) {
      await health.verified({ ...rest, ...found, checked: files }, true, random);
      this.#ids = null;
      told();
      return false;
    }
    await health.keepRound({ ...round, after: next.at(-1) ?? '', files, found }, random);
    // Whoever only looks on sees that it goes on.
    const isTelling = now().getTime() - this.#toldAt >= TELL_EVERY;
    if (isTelling) this.#toldAt = now().getTime();
    if (count(found) > count(round.found) || isTelling) told();
    return true;
  }

  #isDue(): boolean {
    const { lastVerified } = this.#parts.health;
    if (lastVerified === null) return true;
    return Math.abs(this.#parts.now().getTime() - Date.parse(lastVerified)) >= ROUND_EVERY * DAY;
  }

  /** One that was deleted since the round began is left out. */
  async #verify(ids: string[]): Promise<Findings & { checked: number }> {
    let all: Findings & { checked: number } = { ...NONE, checked: 0 };
    for (const id of ids) {
      try {
        const report = await this.#parts.store.verify(
          [id],
          () => undefined,
          () => this.#stopped,
        );
        all = { ...merged(all, report), checked: all.checked + report.checked };
      } catch (error) {
        if (!(error instanceof ArchiveError && error.code === 'not-found')) throw error;
      }
    }
    return all;
  }
}

const NONE: Findings = { changed: [], missing: [], extra: [], unreadable: [] };

const count = (found: Findings): number =>
  found.changed.length + found.missing.length + found.extra.length + found.unreadable.length;
