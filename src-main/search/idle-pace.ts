/** ms of work at a time, and of rest after it: nobody who types meanwhile waits noticeably. */
const AT_A_TIME = 3;
const REST = 6;

/** The pace of work that is done while nothing else is. */
export class IdlePace {
  #begun = performance.now();

  /** To be awaited often: rests when it has worked long enough. */
  async breathe(): Promise<void> {
    if (performance.now() - this.#begun < AT_A_TIME) return;
    await pause(REST);
    this.#begun = performance.now();
  }
}

/** Resolves after so many ms; does not keep a program from ending. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds).unref();
  });
}
