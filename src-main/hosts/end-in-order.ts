/** What is needed here of Electron's app. */
export type Ending = {
  on(event: 'will-quit', listener: (event: { preventDefault: () => void }) => void): unknown;
  quit(): void;
};

/**
 * Ends the program when `close` is done, however often it is asked to quit meanwhile; a failure keeps nobody here. The
 * windows go first: what their pages save on leaving has been asked for by then, and `close` can wait for it. The answer
 * tells whether the program is ending.
 */
export function endInOrder(app: Ending, close: () => Promise<unknown>): () => boolean {
  let step: 'running' | 'closing' | 'closed' = 'running';
  app.on('will-quit', (event) => {
    if (step === 'closed') return;
    event.preventDefault();
    if (step === 'closing') return;
    step = 'closing';
    void close()
      .catch(() => undefined)
      .finally(() => {
        step = 'closed';
        // A turn later: where there is nothing to close Electron is still asking, and quitting within that never ends.
        setImmediate(() => app.quit());
      });
  });
  return () => step !== 'running';
}
