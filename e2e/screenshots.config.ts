import { defineConfig } from '@playwright/test';
import type { AppOptions } from './fixtures.ts';

/** Makes the pictures of the README in the real app: `npm run screenshots`. */
export default defineConfig<AppOptions>({
  testDir: '.',
  testMatch: 'screenshots.ts',
  outputDir: '../test-results/screenshots',
  workers: 1,
  reporter: [['list']],
  timeout: 120_000,
  projects: [{ name: 'electron', use: { runtime: 'electron' } }],
});
