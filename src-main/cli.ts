import { runInProcess } from './cli/run-in-process.ts';

/** The archive for a shell (DESIGN.md, "Command line"). */
void runInProcess(process.argv.slice(2));
