// The portable ZIP for Windows: the unpacked app with the folder beside it that makes it keep everything there
// (src-main/hosts/portable-folders.ts).
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const README = 'Archive, settings and index of this portable Nachlese lie in this folder.\r\n';

/** Puts the folder beside the program that makes it a portable one. */
export function makePortableFolder(folder) {
  mkdirSync(join(folder, 'nachlese-portable'), { recursive: true });
  writeFileSync(join(folder, 'nachlese-portable/README.txt'), README);
}

/** Marks dist/win*-unpacked as portable and zips it; answers the ZIP's paths. */
export function makePortable(destination) {
  const made = [];
  for (const [name, arch] of [
    ['win-unpacked', 'x64'],
    ['win-arm64-unpacked', 'arm64'],
  ]) {
    const folder = join(destination, name);
    if (!existsSync(folder)) continue;
    makePortableFolder(folder);
    const zip = join(destination, `nachlese-portable-${arch}.zip`);
    // Windows 10 and later have bsdtar, which writes ZIPs.
    execFileSync('tar', ['-a', '-c', '-f', zip, '-C', folder, '.']);
    made.push(zip);
  }
  return made;
}
