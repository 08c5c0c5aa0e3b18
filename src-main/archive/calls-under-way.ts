import { ArchiveError } from '../errors.ts';
import type { Archive } from './archive-surface.ts';

/** What says nothing of somebody working, and may be asked while the archive is being closed. */
const ASIDE = new Set(['status', 'onEvent', 'isCancelled', 'cancelJob', 'close']);

/** The calls on an open archive that are not answered yet: nothing they need may be closed before. */
export class CallsUnderWay {
  readonly #running = new Set<Promise<void>>();
  readonly #folder: string;
  readonly #touch: () => void;
  #isOver = false;

  /** `touch` hears of each call when it begins and when it ends, as whoever calls works. */
  constructor(folder: string, touch: () => void) {
    this.#folder = folder;
    this.#touch = touch;
  }

  get isBusy(): boolean {
    return this.#running.size > 0;
  }

  /** The same archive; its calls are counted, and refused with `archive-missing` after {@link end}. */
  counted(archive: Archive): Archive {
    const calls = Object.entries(archive).map(([name, value]: [string, unknown]) => {
      if (typeof value !== 'function' || ASIDE.has(name)) return [name, value] as const;
      const call = value as (...args: unknown[]) => Promise<unknown>;
      return [name, (...args: unknown[]) => this.#run(() => call(...args))] as const;
    });
    return Object.fromEntries(calls) as unknown as Archive;
  }

  /** Resolves when every call that was begun is answered; none begins after it. */
  async end(): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.#running);
  }

  async #run(call: () => Promise<unknown>): Promise<unknown> {
    if (this.#isOver) throw new ArchiveError('archive-missing', { folder: this.#folder });
    this.#touch();
    const answer = call();
    const over = answer.then(nothing, nothing).then(() => {
      this.#running.delete(over);
      this.#touch();
    });
    this.#running.add(over);
    return answer;
  }
}

const nothing = () => undefined;
