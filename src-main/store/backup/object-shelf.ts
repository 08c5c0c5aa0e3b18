import { ArchiveError } from '../../errors.ts';
import { copyVerified, digestFile } from '../copy-verified.ts';
import type { Confirm, DurableWriter } from '../durable-write.ts';
import { atPath } from '../file-error.ts';
import { sha256 } from '../manifest.ts';
import { statIfThere } from '../read-file.ts';
import type { TemporaryFolder } from '../temporary-folder.ts';
import { objectName, type BackupPaths } from './backup-paths.ts';

export type ShelfOptions = {
  paths: BackupPaths;
  writer: DurableWriter;
  temporary: TemporaryFolder;
  confirm: Confirm;
  /** Which objects that are there are read again before they are relied on. */
  readAgain: (sha256: string) => boolean;
};

/**
 * The objects of a backup, each stored once whatever names it has. A new one is built in `.tmp`, read again and renamed
 * into place, so that no name ever holds half a file; {@link settle} makes the names durable.
 */
export class ObjectShelf {
  copied = 0;
  copiedBytes = 0;
  readonly #options: ShelfOptions;
  readonly #shelves = new Map<string, Promise<void>>();
  readonly #sound = new Set<string>();
  /** Objects on their way, so that equal files copied at once do not meet. */
  readonly #underWay = new Map<string, Promise<void>>();

  constructor(options: ShelfOptions) {
    this.#options = options;
  }

  /** True where the object is there and sound, as far as this run looks. */
  async has(sha: string, path: string, size: number | null): Promise<boolean> {
    const name = objectName(sha, path);
    if (this.#sound.has(name)) return true;
    const file = this.#options.paths.object(name);
    const stats = await atPath(file, () => statIfThere(file));
    if (stats === null || !stats.isFile() || (size !== null && stats.size !== size)) return false;
    // Where the size is not known its content must speak.
    if ((size === null || this.#options.readAgain(sha)) && !(await isSound(file, sha))) return false;
    this.#sound.add(name);
    return true;
  }

  /** Stores a file under its digest. Throws `unreadable` with reason "SHA-256" where it changed since it was read. */
  async store(file: string, path: string, sha: string, size: number): Promise<void> {
    await this.#once(objectName(sha, path), async (name) => {
      if (await this.has(sha, path, size)) return;
      const staged = await this.#options.temporary.newPath();
      await copyVerified(this.#options.writer, file, staged, sha);
      await this.#place(staged, name);
      this.copied += 1;
      this.copiedBytes += size;
    });
  }

  /** Stores bytes made here. */
  async storeBytes(bytes: Buffer, path: string): Promise<void> {
    await this.#once(objectName(sha256(bytes), path), async (name) => {
      if (await this.has(sha256(bytes), path, bytes.byteLength)) return;
      const staged = await this.#options.temporary.newPath();
      await this.#options.writer.stageFile(staged, bytes);
      await this.#place(staged, name);
    });
  }

  /**
   * Makes every name durable that is relied on, also those a killed run put there; only then a generation may speak of
   * them.
   */
  async settle(): Promise<void> {
    const { paths, writer } = this.#options;
    await writer.syncFolder(paths.objects);
    for (const shelf of new Set(Array.from(this.#sound, (name) => paths.shelf(name)))) await writer.syncFolder(shelf);
  }

  #once(name: string, store: (name: string) => Promise<void>): Promise<void> {
    const running = this.#underWay.get(name);
    if (running !== undefined) return running;
    const storing = store(name).finally(() => this.#underWay.delete(name));
    this.#underWay.set(name, storing);
    return storing;
  }

  async #place(staged: string, name: string): Promise<void> {
    const { paths, writer, confirm } = this.#options;
    const shelf = paths.shelf(name);
    const made = this.#shelves.get(shelf) ?? writer.makeDurableFolder(shelf);
    this.#shelves.set(shelf, made);
    await made;
    try {
      // A damaged object of the same name is replaced by the good one.
      await writer.move(staged, paths.object(name), confirm);
    } catch (error) {
      await writer.removeFile(staged).catch(() => undefined);
      throw error;
    }
    this.#sound.add(name);
  }
}

async function isSound(file: string, sha: string): Promise<boolean> {
  try {
    return (await digestFile(file)).sha256 === sha;
  } catch (error) {
    if (error instanceof ArchiveError || typeof (error as NodeJS.ErrnoException).code === 'string') return false;
    throw error;
  }
}
