import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { VerifyReport } from '#contract';
import { ArchiveError } from '../errors.ts';
import type { ArchiveContext } from './archive-context.ts';
import {
  FORMER_FILE,
  isArticleId,
  isTrashId,
  isUuid,
  isVersionId,
  MANIFEST_FILE,
  MARKER,
  NEXT_FOLDER,
  NOTES_FOLDER,
  STATE_FILE,
  VERSIONS_FOLDER,
} from './archive-names.ts';
import { isConflictName, isNeverOurs } from './conflict-names.ts';
import { isMissing } from './file-error.ts';
import { mapInFlight } from './in-flight.ts';
import { parseManifest } from './manifest.ts';
import { decodeText, isRealFolder, namesIn, openForReading, readRegularFile, statIfThere } from './read-file.ts';
import { isSealIntact, parseJsonObject } from './sealed-json.ts';

const IN_FLIGHT = 8;
/** Bytes read at a time. */
const CHUNK = 1024 * 1024;
/** Characters of the time in the name of a trash entry, and its hyphen. */
const TRASH_TIME = 20;

type Finding = 'changed' | 'missing' | 'extra' | 'unreadable' | 'conflicts';

/**
 * Reads every file and compares it with its digest: captures with their manifests, notes, state and collections with
 * the digest inside them. Changes nothing. `ids` null: the whole archive. Throws `cancelled`, `not-found`.
 */
export async function verifyArchive(
  context: ArchiveContext,
  ids: string[] | null,
  progress: (checked: number, total: number | null) => void,
  cancelled: () => boolean,
): Promise<VerifyReport> {
  await context.presence.require();
  const check = new FixityCheck(context, progress, cancelled);
  try {
    await check.articles(ids ?? (await allArticles(context)), ids !== null);
    if (ids === null) await check.rest();
  } finally {
    // A disk that went away meanwhile is not a disk full of damage.
    await context.presence.require();
  }
  return check.report();
}

/** Checks what is not an article's: marker, collections, notes that wait, and what nobody put there. */
export async function verifyRest(context: ArchiveContext, cancelled: () => boolean): Promise<VerifyReport> {
  await context.presence.require();
  const check = new FixityCheck(context, () => undefined, cancelled);
  try {
    await check.rest();
  } finally {
    await context.presence.require();
  }
  return check.report();
}

/** Also those without a manifest: it may be the manifest that was lost. */
export async function allArticles({ paths }: ArchiveContext): Promise<string[]> {
  const ids: string[] = [];
  for (const year of (await namesIn(paths.articles)).filter((name) => /^\d{4}$/.test(name)))
    ids.push(...(await namesIn(join(paths.articles, year))).filter((id) => isArticleId(id) && id.startsWith(year)));
  return ids;
}

class FixityCheck {
  readonly #context: ArchiveContext;
  readonly #progress: (checked: number, total: number | null) => void;
  readonly #cancelled: () => boolean;
  readonly #found: Record<Finding, string[]> = { changed: [], missing: [], extra: [], unreadable: [], conflicts: [] };
  #checked = 0;

  constructor(
    context: ArchiveContext,
    progress: (checked: number, total: number | null) => void,
    cancelled: () => boolean,
  ) {
    this.#context = context;
    this.#progress = progress;
    this.#cancelled = cancelled;
  }

  report(): VerifyReport {
    for (const paths of Object.values(this.#found)) paths.sort();
    return { checked: this.#checked, ...this.#found, finished: this.#context.now().toISOString() };
  }

  async articles(ids: string[], mustExist: boolean): Promise<void> {
    await mapInFlight(ids, IN_FLIGHT, async (id) => {
      const folder = this.#context.paths.article(id);
      if (await isRealFolder(folder)) await this.#article(folder);
      else if (mustExist) throw new ArchiveError('not-found', { id });
    });
  }

  /** What is not an article's: marker, collections, notes that wait, and what nobody put there. */
  async rest(): Promise<void> {
    const { paths } = this.#context;
    await this.#sealed(join(paths.folder, MARKER));
    await this.#sealedFolder(paths.collections);
    await this.#sealedFolder(paths.waitingNotes);
    await this.#trash(paths.trash);
    for (const name of await namesIn(paths.articles)) {
      const year = join(paths.articles, name);
      if (!/^\d{4}$/.test(name) || !(await isRealFolder(year))) await this.#notOurs(paths.articles, name);
      else
        for (const id of await namesIn(year))
          if (!isArticleId(id) || !id.startsWith(name)) await this.#notOurs(year, id);
    }
  }

  async #article(folder: string): Promise<void> {
    const names = await namesIn(folder);
    const next = join(folder, NEXT_FOLDER);
    const isUnderWay = (await statIfThere(join(next, FORMER_FILE))) !== null;
    const listed = await this.#capture(isUnderWay ? next : folder, isUnderWay ? folder : null, names.length > 0);
    if (names.includes(STATE_FILE)) await this.#sealed(join(folder, STATE_FILE));
    if (names.includes(NOTES_FOLDER)) await this.#sealedFolder(join(folder, NOTES_FOLDER));
    if (names.includes(VERSIONS_FOLDER)) await this.#versions(join(folder, VERSIONS_FOLDER));
    if (isUnderWay || listed === null) return;
    const known = [MANIFEST_FILE, STATE_FILE, NOTES_FOLDER, VERSIONS_FOLDER, NEXT_FOLDER];
    for (const name of names.filter((one) => !known.includes(one))) await this.#unlisted(folder, name, listed);
  }

  /** What can come back must come back as it was. */
  async #trash(folder: string): Promise<void> {
    for (const entry of (await namesIn(folder)).filter(isTrashId)) {
      const thrown = join(folder, entry);
      if (!(await isRealFolder(thrown))) await this.#notOurs(folder, entry);
      else if (isArticleId(entry.slice(TRASH_TIME))) await this.#article(thrown);
      else await this.#sealedBelow(thrown);
    }
    await this.#sealedBelow(this.#context.paths.noteHistory);
  }

  /** A note or a collection in the trash, below the name of its article, and former versions of notes. */
  async #sealedBelow(folder: string): Promise<void> {
    for (const name of await namesIn(folder)) {
      const path = join(folder, name);
      if (await isRealFolder(path)) await this.#sealedBelow(path);
      else if (name.endsWith('.json')) await this.#sealed(path);
      else await this.#notOurs(folder, name);
    }
  }

