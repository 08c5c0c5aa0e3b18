import { runInProcess } from './cli/run-in-process.ts';

/** The archive for a browser as a program of its own: `serve` with the options of that command. */
void runInProcess(['serve', ...process.argv.slice(2)]);
