/**
 * Which addresses and texts an import is about to store. Whoever looks whether the archive knows one holds it until that is
 * decided and on disk: of two imports at once both would find nothing, and one page would be two articles for good.
 */
export class RecordClaims {
  /** Key → resolves when it is given up. */
  readonly #held = new Map<string, Promise<void>>();

  /**
   * Resolves when nobody else holds this key, to what gives it up. `giveUpOwn` gives up what the same import holds, and is
   * asked before any waiting: two must not wait for each other.
   */
  async hold(key: string, giveUpOwn: () => Promise<void>): Promise<() => void> {
    if (this.#held.has(key)) await giveUpOwn();
    for (let other = this.#held.get(key); other !== undefined; other = this.#held.get(key)) await other;
    let end: () => void = () => undefined;
    this.#held.set(key, new Promise((resolve) => (end = resolve)));
    return () => {
      this.#held.delete(key);
      end();
    };
  }
}

/** What tells a record from others: its address, or without one its text. */
export const claimOf = ({ address, textHash }: { address: string | null; textHash: string }): string =>
  address === null ? `text ${textHash}` : `address ${address}`;
