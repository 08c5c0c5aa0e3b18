// Brings node_modules in step with package-lock.json, and only where it is not: works offline after the first time.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runWatched } from './watched-command.mjs';

const root = join(import.meta.dirname, '..');

/** Why node_modules does not fit package-lock.json; null where it does. */
export function staleness() {
  const read = (file) => JSON.parse(readFileSync(join(root, file), 'utf8')).packages;
  if (!existsSync(join(root, 'node_modules/.package-lock.json'))) return 'nothing is installed yet';
  const installed = read('node_modules/.package-lock.json');
  for (const [path, wanted] of Object.entries(read('package-lock.json'))) {
    // Optional ones are for other platforms.
    if (path === '' || wanted.optional || wanted.devOptional) continue;
    if (installed[path]?.version !== wanted.version) return `${path} is not at ${wanted.version}`;
  }
  return null;
}

/** Runs `npm ci` where it is needed; throws an error of one line where that fails. */
export async function installPackages() {
  const reason = staleness();
  if (reason === null) return;
  console.log(`Installing the packages of package-lock.json (${reason}) …`);
  const npm = process.env.npm_execpath;
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const [command, ...rest] = npm?.endsWith('.js') ? [process.execPath, npm, ...args] : ['npm', ...args];
  const options = { cwd: root, grows: join(root, 'node_modules') };
  const { code, output, gaveUp } = await runWatched(command, rest, options);
  if (code === 0) return;
  const why = gaveUp ? 'no progress for 60 seconds' : output.trim() || `exit code ${code}`;
  throw new Error(`npm ci failed: ${why}`);
}
