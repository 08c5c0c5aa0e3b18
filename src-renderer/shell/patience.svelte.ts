/** Tells when an answer takes so long that the window should say so; a shorter wait is not worth showing. */
export class Patience {
  readonly #length: number;
  #slow = $state(false);
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `length`: ms until an answer counts as slow. */
  constructor(length: number) {
    this.#length = length;
  }

  /** True while an answer is slow. */
  get slow(): boolean {
    return this.#slow;
  }

  /** A question was asked; an earlier one is not waited for any more, but what was slow stays so until an answer is there. */
  begin(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#slow = true;
    }, this.#length);
  }

  /** The answer is there, or nobody waits for it any more. */
  end(): void {
    clearTimeout(this.#timer);
    this.#slow = false;
  }
}
