import { defineConfig } from '@playwright/test';
import { CHROMIUM } from './e2e/chromium.ts';
import type { AppOptions } from './e2e/fixtures.ts';

export default defineConfig<AppOptions>({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results/journeys',
  fullyParallel: true,
  workers: 2,
  forbidOnly: process.env['CI'] !== undefined,
  retries: 0,
  reporter: [['list']],
  // Of which starts that Playwright missed may take a part (e2e/electron-start.ts).
  timeout: 90_000,
  expect: { timeout: 10_000 },
  projects: [
    { name: 'electron', use: { runtime: 'electron' } },
    { name: 'browser', use: { runtime: 'browser', launchOptions: CHROMIUM } },
  ],
});
