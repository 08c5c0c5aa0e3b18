import { resolve } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'electron-vite';
import { licences } from './scripts/package/licences.mjs';
import { defineReleases } from './scripts/package/releases-address.mjs';

// The oldest runtime the build must run on (Electron 22: Node 16.17, Chromium 108).
const NODE_TARGET = 'node16.17';
const CHROME_TARGET = 'chrome108';
// Entries and chunks lie in one folder, so that __dirname means the same in all of them.
const commonJs = { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: '[name]-[hash].cjs' } as const;

export default defineConfig({
  main: {
    plugins: [licences({ write: false })],
    build: {
      outDir: 'out/main',
      target: NODE_TARGET,
      externalizeDeps: false,
      sourcemap: true,
      rolldownOptions: {
        input: {
          main: resolve('src-main/main.ts'),
          desktop: resolve('src-main/desktop.ts'),
          'desktop-calls': resolve('src-main/desktop-calls.ts'),
          serve: resolve('src-main/serve.ts'),
          cli: resolve('src-main/cli.ts'),
        },
        output: commonJs,
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      target: NODE_TARGET,
      externalizeDeps: false,
      rolldownOptions: { input: { preload: resolve('src-main/preload.ts') }, output: commonJs },
    },
  },
  renderer: {
    root: 'src-renderer',
    define: defineReleases(),
    plugins: [svelte({ configFile: resolve('svelte.config.js') }), licences({ write: true })],
    build: {
      outDir: 'out/renderer',
      target: CHROME_TARGET,
      minify: true,
      rolldownOptions: { input: { index: resolve('src-renderer/index.html') } },
    },
  },
});
