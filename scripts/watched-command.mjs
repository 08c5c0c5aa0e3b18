// Runs a command and gives it up when nothing has moved for a while: no output, and no file of it growing.
import { spawn } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Apparent bytes of a folder; 0 where there is none. Files may vanish while they are counted. */
function sizeOfFolder(folder) {
  let total = 0;
  let entries;
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    return 0;
  }
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) total += sizeOfFolder(path);
    else total += statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  }
  return total;
}

/**
 * Resolves with `{ code, output, gaveUp }`; never rejects. `code` is null where the command could not start or was
 * killed; `output` is the last 4,000 characters of both streams; `gaveUp` says that it stood still too long.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, quietSeconds?: number, grows?: string, show?: boolean }} options
 *   `quietSeconds`: give up after so long without progress (60); `grows`: folder whose growth counts as progress;
 *   `show`: pass its output on while it runs.
 * @returns {Promise<{ code: number | null, output: string, gaveUp: boolean }>}
 */
export function runWatched(command, args, options = {}) {
  const { cwd, env, quietSeconds = 60, grows, show = false } = options;
  return new Promise((resolve) => {
    let output = '';
    let gaveUp = false;
    let size = -1;
    let last = Date.now();
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    const stop = () => {
      try {
        // The whole group: npm and pip start children of their own.
        process.kill(-child.pid, 'SIGKILL');
      } catch {
        child.kill('SIGKILL');
      }
    };
    const onExit = () => stop();
    process.once('exit', onExit);
    const take = (stream) => (chunk) => {
      last = Date.now();
      output = (output + chunk).slice(-4000);
      if (show) stream.write(chunk);
    };
    child.stdout.on('data', take(process.stdout));
    child.stderr.on('data', take(process.stderr));
    const timer = setInterval(() => {
      const now = grows ? sizeOfFolder(grows) : size;
      if (now !== size) {
        size = now;
        last = Date.now();
      }
      if (Date.now() - last > quietSeconds * 1000) {
        gaveUp = true;
        stop();
      }
    }, 1000);
    const finish = (code) => {
      clearInterval(timer);
      process.removeListener('exit', onExit);
      resolve({ code, output, gaveUp });
    };
    child.on('error', (error) => {
      output += error.message;
      finish(null);
    });
    child.on('close', finish);
  });
}
