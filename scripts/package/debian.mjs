// Makes the .deb from the app folder: electron-installer-debian lays it out, this adds what it has no option for.
import { join } from 'node:path';
import { Installer } from 'electron-installer-debian';
import { addDesktopParts, describeProgram, packageIcons } from './desktop-parts.mjs';

const linux = join(import.meta.dirname, '../../resources/package/linux');

class NachleseInstaller extends Installer {
  get contentFunctions() {
    return [...super.contentFunctions, 'addDesktopParts'];
  }

  addDesktopParts() {
    addDesktopParts(join(this.stagingDir, 'usr'), this.options);
  }
}

/**
 * Packs an app folder into a .deb and answers its path. `version`: package.json's unless the test of an upgrade needs an
 * older one.
 *
 * @param {{ source: string, destination: string, arch: 'x64' | 'arm64', compression: string, version?: string }} job
 */
export async function makeDebian({ source, destination, arch, compression, version }) {
  const program = describeProgram();
  const installer = new NachleseInstaller({
    src: source,
    dest: destination,
    rename: (folder) => join(folder, '<%= name %>_<%= version %>_<%= arch %>.deb'),
    logger: () => undefined,
    options: {
      ...program,
      version: version ?? program.version,
      arch: arch === 'arm64' ? 'arm64' : 'amd64',
      section: 'text',
      icon: packageIcons(),
      scripts: { postinst: join(linux, 'postinst'), postrm: join(linux, 'postrm') },
      compression,
    },
  });
  await installer.generateDefaults();
  installer.generateOptions();
  await installer.createStagingDir();
  await installer.createContents();
  await installer.createPackage();
  await installer.movePackage();
  return installer.options.packagePaths[0];
}
