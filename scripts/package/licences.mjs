// The licences of everything that is shipped, for the window's "About": all production packages of the lock file, with
// the words of their licence files. The build stops where a bundled module is of a package that is not among them.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';

// The build's configuration is bundled before it runs, so this file's own place says nothing.
const root = resolve('.');
const LICENCE_FILE = /^(?:licen[cs]e|copying|ofl|notice)(?:[.-].*)?$/i;

const wordsOf = (folder) => {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => LICENCE_FILE.test(name)) : [];
  return names
    .sort()
    .map((name) => readFileSync(join(folder, name), 'utf8').trim())
    .join('\n\n');
};

/**
 * Every production package, by name; `text` is "" where a package brings no licence file.
 *
 * @returns {{ name: string, version: string, licence: string, text: string }[]}
 */
export function readLicences() {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const found = new Map();
  for (const [path, entry] of Object.entries(packages)) {
    const folder = join(root, path);
    // Types and compilers are peers of some and leave nothing in the app.
    if (path === '' || entry.dev || !existsSync(join(folder, 'package.json'))) continue;
    const description = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const { name, version } = description;
    const licence = entry.license ?? description.license ?? '';
    const text = wordsOf(folder);
    if (licence === '' && text === '') throw new Error(`${name} names no licence`);
    const given = licence === '' ? (/^(.*licen[cs]e)/i.exec(text)?.[1] ?? 'see below').trim() : licence;
    found.set(`${name}@${version}`, { name, version, licence: given, text });
  }
  return [...found.values()].sort((one, other) => (one.name < other.name ? -1 : one.name > other.name ? 1 : 0));
}

/**
 * Name of the package a module's file lies in; null for our own.
 *
 * @param {string} file
 * @returns {string | null}
 */
export function packageOf(file) {
  const parts = file.split('?')[0].split(sep).join('/').split('/node_modules/');
  if (parts.length < 2) return null;
  const [scope, name] = parts.at(-1).split('/');
  return scope.startsWith('@') ? `${scope}/${name}` : scope;
}

/**
 * For Vite: stops a build that bundles a package without a listed licence. `write`: adds `licences.json` to it.
 *
 * @param {{ write: boolean }} options
 */
export function licences({ write }) {
  return {
    name: 'nachlese-licences',
    // A build for development bundles more, and is not shipped.
    apply: (_config, { mode }) => mode === 'production',
    generateBundle() {
      const packages = readLicences();
      const names = new Set(packages.map(({ name }) => name));
      const unlisted = [...this.getModuleIds()]
        .filter((id) => !id.startsWith('\0'))
        .map(packageOf)
        .filter((name) => name !== null && !names.has(name) && !BUILD_ONLY.has(name));
      if (unlisted.length > 0) this.error(`no licence is listed for ${[...new Set(unlisted)].join(', ')}`);
      if (write) this.emitFile({ type: 'asset', fileName: 'licences.json', source: JSON.stringify({ packages }) });
    },
  };
}

/** Build tools whose few helper lines end up in a bundle; both are MIT, as Nachlese is. */
const BUILD_ONLY = new Set(['vite', 'electron-vite', 'rolldown']);
