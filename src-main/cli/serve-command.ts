import type { Command } from 'commander';
import { wholeNumber } from './arguments.ts';
import type { Run } from './run-command-line.ts';

/** `serve`: the browser door. Loaded late, as no other command needs it. */
export const addServe = (program: Command, run: Run): void => {
  const command = program.command('serve').option('--port <number>', '', wholeNumber(0, 65_535), 0).option('--open');
  run(command, async (context) => {
    const { serveArchive } = await import('./serve-archive.ts');
    return serveArchive(context, command.opts<{ port: number; open?: boolean }>());
  });
};
