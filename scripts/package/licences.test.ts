import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageOf, readLicences } from './licences.mjs';

const root = join(import.meta.dirname, '../..');

test('lists every dependency of package.json with its licence', () => {
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  const listed = new Map(readLicences().map((entry) => [entry.name, entry]));
  for (const name of Object.keys(dependencies)) expect(listed.get(name)?.licence, name).toBeTruthy();
  expect(listed.get('svelte')?.text).toContain('Permission is hereby granted');
});

test('lists no licence that MIT software may not be combined with', () => {
  const foreign = readLicences().filter(
    ({ licence }) => !/MIT|ISC|BSD|Apache-2\.0|OFL-1\.1|0BSD|Unlicense|CC0|BlueOak/u.test(licence),
  );
  expect(foreign.map(({ name, licence }) => `${name}: ${licence}`)).toEqual([]);
});

test.skipIf(!existsSync(join(root, 'out/main')))('lists every package that the source maps of the build name', () => {
  const listed = new Set(readLicences().map(({ name }) => name));
  const maps = readdirSync(join(root, 'out/main')).filter((name) => name.endsWith('.map'));
  const bundled = new Set<string>();
  for (const map of maps) {
    const { sources } = JSON.parse(readFileSync(join(root, 'out/main', map), 'utf8')) as { sources: string[] };
    for (const source of sources) {
      const name = packageOf(join(root, 'out/main', source));
      if (name !== null) bundled.add(name);
    }
  }
  expect([...bundled].filter((name) => !listed.has(name))).toEqual([]);
  expect(bundled.size).toBeGreaterThan(20);
});

test.each([
  ['/a/node_modules/zod/index.js', 'zod'],
  ['/a/node_modules/@lucide/svelte/dist/icon.js', '@lucide/svelte'],
  ['/a/node_modules/dom-serializer/node_modules/entities/lib/index.js?commonjs', 'entities'],
  ['/a/src-main/main.ts', null],
])('reads the package of %s', (file, name) => {
  expect(packageOf(file)).toBe(name);
});
