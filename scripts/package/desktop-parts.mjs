// What every Linux package puts beside the app: manual, completion, metadata, the AppArmor profile, the bill of materials.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { completions, manualPage } from './manual.mjs';

const root = join(import.meta.dirname, '../..');
const linux = join(root, 'resources/package/linux');

const GERMAN = 'share/man/de/man1/nachlese.1.gz';
const ENGLISH = 'share/man/man1/nachlese.1.gz';

/**
 * Writes them below a staged /usr and answers their paths in it.
 *
 * @param {string} usr
 * @param {{ name: string, version: string, zshFolder?: string }} description
 * @returns {string[]}
 */
export function addDesktopParts(usr, { name, version, zshFolder = 'share/zsh/vendor-completions' }) {
  const made = [];
  const put = (path, content) => {
    const file = join(usr, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    made.push(path);
  };
  const packed = (text) => gzipSync(text, { level: 9 });
  const date = process.env.SOURCE_DATE_EPOCH
    ? new Date(Number(process.env.SOURCE_DATE_EPOCH) * 1000).toISOString().slice(0, 10)
    : new Date().toISOString().slice(0, 10);
  put(ENGLISH, packed(manualPage('en', { version, date })));
  put(GERMAN, packed(manualPage('de', { version, date })));
  const { bash, zsh, fish } = completions();
  put(`share/bash-completion/completions/${name}`, bash);
  put(`${zshFolder}/_${name}`, zsh);
  put(`share/fish/vendor_completions.d/${name}.fish`, fish);
  put('share/nachlese/nachlese.apparmor', readFileSync(join(linux, 'nachlese.apparmor')));
  const metainfo = 'org.nachlese.Nachlese.metainfo.xml';
  put(`share/metainfo/${metainfo}`, readFileSync(join(linux, metainfo)));
  put('share/mime/packages/nachlese.xml', readFileSync(join(linux, 'nachlese.mime.xml')));
  put(`share/doc/${name}/sbom.cdx.json`, readFileSync(join(root, 'out/sbom.cdx.json')));
  // Chromium's own, which are long, and ours.
  cpSync(join(root, 'LICENSE'), join(usr, 'share/doc', name, 'LICENSE'));
  return made;
}

/** What both packagers are told of the program. */
export function describeProgram() {
  const description = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return {
    name: description.name,
    bin: 'bin/nachlese',
    productName: description.productName,
    description: 'archive for news articles on your own disk',
    productDescription: description.description,
    version: description.version,
    homepage: description.homepage,
    maintainer: `${description.author.name} <${description.author.email}>`,
    license: description.license,
    desktopTemplate: join(linux, 'nachlese.desktop'),
  };
}

/** Path of each icon by its size, "48x48", and of the drawing. */
export function packageIcons() {
  const sizes = [16, 22, 24, 32, 48, 64, 96, 128, 256, 512].map((size) => `${size}x${size}`);
  const icons = sizes.map((size) => [size, join(root, 'resources/package/icons', `${size}.png`)]);
  return { ...Object.fromEntries(icons), scalable: join(root, 'resources/icons/nachlese-app.svg') };
}
