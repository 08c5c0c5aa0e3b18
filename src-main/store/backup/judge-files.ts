import { join, posix } from 'node:path';
import { ArchiveError } from '../../errors.ts';
import { ARTICLE_FILE, FORMER_FILE, isUuid, MANIFEST_FILE, MARKER, NEXT_FOLDER, STATE_FILE } from '../archive-names.ts';
import { isConflictName } from '../conflict-names.ts';
import { digestFile, type FileDigest } from '../copy-verified.ts';
import { isMissing } from '../file-error.ts';
import { parseManifest, sha256 } from '../manifest.ts';
import { decodeText, readRegularFile } from '../read-file.ts';
import { isSealIntact, parseJsonObject } from '../sealed-json.ts';

/** What is known of one file: what it holds, and what it should; `found` null: it is not there or cannot be read. */
export type Judged = {
  path: string;
  found: FileDigest | null;
  problem: 'changed' | 'missing' | 'unreadable' | null;
  /** SHA-256 its manifest gives; null: none does. */
  expected: string | null;
};

/**
 * Reads all files of one article (or other folder) and compares them with what vouches for them: captures with their
 * manifests, JSON files with the digest inside them. `paths` are those found in it, relative to `root`.
 *
 * A file that vanished since is left out: whoever calls looks again. `gone` says so.
 */
export async function judgeFiles(root: string, paths: readonly string[]): Promise<{ judged: Judged[]; gone: boolean }> {
  const present = new Set(paths);
  const expected = await expectedIn(root, paths, present);
  const judged: Judged[] = [];
  let gone = false;
  for (const path of paths) {
    const one = await judgeFile(join(root, path), path, expected.get(path) ?? null);
    if (one === null) gone = true;
    else judged.push(one);
  }
  for (const [path, sha] of expected)
    if (!present.has(path)) judged.push({ path, found: null, problem: 'missing', expected: sha });
  for (const path of lostManifests(paths, present))
    judged.push({ path, found: null, problem: 'missing', expected: null });
  return { judged, gone };
}

/** Path → SHA-256, of all manifests among the files. */
async function expectedIn(root: string, paths: readonly string[], present: ReadonlySet<string>) {
  const expected = new Map<string, string>();
  for (const path of paths.filter((one) => posix.basename(one) === MANIFEST_FILE)) {
    const folder = posix.dirname(path);
    // A new version on its way: its files are half there and half in its own folder.
    if (present.has(posix.join(folder, NEXT_FOLDER, FORMER_FILE)) || present.has(posix.join(folder, FORMER_FILE)))
      continue;
    try {
      const text = decodeText(await readRegularFile(join(root, path)), path);
      for (const entry of parseManifest(text, path)) expected.set(posix.join(folder, entry.path), entry.sha256);
    } catch (error) {
      // Named when the manifest itself is judged.
      if (!(error instanceof ArchiveError) && !isMissing(error) && !isDiskError(error)) throw error;
    }
  }
  return expected;
}

async function judgeFile(file: string, path: string, expected: string | null): Promise<Judged | null> {
  try {
    if (expected === null && isSealed(path)) {
      const bytes = await readRegularFile(file);
      const found = { sha256: sha256(bytes), size: bytes.byteLength };
      return { path, found, problem: isSound(bytes, path) ? null : 'changed', expected };
    }
    const found = await digestFile(file);
    if (expected !== null && found.sha256 !== expected) return { path, found, problem: 'changed', expected };
    if (posix.basename(path) === MANIFEST_FILE && !(await isManifest(file)))
      return { path, found, problem: 'changed', expected };
    return { path, found, problem: null, expected };
  } catch (error) {
    if (isMissing(error)) return null;
    if (!(error instanceof ArchiveError) && !isDiskError(error)) throw error;
    return { path, found: null, problem: 'unreadable', expected };
  }
}

function isSound(bytes: Buffer, path: string): boolean {
  try {
    return isSealIntact(parseJsonObject(bytes, path));
  } catch {
    return false;
  }
}

async function isManifest(file: string): Promise<boolean> {
  try {
    parseManifest(decodeText(await readRegularFile(file), file), file);
    return true;
  } catch (error) {
    if (error instanceof ArchiveError) return false;
    throw error;
  }
}

/** Files that carry their own digest. */
function isSealed(path: string): boolean {
  const name = posix.basename(path);
  if (isConflictName(name)) return false;
  if (path === MARKER || name === STATE_FILE) return true;
  const folder = posix.basename(posix.dirname(path));
  const isOurs = name.endsWith('.json') && isUuid(name.slice(0, -5));
  return isOurs && ['notes', 'collections', 'waiting-notes'].includes(folder);
}

/** An article that has its page but no manifest lost it, or is still being brought by a sync client. */
function lostManifests(paths: readonly string[], present: ReadonlySet<string>): string[] {
  return paths
    .filter((path) => posix.basename(path) === ARTICLE_FILE)
    .map((path) => posix.join(posix.dirname(path), MANIFEST_FILE))
    .filter((path) => !present.has(path) && !path.includes(`/${NEXT_FOLDER}/`));
}

/** What a disk with bad blocks answers. */
const isDiskError = (error: unknown): boolean =>
  ['EIO', 'EACCES', 'EPERM', 'ELOOP', 'EBADMSG', 'EUCLEAN'].includes((error as NodeJS.ErrnoException).code ?? '');
