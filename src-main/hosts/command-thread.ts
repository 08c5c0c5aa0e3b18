import type { Worker, WorkerOptions } from 'node:worker_threads';

/** What the thread of a command is started with. */
export type CommandThread = {
  argv: readonly string[];
  /** [the thread has ended, its exit code, how often it has shown a sign of life]; shared, as no message can arrive. */
  state: Int32Array;
};

export const ENDED = 0;
export const EXIT_CODE = 1;
export const ALIVE = 2;

/** ms without a sign of life after which the thread is taken for dead: it ran out of memory, say. */
const PATIENCE = 600_000;
/** Exit code of a command that died (EX_SOFTWARE of sysexits.h). */
const DIED = 70;

/**
 * Runs one command of the command line in a thread and holds this one until it is done; answers its exit code. Electron
 * without a display ends its process as soon as its own loop starts, so this thread must not get that far.
 */
export function runCommandBlocking(
  argv: readonly string[],
  createWorker: (options: WorkerOptions) => Worker,
  patience = PATIENCE,
): number {
  const state = new Int32Array(new SharedArrayBuffer(3 * Int32Array.BYTES_PER_ELEMENT));
  const thread: CommandThread = { argv, state };
  createWorker({ workerData: thread, execArgv: [] });
  for (;;) {
    const alive = Atomics.load(state, ALIVE);
    if (Atomics.wait(state, ENDED, 0, patience) !== 'timed-out') return Atomics.load(state, EXIT_CODE);
    if (Atomics.load(state, ALIVE) === alive) return DIED;
  }
}
