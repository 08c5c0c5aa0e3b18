// Makes the .rpm from the same app folder: electron-installer-redhat stages it, the specification is ours. Needs rpmbuild.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Installer } from 'electron-installer-redhat';
import { addDesktopParts, describeProgram, packageIcons } from './desktop-parts.mjs';

const linux = join(import.meta.dirname, '../../resources/package/linux');

class NachleseInstaller extends Installer {
  get contentFunctions() {
    // The specification names what the parts add.
    return [...super.contentFunctions.filter((name) => name !== 'createSpec'), 'addDesktopParts', 'createSpec'];
  }

  addDesktopParts() {
    this.options.parts = addDesktopParts(join(this.stagingDir, this.baseAppDir), {
      ...this.options,
      zshFolder: 'share/zsh/site-functions',
    });
  }
}

/**
 * Packs an app folder into an .rpm and answers its path. `compression`: of its payload, 0 (none) to 9.
 *
 * @param {{ source: string, destination: string, arch: 'x64' | 'arm64', compression?: number }} job
 */
export async function makeRedhat({ source, destination, arch, compression = 6 }) {
  const installer = new NachleseInstaller({
    src: source,
    dest: destination,
    rename: (folder) => join(folder, '<%= name %>-<%= version %>-<%= revision %>.<%= arch %>.rpm'),
    logger: () => undefined,
    options: {
      ...describeProgram(),
      arch: arch === 'arm64' ? 'aarch64' : 'x86_64',
      icon: packageIcons(),
      compressionLevel: compression,
      specTemplate: join(linux, 'nachlese.spec.ejs'),
      after: readFileSync(join(linux, 'postrm'), 'utf8'),
    },
  });
  await installer.generateDefaults();
  await installer.generateOptions();
  await installer.createStagingDir();
  await installer.createContents();
  await installer.createPackage();
  await installer.movePackage();
  return installer.options.packagePaths[0];
}
