/** One line of a manifest as written; `starred`: in the way md5sum marks binary files. */
export type BagLine = { digest: string; path: string; starred: boolean; dotted: boolean };

export type BagDeclaration = { version: string; encoding: string };

/** Digest algorithms of manifests we can check → length in hex digits. */
export const BAG_ALGORITHMS: Readonly<Record<string, number>> = {
  md5: 32,
  sha1: 40,
  sha224: 56,
  sha256: 64,
  sha384: 96,
  sha512: 128,
};

/** Drafts and the standard that are read; 1.0 is RFC 8493. */
const VERSIONS = ['0.93', '0.94', '0.95', '0.96', '0.97', '1.0'];

export const linesOf = (text: string): string[] => text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '');

/** `bagit.txt` (RFC 8493, 2.1.1); what is wrong with it instead where it is none. */
export function parseDeclaration(bytes: Uint8Array): BagDeclaration | 'bom' | 'bagit-txt' | 'version' | 'encoding' {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'bom';
  const lines = linesOf(Buffer.from(bytes).toString('latin1'));
  const version = /^BagIt-Version:[ \t]+(.+)$/.exec(lines[0] ?? '')?.[1]?.trim();
  const encoding = /^Tag-File-Character-Encoding:[ \t]+(\S+)[ \t]*$/.exec(lines[1] ?? '')?.[1];
  if (version === undefined || lines.length > 2) return 'bagit-txt';
  if (!VERSIONS.includes(version)) return 'version';
  return encoding === undefined ? 'encoding' : { version, encoding };
}

/** Tag files in the encoding the bag declares; null where it is none we know, or the bytes are not in it. */
export function decodeTagFile(bytes: Uint8Array, encoding: string): string | null {
  const isBigEndian = /^utf-?16$/i.test(encoding) && bytes[0] === 0xfe && bytes[1] === 0xff;
  try {
    return new TextDecoder(isBigEndian ? 'utf-16be' : encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/**
 * A line of a manifest, or null where it is none. Percent signs stand for CR and LF, in 1.0 also for themselves
 * (RFC 8493, 2.1.3); the drafts knew no such escape for the percent sign.
 */
export function parseBagLine(line: string, version: string): BagLine | null {
  const parts = /^(?<digest>[0-9A-Fa-f]+)[ \t]+(?<star>\*?)(?<path>\S.*)$/.exec(line)?.groups;
  if (parts?.digest === undefined || parts.path === undefined) return null;
  const dotted = parts.path.startsWith('./');
  return {
    digest: parts.digest.toLowerCase(),
    path: decodePath(parts.path.replace(/^(\.\/)+/, ''), version),
    starred: parts.star === '*',
    dotted,
  };
}

/** A line of `fetch.txt`: address, length or "-", path. */
export function parseFetchLine(line: string, version: string): { url: string; path: string } | null {
  const parts = /^(?<url>\S+)[ \t]+(?:\d+|-)[ \t]+(?<path>\S.*)$/.exec(line)?.groups;
  if (parts?.url === undefined || parts.path === undefined) return null;
  return { url: parts.url, path: decodePath(parts.path.replace(/^(\.\/)+/, ''), version) };
}

function decodePath(path: string, version: string): string {
  const escapes = version === '1.0' ? /%(25|0A|0D)/gi : /%(0A|0D)/gi;
  return path.replace(escapes, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/**
 * A path that could lead out of the bag: absolute, of a home folder, of another drive or host, or with ".." in it, with
 * either kind of slash and behind a variable of a shell too.
 */
export function isHostilePath(path: string): boolean {
  if (/^[/\\~]|^[A-Za-z]:|\0/.test(path)) return true;
  const parts = path.split(/[/\\]+/);
  return parts.some((part) => /^\.+$/.test(part)) || /^(%[^%]+%|\$\{?\w+\}?)$/.test(parts[0] ?? '');
}

/** Elements of `bag-info.txt` by label, in lower case; continued lines are joined. */
export function parseBagInfo(text: string): Map<string, string> {
  const elements = new Map<string, string>();
  let label = '';
  for (const line of text.split(/\r\n|\r|\n/)) {
    const found = /^(?<label>[^\s:][^:]*?)[ \t]*:[ \t]*(?<value>.*)$/.exec(line)?.groups;
    if (found?.label !== undefined) {
      label = found.label.toLowerCase();
      elements.set(label, found.value ?? '');
    } else if (/^[ \t]/.test(line) && label !== '') elements.set(label, `${elements.get(label) ?? ''} ${line.trim()}`);
  }
  return elements;
}
