// `npm start`: installs what is missing, builds, and opens the app in the best runtime there is; the browser door where
// there is none. `npm start -- --browser` goes there at once; all other arguments go to the app (files to import).
import './node-version.mjs';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { buildApp } from './built-app.mjs';
import { findElectron } from './find-electron.mjs';
import { installPackages } from './installed-packages.mjs';

const root = join(import.meta.dirname, '..');
const SANDBOX_SECONDS = 5;
const args = process.argv.slice(2).filter((argument) => argument !== '--browser');
const browser = process.argv.includes('--browser');
const say = (line) => console.log(line);

const needsDisplay = process.platform === 'linux';
const hasDisplay = !needsDisplay || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
const withoutSandbox = process.env.NO_SANDBOX === '1';
const isRoot = process.getuid?.() === 0;

/** Runs a child to its end, passing signals on. `show` gets what it writes to standard error. */
function run(command, commandArgs, env, show) {
  return new Promise((resolve) => {
    const child = spawn(command, commandArgs, { stdio: ['inherit', 'inherit', show ? 'pipe' : 'inherit'], env });
    child.stderr?.on('data', show);
    const pass = (signal) => child.kill(signal);
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, pass);
    const end = (answer) => {
      for (const signal of ['SIGINT', 'SIGTERM']) process.removeListener(signal, pass);
      resolve(answer);
    };
    child.on('error', (error) => end({ code: null, signal: null, error }));
    child.on('close', (code, signal) => end({ code, signal, error: null }));
  });
}

async function openBrowserDoor() {
  const open = hasDisplay && process.env.CI === undefined ? ['--open'] : [];
  const { code } = await run(process.execPath, [join(root, 'out/main/serve.cjs'), ...open], process.env, null);
  return code ?? 1;
}

/** Why Electron died at once, in a few words for people. */
function causeOfDeath(output, error) {
  if (error) return error.message;
  const library = /error while loading shared libraries: ([^:\s]+)/.exec(output)?.[1];
  if (library) return `the system lacks ${library}; on Debian: apt-get install libgtk-3-0 libnss3 libasound2 libgbm1`;
  if (/sandbox/i.test(output)) return 'this system does not let it set up its sandbox; NO_SANDBOX=1 runs it without';
  return null;
}

/** Chromium's own log, about missing buses and graphics drivers: no news to whoever starts the app. */
const NOISE = /^\[\d+:[\d/.:]+(?:ERROR|WARNING|INFO):/;

/** Passes on standard error line by line, without the noise; all of it with NACHLESE_VERBOSE=1. */
function passOn() {
  let rest = '';
  return (chunk) => {
    if (process.env.NACHLESE_VERBOSE === '1') return process.stderr.write(chunk);
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '' && !NOISE.test(line)) process.stderr.write(`${line}\n`);
    return true;
  };
}

/** Runs the app to its end; answers its exit code, or why it could not live. */
async function openWindow({ binary, kind }) {
  if (kind === 'test') say('Running on the test runtime: old and unsafe for daily use, for trial only.');
  const env = { ...process.env };
  // Set in some editors' terminals; with it Electron would be a plain Node.
  delete env.ELECTRON_RUN_AS_NODE;
  const started = Date.now();
  let early = '';
  const show = passOn();
  const { code, signal, error } = await run(
    binary,
    [root, ...(withoutSandbox ? ['--no-sandbox'] : []), ...args],
    env,
    (chunk) => {
      if (Date.now() - started < SANDBOX_SECONDS * 1000) early = (early + chunk).slice(-20_000);
      show(chunk);
    },
  );
  const quick = Date.now() - started < SANDBOX_SECONDS * 1000;
  const stopped = signal === 'SIGINT' || signal === 'SIGTERM';
  const died = quick && code !== 0 && !stopped;
  const cause = died ? (causeOfDeath(early, error) ?? `it ended with ${signal ?? code}`) : null;
  return { code: code ?? (stopped ? 0 : 1), cause };
}

async function start() {
  await installPackages();
  await buildApp();
  if (browser) return openBrowserDoor();
  if (!hasDisplay) {
    say('No display here: opening the archive for a browser instead.');
    return openBrowserDoor();
  }
  if (isRoot && !withoutSandbox) {
    say('Electron has no sandbox under root: opening the archive for a browser instead.');
    return openBrowserDoor();
  }
  const electron = await findElectron({ say });
  if (!electron) {
    say('No Electron here: opening the archive for a browser instead.');
    return openBrowserDoor();
  }
  const { code, cause } = await openWindow(electron);
  if (cause === null) return code;
  say(`Electron did not start (${cause}): opening the archive for a browser instead.`);
  return openBrowserDoor();
}

try {
  process.exitCode = await start();
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
