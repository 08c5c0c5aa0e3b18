/** What is needed here of a window. */
type Closing = {
  on(event: 'close', listener: (event: { preventDefault: () => void }) => void): unknown;
  isDestroyed(): boolean;
  close(): void;
};
/** What is needed here of Electron's app. */
type Quitting = { on(event: 'before-quit', listener: () => void): unknown; quit(): void };

/** Calls that save what is typed: a page asks for the next one when it has the answer of the one before. */
const SAVING: ReadonlySet<unknown> = new Set(['createNote', 'editNote']);
/** ms; a disk that does not answer must not keep the window. */
const PATIENCE = 5_000;

/** Notes that are being saved. Their window stays until they are, so that its page can still save what was typed since. */
export class SavesUnderWay {
  readonly #running = new Set<Promise<unknown>>();
  readonly #app: Quitting;
  #isQuitting = false;

  constructor(app: Quitting) {
    this.#app = app;
    app.on('before-quit', () => (this.#isQuitting = true));
  }

  /** Answers a call of a window. */
  async run<T>(call: unknown, answer: () => Promise<T>): Promise<T> {
    const running = answer();
    if (!isSaving(call)) return running;
    this.#running.add(running);
    try {
      return await running;
    } finally {
      this.#running.delete(running);
    }
  }

  /** `patience`: ms the window waits at most. */
  hold(window: Closing, patience = PATIENCE): void {
    let isOver = false;
    window.on('close', (event) => {
      if (this.#running.size === 0 || isOver) return;
      // That also takes back a quit.
      event.preventDefault();
      const again = this.#isQuitting ? () => this.#app.quit() : () => window.close();
      this.#isQuitting = false;
      void this.#ended(patience).then((ended) => {
        isOver = !ended;
        if (!window.isDestroyed()) again();
      });
    });
  }

  async #ended(patience: number): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<boolean>((resolve) => (timer = setTimeout(resolve, patience, false)));
    // A turn later, when the page has its answer.
    const ended = Promise.allSettled(this.#running).then(
      () => new Promise<boolean>((resolve) => setImmediate(resolve, true)),
    );
    return Promise.race([ended, late]).finally(() => clearTimeout(timer));
  }
}

const isSaving = (call: unknown): boolean =>
  typeof call === 'object' && call !== null && 'method' in call && SAVING.has(call.method);
