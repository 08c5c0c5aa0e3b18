// The bill of materials of what is shipped, as CycloneDX (ECMA-424): npm's own list of the production dependencies, and
// Electron, which is packed beside them.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

const npm = (args) => {
  const script = process.env.npm_execpath;
  const options = { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, stdio: ['ignore', 'pipe', 'pipe'] };
  if (script?.endsWith('.js')) return execFileSync(process.execPath, [script, ...args], options);
  return execFileSync('npm', args, { ...options, shell: process.platform === 'win32' });
};

/** Writes out/sbom.cdx.json and answers the bill. `electronVersion`: of the Electron packed; else package.json's. */
export function writeSbom(electronVersion = null) {
  const args = ['sbom', '--sbom-format=cyclonedx', '--omit=dev', '--package-lock-only', '--loglevel=error'];
  const bill = JSON.parse(npm(args));
  const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const version = electronVersion ?? devDependencies.electron;
  bill.components.push({
    'bom-ref': `electron@${version}`,
    type: 'framework',
    name: 'electron',
    version,
    purl: `pkg:npm/electron@${version}`,
    licenses: [{ license: { id: 'MIT' } }],
  });
  mkdirSync(join(root, 'out'), { recursive: true });
  writeFileSync(join(root, 'out/sbom.cdx.json'), `${JSON.stringify(bill, null, 2)}\n`);
  return bill;
}
