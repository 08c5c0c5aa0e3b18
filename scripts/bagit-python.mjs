// The Library of Congress's bagit-python, against which the tests check the bags that the app writes.
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runWatched } from './watched-command.mjs';

const VERSION = '1.9.0';
const folder = join(import.meta.dirname, '..', '.runtime', `bagit-${VERSION}`);

/**
 * Installs it beside the test runtime, where it is not there yet; answers the environment in which `python3` finds it.
 * Without pip or the network it is done without, and the tests that want it name that as their reason.
 */
export async function bagitPython(say) {
  if (!existsSync(folder)) {
    const pip = ['-m', 'pip', 'install', '--quiet', '--no-deps', '--target', folder, `bagit==${VERSION}`];
    const { code, output } = await runWatched('python3', pip, { quietSeconds: 120 });
    if (code !== 0) {
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
      say(`bagit-python is left out: ${output.trim().split('\n').at(-1) ?? ''}`);
      return {};
    }
  }
  const before = process.env.PYTHONPATH;
  return { PYTHONPATH: before ? `${folder}:${before}` : folder };
}
