import { readPagesInWorker } from '../archive/pages-in-worker.ts';
import { makeReadSource } from '../import/import-formats.ts';
import createPageWorker from '../page-worker?nodeWorker';
import { processIo } from './command-line-io.ts';
import { runCommandLine } from './run-command-line.ts';

/** Runs one command with the streams and signals of this process, and sets its exit code. */
export const runInProcess = async (argv: readonly string[]): Promise<void> => {
  const readSource = makeReadSource(readPagesInWorker((options) => createPageWorker(options)));
  // Not process.exit: what is still on its way to a pipe must arrive.
  process.exitCode = await runCommandLine(argv, processIo(readSource));
};
