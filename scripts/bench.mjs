// `npm run bench -- start [arguments]`: runs bench/<name>/run.mjs on the built app.
import './node-version.mjs';
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildApp } from './built-app.mjs';
import { installPackages } from './installed-packages.mjs';

const root = join(import.meta.dirname, '..');
const folder = join(root, 'bench');
const [name = '', ...args] = process.argv.slice(2);
const script = join(folder, name, 'run.mjs');

if (!/^[a-z-]+$/.test(name) || !existsSync(script)) {
  const names = readdirSync(folder).filter((entry) => existsSync(join(folder, entry, 'run.mjs')));
  console.error(`Which benchmark? npm run bench -- ${names.join(' | ')}`);
  process.exitCode = 2;
} else {
  try {
    await installPackages();
    await buildApp();
    const child = spawn(process.execPath, [script, ...args], { cwd: root, stdio: 'inherit' });
    child.on('close', (code) => (process.exitCode = code ?? 1));
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
