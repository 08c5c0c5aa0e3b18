import { processIo } from './cli/command-line-io.ts';
import { runCommandLine } from './cli/run-command-line.ts';

void runCommandLine(process.argv.slice(2), processIo()).then((code) => {
  // Not process.exit: what is still on its way to a pipe must arrive.
  process.exitCode = code;
});
