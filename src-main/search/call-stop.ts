import { ArchiveError } from '../errors.ts';

/** Calls told apart; of more at a time older ones are not stopped, only no longer listened to. */
const PLACES = 256;

/** Says while a search runs, in any thread, whether it is still wanted. */
export class CallStop {
  /** null: it cannot be stopped. */
  readonly table: SharedArrayBuffer | null;
  /** Number of the call. */
  readonly call: number;
  readonly #places: Int32Array | null;

  constructor(table: SharedArrayBuffer | null, call: number) {
    this.table = table;
    this.call = call;
    this.#places = table && new Int32Array(table);
  }

  /** What threads share: of each call that is no longer wanted, its number in its place. */
  static makeTable(): SharedArrayBuffer {
    return new SharedArrayBuffer(PLACES * Int32Array.BYTES_PER_ELEMENT);
  }

  static stop(table: SharedArrayBuffer, call: number): void {
    Atomics.store(new Int32Array(table), call % PLACES, call);
  }

  /** Throws `cancelled` when the search is no longer wanted. */
  readonly check = (): void => {
    if (this.#places && Atomics.load(this.#places, this.call % PLACES) === this.call) {
      throw new ArchiveError('cancelled', { subject: 'search' });
    }
  };
}

/** Of a search that always ends by itself. */
export const NEVER_STOPPED = new CallStop(null, 0);
