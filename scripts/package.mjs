// `npm run package`: builds the app and, on Linux, its .deb into dist/. `npm run package -- --all` makes all packages of
// this system (.rpm by rpmbuild, AppImage and tar.gz on Linux, installers on Windows, dmg on macOS), for which electron-builder downloads its
// tools. ELECTRON_DIST names a folder with an unpacked Electron; without it the one of package.json is downloaded.
import './node-version.mjs';
import { join } from 'node:path';
import { buildApp } from './built-app.mjs';
import { installPackages } from './installed-packages.mjs';
import { layOutLinuxApp, runBuilder } from './package/app-folder.mjs';

const root = join(import.meta.dirname, '..');
const destination = join(root, 'dist');
const args = process.argv.slice(2);
const all = args.includes('--all');
const arch = args.includes('--arm64') ? 'arm64' : 'x64';

try {
  await installPackages();
  await buildApp();
  const { writeSbom } = await import('./package/sbom.mjs');
  writeSbom();
  if (process.platform === 'linux') {
    const electron = process.env.ELECTRON_DIST ?? null;
    const source = await layOutLinuxApp({ destination, electron, arch });
    console.log(source);
    const { makeDebian } = await import('./package/debian.mjs');
    console.log(await makeDebian({ source, destination, arch, compression: process.env.DEB_COMPRESSION ?? 'xz' }));
    if (all) {
      const { makeRedhat } = await import('./package/redhat.mjs');
      console.log(await makeRedhat({ source, destination, arch }));
      await runBuilder(['--linux', `--${arch}`], {});
    }
  } else {
    const system = process.platform === 'darwin' ? '--mac' : '--win';
    await runBuilder(all ? [system] : [system, 'dir'], {});
    if (process.platform === 'win32' && all) {
      const { makePortable } = await import('./package/portable.mjs');
      await makePortable(destination);
    }
  }
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
