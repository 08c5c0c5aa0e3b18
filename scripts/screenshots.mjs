// `npm run screenshots`: makes the pictures of the README, docs/screenshots/*.png, in the real app.
import './node-version.mjs';
import { buildApp } from './built-app.mjs';
import { electronForTests, runPlaywright } from './e2e.mjs';
import { installPackages } from './installed-packages.mjs';

try {
  await installPackages();
  await buildApp();
  const electron = await electronForTests((line) => console.log(line));
  process.exitCode = await runPlaywright(['--config', 'e2e/screenshots.config.ts'], electron);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
