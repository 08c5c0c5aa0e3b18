// `npm run --silent cli -- …`: the command line from a checkout. Installs and builds where that is needed, and says so on
// standard error: standard output holds the answer and nothing else.
import './node-version.mjs';
import { existsSync, mkdirSync, rmdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { isBuilt } from './built-app.mjs';

const root = join(import.meta.dirname, '..');
const lock = join(root, 'out/.building');
/** ms after which the builder that holds the lock is taken for dead. */
const DEAD = 180_000;

/** Two commands at once must not build into the same folder; answers false where another one built meanwhile. */
async function takeLock() {
  mkdirSync(join(root, 'out'), { recursive: true });
  for (;;) {
    try {
      mkdirSync(lock);
      return true;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    await setTimeout(200);
    if (isBuilt()) return false;
    const held = statSync(lock, { throwIfNoEntry: false });
    if (held && Date.now() - held.mtimeMs > DEAD) rmdirSync(lock);
  }
}

async function build() {
  console.log = console.error;
  if (!existsSync(join(root, 'node_modules/electron-vite'))) {
    const { installPackages } = await import('./installed-packages.mjs');
    await installPackages();
  }
  if (!(await takeLock())) return;
  try {
    const { buildApp } = await import('./built-app.mjs');
    await buildApp();
  } finally {
    rmdirSync(lock);
  }
}

try {
  if (!isBuilt()) await build();
  createRequire(import.meta.url)(join(root, 'out/main/cli.cjs'));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
