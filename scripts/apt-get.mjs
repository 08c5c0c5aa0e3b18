// apt-get for the tests: asks nothing, waits for whoever else is installing, and tries again.
import { setTimeout as pause } from 'node:timers/promises';
import { inTries } from './tries.mjs';
import { runWatched } from './watched-command.mjs';

/** Seconds to wait for another that has the package system, the automatic upgrades for example. */
const LOCKED = 300;
const PATIENT = ['-o', `DPkg::Lock::Timeout=${LOCKED}`, '-o', 'Acquire::Retries=5'];
/** Else an update that could not fetch a list succeeds. */
const STRICT = ['-o', 'APT::Update::Error-Mode=any'];

/** The environment in which packages ask nothing. */
export const UNATTENDED = { DEBIAN_FRONTEND: 'noninteractive' };

/**
 * Runs apt-get and, where that fails, once more; before it installs once more it fetches the lists of packages anew.
 * Resolves with its output; throws an error whose first line says why, and behind it all that it said.
 *
 * @param {string[]} words `install`, `-y` …
 * @param {{ say: (line: string) => void, wait?: number }} options `wait`: ms between two tries of anything else (10,000).
 * @returns {Promise<string>}
 */
export function aptGet(words, { say, wait = 10_000 }) {
  const isInstall = words.includes('install');
  const between = () =>
    isInstall ? aptGet(['update', '-q'], { say, wait }).catch((error) => say(firstLine(error))) : pause(wait);
  return inTries({ count: 2, say, between }, () => runOnce(words));
}

/** Why apt-get failed, without all that it said. */
export const firstLine = (error) => error.message.split('\n')[0];

async function runOnce(words) {
  const options = { env: { ...process.env, ...UNATTENDED }, quietSeconds: LOCKED + 60, grows: '/var/cache/apt' };
  const all = [...PATIENT, ...(words.includes('update') ? STRICT : []), ...words];
  const { code, output, gaveUp } = await runWatched('apt-get', all, options);
  if (code === 0) return output;
  const said = output.trim();
  const why = gaveUp
    ? `no progress for ${options.quietSeconds} seconds`
    : said.split('\n').at(-1) || `exit code ${code}`;
  throw new Error(`apt-get ${words.join(' ')} failed: ${why}\n${said}`.trim());
}
