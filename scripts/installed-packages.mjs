// Brings node_modules in step with package-lock.json, and only where it is not: works offline after the first time.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inTries } from './tries.mjs';
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

/** Seconds: npm waits 300 for an answer, and 60 before its last try. */
const QUIET = 330;

/** Runs `npm ci` where it is needed, twice where it must be; throws npm's own words where that fails. */
export async function installPackages() {
  const reason = staleness();
  if (reason === null) return;
  console.log(`Installing the packages of package-lock.json (${reason}) …`);
  const npm = process.env.npm_execpath;
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const [command, ...rest] = npm?.endsWith('.js') ? [process.execPath, npm, ...args] : ['npm', ...args];
  const options = { cwd: root, grows: join(root, 'node_modules'), quietSeconds: QUIET };
  await inTries({ count: 2, say: (line) => console.log(line) }, async () => {
    const { code, output, gaveUp } = await runWatched(command, rest, options);
    if (code === 0) return;
    const why = gaveUp ? `no progress for ${QUIET} seconds` : output.trim() || `exit code ${code}`;
    throw new Error(`npm ci failed: ${why}`);
  });
}
