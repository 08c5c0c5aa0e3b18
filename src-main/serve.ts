import { processIo } from './cli/command-line-io.ts';
import { runCommandLine } from './cli/run-command-line.ts';

/** The browser door as a program of its own: `serve` with the options of the command. */
void runCommandLine(['serve', ...process.argv.slice(2)], processIo()).then((code) => {
  process.exitCode = code;
});
