import { workerData } from 'node:worker_threads';
import { readPagesInWorker } from './archive/pages-in-worker.ts';
import { blockingIo, writeWhole } from './cli/blocking-io.ts';
import { EXIT } from './cli/exit-codes.ts';
import { runCommandLine } from './cli/run-command-line.ts';
import { ALIVE, ENDED, EXIT_CODE, type CommandThread } from './hosts/command-thread.ts';
import { makeReadSource } from './import/import-formats.ts';
import createPageWorker from './page-worker?nodeWorker';

// The thread of the packaged command line. The main thread waits and hears no message: what is written goes straight to
// the files, and the end is told through shared memory.
const { argv, state } = workerData as CommandThread;

const end = (code: number): void => {
  Atomics.store(state, EXIT_CODE, code);
  Atomics.store(state, ENDED, 1);
  Atomics.notify(state, ENDED);
  // The process ends now. A thread that took itself apart meanwhile could make it die of that instead.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
};

process.on('uncaughtException', (error) => {
  writeWhole(2, `${String(error)}\n`);
  end(EXIT.failed);
});
setInterval(() => Atomics.add(state, ALIVE, 1), 1000).unref();

const readSource = makeReadSource(readPagesInWorker((options) => createPageWorker(options)));
void runCommandLine(argv, blockingIo(readSource)).then(end);
