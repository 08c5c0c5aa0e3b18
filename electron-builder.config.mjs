import { existsSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fusesFor } from './scripts/package/fuses.mjs';

// A folder with an unpacked Electron: nothing is downloaded then. Else electron-builder fetches the one of package.json.
const dist = process.env.ELECTRON_DIST;
const version = dist && existsSync(join(dist, 'version')) ? readFileSync(join(dist, 'version'), 'utf8').trim() : null;
/** What the app can import, for "open with"; the system's own choice of a program stays as it is. */
const documents = [
  ['html', 'HTML', 'text/html'],
  ['htm', 'HTML', 'text/html'],
  ['xhtml', 'XHTML', 'application/xhtml+xml'],
  ['mhtml', 'MHTML', 'multipart/related'],
  ['mht', 'MHTML', 'multipart/related'],
  ['wacz', 'WACZ', 'application/wacz'],
  ['epub', 'EPUB', 'application/epub+zip'],
  ['md', 'Markdown', 'text/markdown'],
  ['txt', 'Text', 'text/plain'],
].map(([ext, name, mimeType]) => ({ ext, name, mimeType, role: 'Viewer', rank: 'Alternate' }));

/** @type {import('electron-builder').Configuration} */
export default {
  appId: 'org.nachlese.Nachlese',
  productName: 'Nachlese',
  copyright: 'MIT, the Nachlese contributors',
  npmRebuild: false,
  ...(dist ? { electronDist: dist, electronVersion: version ?? '' } : {}),
  directories: { output: process.env.NACHLESE_DIST ?? 'dist', buildResources: 'resources/package' },
  files: [
    ...['out/main/**', 'out/preload/**', 'out/renderer/**', 'package.json'],
    ...['resources/seed/**', 'resources/icons/nachlese-256.png'],
    ...['!**/*.map', '!node_modules/**'],
  ],
  // The app has messages in two languages; Chromium's own follow.
  electronLanguages: ['de', 'en', 'en-US', 'en-GB'],
  asar: true,
  // An electronDist keeps its default app and whatever else it was; an installed program must not.
  async afterPack({ appOutDir }) {
    for (const name of ['resources/default_app.asar', 'AppRun', '.DirIcon', 'fiftyone.desktop', 'fiftyone.png', 'usr'])
      await rm(join(appOutDir, name), { recursive: true, force: true });
  },
  electronFuses: fusesFor(version),
  protocols: [{ name: 'Nachlese', schemes: ['nachlese'] }],
  fileAssociations: documents,
  publish: null,

  linux: {
    executableName: 'nachlese',
    // The .deb and the .rpm are made by scripts/package from the unpacked folder.
    target: ['AppImage', 'tar.gz'].map((target) => ({ target, arch: ['x64', 'arm64'] })),
    icon: 'resources/package/icons',
    category: 'Office',
    maintainer: 'The Nachlese contributors <nachlese@example.org>',
    syncDesktopName: true,
  },
  // Signing: CSC_LINK and CSC_KEY_PASSWORD (Windows: WIN_CSC_LINK, WIN_CSC_KEY_PASSWORD); without them nothing is signed.
  win: {
    target: ['nsis', 'msi'].map((target) => ({ target, arch: ['x64', 'arm64'] })),
    icon: 'resources/package/icon.ico',
  },
  nsis: { oneClick: true, perMachine: false, deleteAppDataOnUninstall: false },
  msi: { perMachine: true, oneClick: false },
  // Notarisation: APPLE_API_KEY, APPLE_API_KEY_ID, APPLE_API_ISSUER; only where they are set.
  mac: {
    target: ['dmg', 'zip'].map((target) => ({ target, arch: ['x64', 'arm64'] })),
    icon: 'resources/package/icon.icns',
    category: 'public.app-category.productivity',
    hardenedRuntime: true,
    notarize: process.env.APPLE_API_KEY !== undefined,
    ...(process.env.CSC_LINK || process.env.CSC_NAME ? {} : { identity: null }),
  },
};
