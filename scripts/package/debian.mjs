// Makes the .deb from the app folder: electron-installer-debian lays it out, this adds what it has no option for.
import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Installer } from 'electron-installer-debian';
import { completions, manualPage } from './manual.mjs';

const root = join(import.meta.dirname, '../..');
const linux = join(root, 'resources/package/linux');
const icons = join(root, 'resources/package/icons');

const GERMAN = 'share/man/de/man1/nachlese.1.gz';
const ENGLISH = 'share/man/man1/nachlese.1.gz';

class NachleseInstaller extends Installer {
  get contentFunctions() {
    return [...super.contentFunctions, 'addDesktopParts'];
  }

  addDesktopParts() {
    const { version, name } = this.options;
    const put = (path, content) => {
      const file = join(this.stagingDir, 'usr', path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
    };
    const packed = (text) => gzipSync(text, { level: 9 });
    const date = process.env.SOURCE_DATE_EPOCH
      ? new Date(Number(process.env.SOURCE_DATE_EPOCH) * 1000).toISOString().slice(0, 10)
      : new Date().toISOString().slice(0, 10);
    put(ENGLISH, packed(manualPage('en', { version, date })));
    put(GERMAN, packed(manualPage('de', { version, date })));
    const { bash, zsh, fish } = completions();
    put(`share/bash-completion/completions/${name}`, bash);
    put(`share/zsh/vendor-completions/_${name}`, zsh);
    put(`share/fish/vendor_completions.d/${name}.fish`, fish);
    put('share/nachlese/nachlese.apparmor', readFileSync(join(linux, 'nachlese.apparmor')));
    const metainfo = 'org.nachlese.Nachlese.metainfo.xml';
    put(`share/metainfo/${metainfo}`, readFileSync(join(linux, metainfo)));
    put('share/mime/packages/nachlese.xml', readFileSync(join(linux, 'nachlese.mime.xml')));
    put(`share/doc/${name}/sbom.cdx.json`, readFileSync(join(root, 'out/sbom.cdx.json')));
    // Chromium's own, which are long, and ours.
    cpSync(join(root, 'LICENSE'), join(this.stagingDir, 'usr/share/doc', name, 'LICENSE'));
  }
}

/**
 * Packs an app folder into a .deb and answers its path.
 *
 * @param {{ source: string, destination: string, arch: 'x64' | 'arm64', compression: string }} job
 */
export async function makeDebian({ source, destination, arch, compression }) {
  const description = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const icon = Object.fromEntries(
    readdirSync(icons)
      .filter((name) => name !== '1024x1024.png')
      .map((name) => [name.replace('.png', ''), join(icons, name)]),
  );
  const installer = new NachleseInstaller({
    src: source,
    dest: destination,
    rename: (folder) => join(folder, '<%= name %>_<%= version %>_<%= arch %>.deb'),
    logger: () => undefined,
    options: {
      name: description.name,
      bin: 'bin/nachlese',
      productName: description.productName,
      description: 'archive for news articles on your own disk',
      productDescription: description.description,
      version: description.version,
      arch: arch === 'arm64' ? 'arm64' : 'amd64',
      section: 'text',
      maintainer: `${description.author.name} <${description.author.email}>`,
      homepage: description.homepage,
      icon: { ...icon, scalable: join(root, 'resources/icons/nachlese-app.svg') },
      desktopTemplate: join(linux, 'nachlese.desktop'),
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