  async #versions(folder: string): Promise<void> {
    for (const name of await namesIn(folder)) {
      const version = join(folder, name);
      if (!isVersionId(name) || !(await isRealFolder(version))) {
        await this.#notOurs(folder, name);
        continue;
      }
      const names = await namesIn(version);
      const listed = await this.#capture(version, null, names.length > 0);
      if (listed === null) continue;
      for (const one of names.filter((file) => file !== MANIFEST_FILE)) await this.#unlisted(version, one, listed);
    }
  }

  /** The files of one manifest; resolves to their paths, or null where the manifest cannot be used. */
  async #capture(folder: string, alsoIn: string | null, mustExist: boolean): Promise<Set<string> | null> {
    const path = join(folder, MANIFEST_FILE);
    let entries;
    try {
      const bytes = await readRegularFile(path);
      this.#count();
      entries = parseManifest(decodeText(bytes, path), path);
    } catch (error) {
      if (!isMissing(error)) this.#add('unreadable', path);
      else if (mustExist) this.#add('missing', path);
      return null;
    }
    for (const entry of entries) await this.#listed(folder, alsoIn, entry.path, entry.sha256);
    return new Set(entries.map((entry) => entry.path));
  }

  async #listed(folder: string, alsoIn: string | null, name: string, expected: string): Promise<void> {
    const path = join(folder, name);
    try {
      const found = await digestOf(path).catch((error: unknown) => {
        if (alsoIn === null || !isMissing(error)) throw error;
        return digestOf(join(alsoIn, name));
      });
      this.#count();
      if (found !== expected) this.#add('changed', path);
    } catch (error) {
      this.#add(isMissing(error) ? 'missing' : 'unreadable', path);
    }
  }

  async #sealedFolder(folder: string): Promise<void> {
    if ((await statIfThere(folder)) === null) return;
    if (!(await isRealFolder(folder))) {
      this.#add('unreadable', folder);
      return;
    }
    for (const name of await namesIn(folder)) {
      const isOurs = name.endsWith('.json') && isUuid(name.slice(0, -5));
      if (isOurs) await this.#sealed(join(folder, name));
      else await this.#notOurs(folder, name);
    }
  }

  /** A file with its own digest. Without one it cannot be told from a changed one: a flipped bit may be in its name. */
  async #sealed(path: string): Promise<void> {
    try {
      const fields = parseJsonObject(await readRegularFile(path), path);
      this.#count();
      if (!isSealIntact(fields)) this.#add('changed', path);
    } catch (error) {
      this.#count();
      this.#add(isMissing(error) ? 'missing' : 'unreadable', path);
    }
  }

  /** A file or folder beside a manifest: what is not listed in it. */
  async #unlisted(folder: string, name: string, listed: ReadonlySet<string>): Promise<void> {
    if (listed.has(name)) return;
    if (!(await isRealFolder(join(folder, name)))) return this.#notOurs(folder, name);
    const inside = [...listed].filter((path) => path.startsWith(`${name}/`)).map((path) => path.slice(name.length + 1));
    for (const file of await namesIn(join(folder, name)))
      await this.#unlisted(join(folder, name), file, new Set(inside));
  }

  async #notOurs(folder: string, name: string): Promise<void> {
    if (isNeverOurs(name)) return;
    const path = join(folder, name);
    if (isConflictName(name)) this.#add('conflicts', path);
    else if (!(await isRealFolder(path))) this.#add('extra', path);
    else for (const inner of await namesIn(path)) await this.#notOurs(path, inner);
  }

  /** Relative to the archive, with forward slashes on every system. */
  #add(finding: Finding, path: string): void {
    const relative = path.slice(this.#context.paths.folder.length + 1);
    this.#found[finding].push(relative.replaceAll('\\', '/'));
  }

  #count(): void {
    this.#checked += 1;
    if (this.#cancelled()) throw new ArchiveError('cancelled', { job: 'verify' });
    this.#progress(this.#checked, null);
  }
}

/** SHA-256 of a regular file, streamed. */
export async function digestOf(path: string): Promise<string> {
  const handle = await openForReading(path);
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) throw new ArchiveError('unreadable', { path, reason: 'not a regular file' });
    const hash = createHash('sha256');
    const chunk = Buffer.allocUnsafe(Math.min(CHUNK, Math.max(stats.size + 1, 1)));
    for (;;) {
      const { bytesRead } = await handle.read(chunk, 0, chunk.byteLength, null);
      if (bytesRead === 0) return hash.digest('hex');
      hash.update(chunk.subarray(0, bytesRead));
    }
  } finally {
    await handle.close();
  }
}
