import { runInProcess } from './cli/run-in-process.ts';

/** The archive for a shell (README.md, "The command line"). */
void runInProcess(process.argv.slice(2));
