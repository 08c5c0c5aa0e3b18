import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import configuration from '../../electron-builder.config.mjs';

type Validate = (configuration: object, logger: { isEnabled: boolean; add: () => void }) => Promise<void>;

const root = join(import.meta.dirname, '../..');
const builder = createRequire(join(root, 'node_modules/electron-builder/package.json'));
const library = dirname(builder.resolve('app-builder-lib/package.json'));
const { validateConfiguration } = builder(join(library, 'out/util/config/config.js')) as {
  validateConfiguration: Validate;
};
const quiet = { isEnabled: false, add: () => undefined };

test('the configuration is one that electron-builder knows', async () => {
  await validateConfiguration(configuration, quiet);
});

test('one with a word that electron-builder does not know is refused, so the test above tests something', async () => {
  await expect(validateConfiguration({ ...configuration, nsis: { perMachines: true } }, quiet)).rejects.toThrow();
});

test('every package is made for x64 and arm64', () => {
  const { linux, win, mac } = configuration as Record<string, { target: { target: string; arch: string[] }[] }>;
  const targets = [linux, win, mac].flatMap((system) => system?.target ?? []);
  expect(targets.map(({ target }) => target)).toEqual(['AppImage', 'tar.gz', 'nsis', 'msi', 'dmg', 'zip']);
  for (const { target, arch } of targets) expect(arch, target).toEqual(['x64', 'arm64']);
});

test('Windows gets an installer per user and an MSI for the whole machine, and both leave the archive alone', () => {
  const { nsis, msi } = configuration;
  expect(nsis).toMatchObject({ perMachine: false, deleteAppDataOnUninstall: false });
  expect(msi).toMatchObject({ perMachine: true });
});

test('nothing is signed or notarised unless the builder brings keys', () => {
  const { mac, publish } = configuration;
  expect({ notarize: mac?.notarize, publish }).toEqual({ notarize: false, publish: null });
  const workflow = readFileSync(join(root, '.github/workflows/package.yml'), 'utf8');
  for (const name of ['CSC_LINK', 'CSC_KEY_PASSWORD', 'APPLE_API_KEY', 'APPLE_API_KEY_ID', 'APPLE_API_ISSUER'])
    expect(workflow).toContain(`${name}: \${{ secrets.${name} }}`);
});
