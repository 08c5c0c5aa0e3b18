import { resolve } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { CHROMIUM } from './e2e/chromium.ts';

const component = { plugins: [svelte({ configFile: resolve('svelte.config.js') })] };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'node',
          environment: 'node',
          include: ['src-*/**/*.test.ts', 'scripts/**/*.test.ts', 'bench/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/*.svelte.test.ts', '**/*.browser.test.ts'],
          testTimeout: 30_000,
          // Some build the program first.
          hookTimeout: 60_000,
          // Else style sheets are read as empty; the colours are tested.
          css: true,
        },
      },
      {
        ...component,
        // Else Svelte resolves to its server build.
        resolve: { conditions: ['browser'] },
        test: {
          name: 'dom',
          environment: 'happy-dom',
          include: ['src-renderer/**/*.svelte.test.ts'],
          setupFiles: ['src-renderer/testing/patience.ts'],
          testTimeout: 30_000,
        },
      },
      {
        ...component,
        test: {
          name: 'browser',
          include: ['src-renderer/**/*.browser.test.ts'],
          testTimeout: 30_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: CHROMIUM }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
