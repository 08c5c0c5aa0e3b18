import { createHash } from 'node:crypto';
import { ArchiveError } from '../errors.ts';

/** One line: path relative to the article folder, with forward slashes, and SHA-256 in lower case hex. */
export type ManifestEntry = { path: string; sha256: string };

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** BagIt syntax (RFC 8493, 2.1.3): digest, two spaces, path; CR, LF and % are percent-encoded. */
export function writeManifest(entries: readonly ManifestEntry[]): Buffer {
  const lines = [...entries]
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .map((entry) => `${entry.sha256}  ${encodePath(entry.path)}\n`);
  return Buffer.from(lines.join(''));
}

/**
 * Reads a manifest strictly. Digests in upper case do not match anything (a flipped bit makes them). Throws
 * `unreadable` for a line that is none, a path that leads out of its folder, or the same path twice.
 */
export function parseManifest(text: string, file: string): ManifestEntry[] {
  const entries: ManifestEntry[] = [];
  const seen = new Set<string>();
  const lines = text.split('\n');
  if (lines.pop() !== '') throw unreadable(file, lines.length + 1);
  for (const [index, line] of lines.entries()) {
    const parts = /^(?<sha256>[0-9A-Fa-f]{64}) {2}(?<path>[^\r]+)$/.exec(line)?.groups;
    const path = decodePath(parts?.path ?? '');
    if (parts?.sha256 === undefined || path === null || !staysBelow(path) || seen.has(path))
      throw unreadable(file, index + 1);
    seen.add(path);
    // Capitals stay: this program writes none, and one flipped bit makes a capital of a letter.
    entries.push({ path, sha256: parts.sha256 });
  }
  return entries;
}

const encodePath = (path: string): string =>
  path.replace(/[%\r\n]/g, (character) => ({ '%': '%25', '\r': '%0D', '\n': '%0A' })[character] ?? character);

function decodePath(path: string): string | null {
  if (/%(?!25|0[AaDd])/.test(path)) return null;
  return path.replace(/%(25|0A|0D)/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** Whether a relative path with forward slashes stays below its folder, on any system. */
export function staysBelow(path: string): boolean {
  const parts = path.split('/');
  return parts.every((part) => part !== '' && part !== '.' && part !== '..') && !/[\\\0:]/.test(path);
}

const unreadable = (path: string, line: number) => new ArchiveError('unreadable', { path, reason: `line ${line}` });
