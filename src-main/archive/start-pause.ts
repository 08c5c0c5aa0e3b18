/** ms from the first list to what was held back: the window draws meanwhile. */
const AFTER_LIST = 150;
/** ms after which nobody seems to want a list. */
const LONGEST = 1_500;

/**
 * Holds back what can wait at the start until the window has its list: looking through all folders keeps disk and
 * processors busy while the list of the last time is already there.
 */
export class StartPause {
  /** Resolves when the pause ended. */
  readonly over: Promise<void>;
  #end: () => void = () => undefined;
  #timer: NodeJS.Timeout | null = null;
  #isListed = false;

  /** `needed`: false where there is nothing to show before. */
  constructor(needed: boolean) {
    this.over = new Promise((resolve) => (this.#end = resolve));
    if (needed) this.#timer = setTimeout(this.#end, LONGEST);
    else this.#end();
  }

  /** The list was answered. */
  listed(): void {
    if (this.#timer === null || this.#isListed) return;
    this.#isListed = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#end, AFTER_LIST);
  }

  /** Somebody waits for what is held back. */
  end(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#end();
  }
}
