import { promises, type Stats } from 'node:fs';
import { dirname, join } from 'node:path';
import { copyVerified } from './copy-verified.ts';
import type { DurableWriter } from './durable-write.ts';
import { fileError, isMissing } from './file-error.ts';
import { mapInFlight } from './in-flight.ts';
import { asWritten, statIfThere } from './read-file.ts';

const IN_FLIGHT = 8;
const always = () => Promise.resolve();

export type MirrorWatch = {
  /** Files that are alike now. */
  copied: (done: number) => void;
  /** Throws where the copy is no longer wanted. */
  check: () => void;
};

/**
 * A folder kept like another, pass by pass: each pass copies what changed since the one before and removes what went.
 * Every file is written, synced and read back before it counts; times are kept. Links are copied as links; what is
 * neither file, folder nor link is left out.
 */
export class FolderMirror {
  readonly #writer: DurableWriter;
  readonly #from: string;
  readonly #to: string;
  /** Where files are written before they get their name; on the disk of `to`. */
  readonly #staging: string;
  readonly #isLeftOut: (name: string) => boolean;
  /** Relative paths of what was copied, with what it looked like then. */
  readonly #files = new Map<string, string>();
  readonly #folders = new Set<string>(['']);
  /** Whose names are not durable yet. */
  readonly #unsynced = new Set<string>();
  #staged = 0;

  /** `isLeftOut`: of a name at the top. */
  constructor(
    writer: DurableWriter,
    {
      from,
      to,
      staging,
      isLeftOut,
    }: { from: string; to: string; staging: string; isLeftOut: (name: string) => boolean },
  ) {
    this.#writer = writer;
    this.#from = from;
    this.#to = to;
    this.#staging = staging;
    this.#isLeftOut = isLeftOut;
  }

  get fileCount(): number {
    return this.#files.size;
  }

  /** One pass; answers how many files and folders it had to touch. */
  async pass({ copied, check }: MirrorWatch): Promise<number> {
    let touched = 0;
    const seen = new Set<string>();
    const waiting = [''];
    for (let below = waiting.pop(); below !== undefined; below = waiting.pop()) {
      const folder = below;
      const entries = await this.#entries(folder);
      if (entries === null) continue;
      if (!this.#folders.has(folder)) {
        await this.#writer.makeFolder(join(this.#to, folder));
        this.#folders.add(folder);
        this.#unsynced.add(parentOf(folder)).add(folder);
        touched += 1;
      }
      seen.add(folder);
      await mapInFlight(entries, IN_FLIGHT, async ({ name, isFolder }) => {
        check();
        const path = folder === '' ? name : `${folder}/${name}`;
        if (isFolder) waiting.push(path);
        else {
          if (await this.#bringOver(path, seen)) touched += 1;
          copied(this.#files.size);
        }
      });
    }
    return touched + (await this.#removeGone(seen));
  }

  /** Makes all names durable and gives the folders their times. */
  async sync(): Promise<void> {
    for (const folder of this.#unsynced) await this.#writer.syncFolder(join(this.#to, folder));
    this.#unsynced.clear();
    // Deepest first: naming a file in a folder changes the folder's own time.
    for (const folder of [...this.#folders].sort().reverse()) {
      const stats = await statIfThere(join(this.#from, folder));
      if (stats !== null) await keepTime(join(this.#to, folder), stats);
    }
  }

  /** Removes what was copied, and nothing else. */
  async remove(): Promise<void> {
    for (const path of this.#files.keys()) await this.#writer.removeFile(join(this.#to, path));
    for (const folder of [...this.#folders].sort().reverse())
      if (folder !== '') await this.#writer.removeEmptyFolder(join(this.#to, folder));
  }

  async #entries(folder: string): Promise<{ name: string; isFolder: boolean }[] | null> {
    try {
      const entries = await promises.readdir(join(this.#from, folder), { withFileTypes: true });
      return entries
        .filter((entry) => (folder !== '' || !this.#isLeftOut(entry.name)) && isKept(entry))
        .map((entry) => ({ name: asWritten(entry.name), isFolder: entry.isDirectory() }));
    } catch (error) {
      // It went between two looks, as a trash entry does that is restored.
      if (isMissing(error) && folder !== '') return null;
      throw fileError(error, join(this.#from, folder));
    }
  }

  /** Whether the file had to be copied. */
  async #bringOver(path: string, seen: Set<string>): Promise<boolean> {
    const from = join(this.#from, path);
    try {
      const stats = await promises.lstat(from);
      seen.add(path);
      if (this.#files.get(path) === look(stats)) return false;
      const staged = join(this.#staging, String((this.#staged += 1)));
      if (stats.isSymbolicLink()) await promises.symlink(await promises.readlink(from), staged);
      else {
        await copyVerified(this.#writer, from, staged, null);
        await keepTime(staged, stats);
      }
      await this.#writer.move(staged, join(this.#to, path), always);
      this.#files.set(path, look(stats));
      this.#unsynced.add(parentOf(path));
      return true;
    } catch (error) {
      if (!isMissing(error)) throw fileError(error, from);
      seen.delete(path);
      return false;
    }
  }

  async #removeGone(seen: ReadonlySet<string>): Promise<number> {
    let removed = 0;
    for (const path of [...this.#files.keys()].filter((one) => !seen.has(one))) {
      await this.#writer.removeFile(join(this.#to, path));
      this.#files.delete(path);
      this.#unsynced.add(parentOf(path));
      removed += 1;
    }
    for (const folder of [...this.#folders]
      .filter((one) => !seen.has(one))
      .sort()
      .reverse()) {
      await this.#writer.removeEmptyFolder(join(this.#to, folder));
      this.#folders.delete(folder);
      this.#unsynced.delete(folder);
      this.#unsynced.add(parentOf(folder));
      removed += 1;
    }
    return removed;
  }
}

const isKept = (entry: { isDirectory(): boolean; isFile(): boolean; isSymbolicLink(): boolean }): boolean =>
  entry.isDirectory() || entry.isFile() || entry.isSymbolicLink();

/** What tells a file from a later one under the same name. */
const look = ({ size, mtimeMs, ctimeMs, ino }: Stats): string => `${size}:${mtimeMs}:${ctimeMs}:${ino}`;

const parentOf = (path: string): string => (dirname(path) === '.' ? '' : dirname(path));

/**
 * The same time to the microsecond, which is what an article's stamp is made of: the index of the former folder is then
 * good for the new one. Half a microsecond more, as Node cuts what is below one.
 */
async function keepTime(path: string, { atimeMs, mtimeMs }: Stats): Promise<void> {
  const seconds = (time: number) => (Math.round(time * 1000) + 0.5) / 1e6;
  // A disk that keeps no such times costs a longer look at the next start.
  await promises.utimes(path, seconds(atimeMs), seconds(mtimeMs)).catch(() => undefined);
}
