// Lays out the app folder with electron-builder: the same for every package made from it.
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runWatched } from '../watched-command.mjs';

const root = join(import.meta.dirname, '../..');

/** The names that src-main/cli/command-names.ts lists. */
function commandNames() {
  const source = readFileSync(join(root, 'src-main/cli/command-names.ts'), 'utf8');
  const list = /COMMAND_NAMES[^=]*= \[([^;]*)\];/.exec(source)?.[1] ?? '';
  const names = [...list.matchAll(/'([a-z-]+)'/g)].map(([, name]) => name);
  if (names.length === 0) throw new Error('command-names.ts lists no commands');
  return names;
}

/** Runs electron-builder; throws with the end of its output. `args` without the configuration. */
export async function runBuilder(args, env) {
  const builder = join(root, 'node_modules/electron-builder/cli.js');
  const { code, output } = await runWatched(
    process.execPath,
    [builder, ...args, '--config', 'electron-builder.config.mjs', '--publish', 'never'],
    { cwd: root, env: { ...process.env, ...env }, quietSeconds: 300 },
  );
  if (code !== 0) throw new Error(`electron-builder failed:\n${output.trim()}`);
}

/**
 * Lays out the app for Linux below `destination` and answers its folder. `electron`: folder of an unpacked Electron to
 * pack, null to let electron-builder download the one of package.json.
 *
 * @param {{ destination: string, electron: string | null, arch?: 'x64' | 'arm64' }} job
 */
export async function layOutLinuxApp({ destination, electron, arch = 'x64' }) {
  await runBuilder(['--linux', 'dir', `--${arch}`], {
    NACHLESE_DIST: destination,
    ...(electron ? { ELECTRON_DIST: electron } : {}),
  });
  const folder = join(destination, arch === 'arm64' ? 'linux-arm64-unpacked' : 'linux-unpacked');
  // electron-installer-debian reads both, and electron-builder renames the first and drops the second.
  if (!existsSync(join(folder, 'LICENSE'))) copyFileSync(join(folder, 'LICENSE.electron.txt'), join(folder, 'LICENSE'));
  const version = electron ? readFileSync(join(electron, 'version'), 'utf8').trim() : electronVersion();
  writeFileSync(join(folder, 'version'), version);
  const starter = join(folder, 'bin/nachlese');
  mkdirSync(dirname(starter), { recursive: true });
  const script = readFileSync(join(root, 'resources/package/linux/nachlese.sh'), 'utf8');
  writeFileSync(starter, script.replace('COMMAND_NAMES', commandNames().join(' | ')));
  chmodSync(starter, 0o755);
  return folder;
}

const electronVersion = () => JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).devDependencies.electron;
