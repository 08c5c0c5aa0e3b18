// Which Electron runs the app: one named by the environment, the installed one, its official download, or the test
// runtime where it is there already.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { presentTestRuntime } from './test-runtime.mjs';
import { runWatched } from './watched-command.mjs';

const root = join(import.meta.dirname, '..');
const electron = join(root, 'node_modules/electron');
const failure = join(root, '.runtime/download-failed');
/** Hours until a download that failed is tried again, so that a start without a network does not wait each time. */
const PATIENCE = 24;

/** The binary that the electron package has on disk; null where it was never downloaded. */
export function installedElectron() {
  const name = join(electron, 'path.txt');
  if (!existsSync(name)) return null;
  const binary = join(electron, 'dist', readFileSync(name, 'utf8').trim());
  return existsSync(binary) ? binary : null;
}

function namedByEnvironment() {
  const { ELECTRON_EXEC_PATH: file, ELECTRON_OVERRIDE_DIST_PATH: folder } = process.env;
  if (file) return file;
  if (!folder) return null;
  return join(folder, process.platform === 'win32' ? 'electron.exe' : 'electron');
}

function electronVersion() {
  return JSON.parse(readFileSync(join(electron, 'package.json'), 'utf8')).version;
}

function failedLately() {
  const stat = statSync(failure, { throwIfNoEntry: false });
  if (!stat || Date.now() - stat.mtimeMs > PATIENCE * 3_600_000) return false;
  return readFileSync(failure, 'utf8') === electronVersion();
}

/** Lets the electron package download its binary; answers null, or why it could not, in a few words. */
export async function downloadElectron() {
  let work = null;
  try {
    mkdirSync(join(root, '.runtime'), { recursive: true });
    work = mkdtempSync(join(root, '.runtime/downloading-'));
    // It downloads into the temporary folder, whose growth shows its progress.
    const env = { ...process.env, TMPDIR: work, TEMP: work };
    const installer = join(electron, 'install.js');
    const { code, output, gaveUp } = await runWatched(process.execPath, [installer], { env, grows: work });
    if (code === 0 && installedElectron()) return null;
    writeFileSync(failure, electronVersion());
    if (gaveUp) return 'no progress for 60 seconds';
    return /\b(?:TypeError|RequestError|HTTPError|Error): ([^\n]+)/.exec(output)?.[1] ?? `exit code ${code}`;
  } catch (error) {
    // This folder belongs to somebody else: nothing can be put into it.
    return error.message;
  } finally {
    if (work) rmSync(work, { recursive: true, force: true, maxRetries: 5 });
  }
}

/**
 * Finds the Electron to run, saying each step aside in one line; null where there is none. `retry`: try the download
 * even where it failed lately.
 *
 * @param {{ say: (line: string) => void, retry?: boolean }} options
 * @returns {Promise<{ binary: string, kind: 'named' | 'official' | 'test' } | null>}
 */
export async function findElectron({ say, retry = false }) {
  const named = namedByEnvironment();
  if (named && existsSync(named)) return { binary: named, kind: 'named' };
  if (named) say(`${named}, named by the environment, is not there.`);
  const installed = installedElectron();
  if (installed) return { binary: installed, kind: 'official' };
  if (failedLately() && !retry) say('Electron could not be downloaded lately; it is tried again after a day.');
  else {
    say('Downloading Electron once …');
    const reason = await downloadElectron();
    const downloaded = installedElectron();
    if (downloaded) return { binary: downloaded, kind: 'official' };
    say(`Electron could not be downloaded (${reason}); a mirror can be named by ELECTRON_MIRROR.`);
  }
  const test = presentTestRuntime();
  return test ? { binary: test, kind: 'test' } : null;
}
