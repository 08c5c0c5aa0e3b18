// Where "Check for updates" would look: given when building, as nobody but the builder knows where releases will be.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/**
 * The address of the page that names the newest version: NACHLESE_RELEASES, else `releases` of package.json, else "" and
 * the app says that it knows none. Throws for anything but https: the build stops.
 *
 * @param {Record<string, string | undefined>} environment
 * @param {{ releases?: string }} description
 * @returns {string}
 */
export function releasesAddress(environment, description) {
  const given = environment.NACHLESE_RELEASES ?? description.releases ?? '';
  if (given === '') return '';
  if (!URL.canParse(given) || new URL(given).protocol !== 'https:')
    throw new Error(`the address of releases must begin with https://, not ${given}`);
  return new URL(given).href;
}

/** For Vite's `define`: the window reads it as `import.meta.env.VITE_NACHLESE_RELEASES`. */
export function defineReleases() {
  // The build's configuration is bundled before it runs, so this file's own place says nothing.
  const description = JSON.parse(readFileSync(resolve('package.json'), 'utf8'));
  const address = releasesAddress(process.env, description);
  return { 'import.meta.env.VITE_NACHLESE_RELEASES': JSON.stringify(address) };
}
