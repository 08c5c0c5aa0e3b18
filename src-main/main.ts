import { createRequire } from 'node:module';
import { app } from 'electron';
import { argumentsOfCommand } from './cli/command-names.ts';
import createCommandWorker from './command-worker?nodeWorker';
import { runCommandBlocking } from './hosts/command-thread.ts';
import { usePortableFolders } from './hosts/portable-folders.ts';

// The first thing to run in the app: it decides whether this start is a command or the window.
const { platform, env } = process;
const display = platform !== 'linux' || Boolean(env.DISPLAY) || Boolean(env.WAYLAND_DISPLAY);
if (app.isPackaged) usePortableFolders(process);
const command = app.isPackaged ? argumentsOfCommand(process.argv.slice(1), display) : null;
// The window's code is loaded only here: a command needs none of it.
if (command === null) createRequire(__filename)('./desktop.cjs');
else process.exit(runCommandBlocking(command, createCommandWorker));
