// The Debian packages the tests need. Installed by apt-get where this runs as root; else named, so that others can.
import { spawnSync } from 'node:child_process';
import { aptGet, firstLine } from './apt-get.mjs';

/** What needs a package: package → what goes without it. */
const NEEDED = {
  xvfb: 'a display for Electron',
  chromium: 'the browser',
  'libgtk-3-0': 'Electron',
  libnss3: 'Electron',
  libasound2: 'Electron',
  libgbm1: 'Electron',
  'python3-pip': 'fetching the test runtime',
  strace: 'watching the network from outside; killing at each system call',
};

const output = (command, args) => spawnSync(command, args, { encoding: 'utf8' }).stdout ?? '';

/** Newer Debian and Ubuntu call some libraries …t64. */
const namesOf = (name) => (name.startsWith('lib') ? [name, `${name}t64`] : [name]);

const isInstalled = (name) =>
  namesOf(name).some((one) => output('dpkg-query', ['-W', '-f=${Status}', one]).includes('install ok installed'));

/** The packages that are missing; empty where there is no dpkg to ask. */
export function missingSystemPackages() {
  if (process.platform !== 'linux' || spawnSync('dpkg-query', ['--version']).error) return [];
  return Object.keys(NEEDED).filter((name) => !isInstalled(name));
}

/** Installs what is missing, or says what to install. Never throws: what cannot run then is skipped with its reason. */
export async function installSystemPackages(say) {
  const missing = missingSystemPackages();
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0) {
    say(`Missing: ${missing.map((name) => `${name} (${NEEDED[name]})`).join(', ')}`);
    say(`Install them by: sudo apt-get install ${missing.join(' ')}`);
    return;
  }
  say(`Installing ${missing.join(', ')} …`);
  // The lists of a while ago may do.
  await aptGet(['update', '-q'], { say }).catch((error) => say(firstLine(error)));
  const hasCandidate = (name) => /Candidate: (?!\(none\))\S/.test(output('apt-cache', ['policy', name]));
  const names = missing.map((name) => namesOf(name).find(hasCandidate) ?? name);
  const words = ['install', '-y', '-q', '--no-install-recommends', ...names];
  await aptGet(words, { say }).catch((error) => say(firstLine(error)));
}
