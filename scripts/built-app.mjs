// Builds out/ where a source is newer than the last build.
import { existsSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runWatched } from './watched-command.mjs';

const root = join(import.meta.dirname, '..');
const stamp = join(root, 'out/.built');
const SOURCES = [
  ...['src-main', 'src-renderer', 'resources', 'package.json', 'package-lock.json'],
  ...['electron.vite.config.ts', 'svelte.config.js', 'tsconfig.base.json'],
];

/** ms since 1970 of the newest file or folder below a path; folders count, as a deleted file changes its folder. */
function newest(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return readdirSync(path).reduce((time, name) => Math.max(time, newest(join(path, name))), stat.mtimeMs);
}

/** True where out/ holds a complete build of the sources as they are. */
export function isBuilt() {
  if (!existsSync(stamp)) return false;
  const built = statSync(stamp).mtimeMs;
  return SOURCES.every((source) => newest(join(root, source)) <= built);
}

/** Builds where needed; throws an error that ends with the compiler's own words. */
export async function buildApp() {
  if (isBuilt()) return;
  console.log('Building the app …');
  const started = new Date();
  const builder = join(root, 'node_modules/electron-vite/bin/electron-vite.js');
  const { code, output } = await runWatched(process.execPath, [builder, 'build'], {
    cwd: root,
    env: { ...process.env, NO_COLOR: '1' },
    quietSeconds: 180,
  });
  if (code !== 0) throw new Error(`the build failed:\n${output.trim()}`);
  writeFileSync(stamp, '');
  // The time the build began: what was changed meanwhile is newer.
  utimesSync(stamp, started, started);
}

if (process.argv[1] === import.meta.filename) {
  try {
    await buildApp();
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
