import { constants, promises } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { ArchiveError } from '../errors.ts';
import { atPath, errnoOf, isMissing } from './file-error.ts';

/** What is used of the file system, so that a test can make it fail. */
export type FileOperations = Pick<
  typeof promises,
  'open' | 'rename' | 'link' | 'unlink' | 'mkdir' | 'lstat' | 'rm' | 'rmdir'
>;

export type WriterOptions = {
  /** `count` random bytes. */
  random: (count: number) => Uint8Array;
  platform: NodeJS.Platform;
  files?: FileOperations;
  /** Waits; ms. */
  pause?: (duration: number) => Promise<void>;
  /** Who may read new files, as an octal mode before the umask; left out: all whom the umask lets. */
  mode?: number;
};

/** Asked before anything becomes visible: throws when the lock is no longer ours. */
export type Confirm = () => Promise<void>;

/** Scanners of viruses hold a file for a moment; longer than this it is an error. ms. */
const WINDOWS_PATIENCE = 10_000;
const WINDOWS_STEP = 50;
/** A file system without a sync of folders says so, on any system: some shares, FUSE. Nothing more can be done there. */
const NO_FOLDER_SYNC = ['EINVAL', 'ENOTSUP', 'EOPNOTSUPP'];
/** Windows: folders cannot be opened or synced; renames are journalled by the file system. */
const FOLDER_SYNC_UNSUPPORTED = ['EISDIR', 'EPERM', 'EACCES', 'EINVAL', 'ENOTSUP', 'EBADF', 'EOPNOTSUPP'];
const LINK_UNSUPPORTED = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EINVAL'];

const sleep = (duration: number) => new Promise<void>((resolve) => setTimeout(resolve, duration));

/**
 * Every write of an archive goes through here (docs/archive-format.md, "Writing"): a temporary file with a random name, made
 * exclusively → all bytes, counted → fsync → close → rename, or link where nothing may be replaced → fsync of the
 * folder → only then resolved. A failure removes the temporary file and leaves the old one as it was.
 */
export class DurableWriter {
  /** Calls of fsync so far, of files and folders. */
  fsyncs = 0;
  readonly #files: FileOperations;
  readonly #random: (count: number) => Uint8Array;
  readonly #platform: NodeJS.Platform;
  readonly #pause: (duration: number) => Promise<void>;
  readonly #mode: number;

  constructor(options: WriterOptions) {
    this.#files = options.files ?? promises;
    this.#random = options.random;
    this.#platform = options.platform;
    this.#pause = options.pause ?? sleep;
    this.#mode = options.mode ?? 0o666;
  }

  /** A random name nobody else uses, 16 hex digits. */
  randomName(): string {
    return Buffer.from(this.#random(8)).toString('hex');
  }

  /** Writes a new file and syncs it; the name in its folder is durable after {@link syncFolder}. */
  async stageFile(path: string, bytes: Uint8Array): Promise<void> {
    await this.#writeNew(path, bytes, true);
  }

  /** A new file that need not outlive its process: the lock, and hints to the living. */
  async stageFleeting(path: string, bytes: Uint8Array): Promise<void> {
    await this.#writeNew(path, bytes, false);
  }

  async #writeNew(path: string, bytes: Uint8Array, isSynced: boolean): Promise<void> {
    await atPath(path, async () => {
      const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | noFollow();
      const handle = await this.#files.open(path, flags, this.#mode);
      try {
        await this.#writeAll(handle, path, bytes);
        if (isSynced) await this.#sync(handle);
      } catch (error) {
        await handle.close().catch(ignore);
        await this.#files.unlink(path).catch(ignore);
        throw error;
      }
      await handle.close();
    });
  }

  /** As {@link stageFile}, for bytes that come piece by piece and may be more than the memory holds. */
  async stageStream(path: string, chunks: AsyncIterable<Uint8Array>): Promise<void> {
    await atPath(path, async () => {
      const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | noFollow();
      const handle = await this.#files.open(path, flags, this.#mode);
      try {
        let expected = 0;
        for await (const chunk of chunks) {
          await this.#writeOn(handle, path, chunk, expected);
          expected += chunk.byteLength;
        }
        await this.#requireSize(handle, path, expected);
        await this.#sync(handle);
      } catch (error) {
        await handle.close().catch(ignore);
        await this.#files.unlink(path).catch(ignore);
        throw error;
      }
      await handle.close();
    });
  }

  async #sync(handle: promises.FileHandle): Promise<void> {
    await handle.sync();
    this.fsyncs += 1;
  }

  async #writeAll(handle: promises.FileHandle, path: string, bytes: Uint8Array): Promise<void> {
    await this.#writeOn(handle, path, bytes, 0);
    await this.#requireSize(handle, path, bytes.byteLength);
  }

  /** `start`: where in the file these bytes belong. */
  async #writeOn(handle: promises.FileHandle, path: string, bytes: Uint8Array, start: number): Promise<void> {
    let written = 0;
    // A disk that fills up writes a part and says so only in the count.
    while (written < bytes.byteLength) {
      // With its place told the system call is pwrite: apart from others in a log of calls, as the torture rig reads it.
      const { bytesWritten } = await handle.write(bytes, written, bytes.byteLength - written, start + written);
      if (bytesWritten === 0) throw new ArchiveError('disk-full', { path, written, expected: bytes.byteLength });
      written += bytesWritten;
    }
  }

  async #requireSize(handle: promises.FileHandle, path: string, expected: number): Promise<void> {
    const { size } = await handle.stat();
    if (size !== expected) throw new ArchiveError('io', { path, reason: 'short write', size });
  }

  /** Replaces or makes the file at `path`; `temporary` is a folder on the same file system. */
  async replaceFile(path: string, bytes: Uint8Array, temporary: string, confirm: Confirm): Promise<void> {
    const staged = join(temporary, `${basename(path)}.${this.randomName()}`);
    await this.stageFile(staged, bytes);
    try {
      await this.move(staged, path, confirm);
    } catch (error) {
      await this.#files.unlink(staged).catch(ignore);
      throw error;
    }
    await this.syncFolder(dirname(path));
  }

  /** Makes the file at `path`; throws `exists` where there is one. */
  async createFile(path: string, bytes: Uint8Array, temporary: string, confirm: Confirm): Promise<void> {
    const staged = join(temporary, `${basename(path)}.${this.randomName()}`);
    await this.stageFile(staged, bytes);
    try {
      await this.linkFile(staged, path, confirm);
    } finally {
      await this.#files.unlink(staged).catch(ignore);
    }
    await this.syncFolder(dirname(path));
  }

  /**
   * A second name for a file; throws `exists` where the name is taken. The caller syncs the folder. `isReserved`: where
   * there are no links, the name is first taken by an empty file; a kill just then leaves that.
   */
  async linkFile(from: string, to: string, confirm: Confirm, isReserved = false): Promise<void> {
    await confirm();
    await atPath(to, async () => {
      try {
        await this.#files.link(from, to);
      } catch (error) {
        if (!LINK_UNSUPPORTED.includes(errnoOf(error) ?? '')) throw error;
        // exFAT and some network disks have no links. Under the lock, looking first is as good.
        if (isReserved) await this.#reserve(to);
        else if (await this.isThere(to)) throw new ArchiveError('exists', { path: to });
        await this.move(from, to, confirm);
      }
    });
  }

  async #reserve(path: string): Promise<void> {
    const handle = await this.#files.open(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | noFollow());
    await handle.close();
  }

  /** Renames a file or a built folder; what was at `to` is replaced if it is a file. The caller syncs the folders. */
  async move(from: string, to: string, confirm: Confirm): Promise<void> {
    await confirm();
    await atPath(to, async () => {
      for (let waited = 0; ; waited += WINDOWS_STEP) {
        try {
          await this.#files.rename(from, to);
          return;
        } catch (error) {
          const isBusy = ['EPERM', 'EBUSY', 'EACCES'].includes(errnoOf(error) ?? '');
          if (this.#platform !== 'win32' || !isBusy || waited >= WINDOWS_PATIENCE) throw error;
          await this.#pause(WINDOWS_STEP);
        }
      }
    });
  }

  /** Makes one folder below an existing one; true if it was not there. Never makes its parents. */
  async makeFolder(path: string): Promise<boolean> {
    return atPath(path, async () => {
      try {
        await this.#files.mkdir(path);
        return true;
      } catch (error) {
        if (errnoOf(error) !== 'EEXIST') throw error;
        if ((await this.#files.lstat(path)).isDirectory()) return false;
        throw error;
      }
    });
  }

  /** As {@link makeFolder}, and its name is durable when it resolves. */
  async makeDurableFolder(path: string): Promise<void> {
    if (await this.makeFolder(path)) await this.syncFolder(dirname(path));
  }

  /** Makes the names in a folder durable. */
  async syncFolder(path: string): Promise<void> {
    await atPath(path, async () => {
      try {
        const handle = await this.#files.open(path, constants.O_RDONLY);
        try {
          await this.#sync(handle);
        } finally {
          await handle.close();
        }
      } catch (error) {
        if (NO_FOLDER_SYNC.includes(errnoOf(error) ?? '')) return;
        if (this.#platform === 'win32' && FOLDER_SYNC_UNSUPPORTED.includes(errnoOf(error) ?? '')) return;
        throw error;
      }
    });
  }

  async isThere(path: string): Promise<boolean> {
    return atPath(path, async () => {
      try {
        await this.#files.lstat(path);
        return true;
      } catch (error) {
        if (isMissing(error)) return false;
        throw error;
      }
    });
  }

  /** Removes one file; one that is not there is fine. */
  async removeFile(path: string): Promise<void> {
    await atPath(path, async () => {
      await this.#files.unlink(path).catch((error: unknown) => {
        if (!isMissing(error)) throw error;
      });
    });
  }

  /** Removes a folder if it is empty; says whether it is gone. */
  async removeEmptyFolder(path: string): Promise<boolean> {
    return this.#files.rmdir(path).then(
      () => true,
      (error: unknown) => isMissing(error),
    );
  }

  /** Removes a folder with all that is in it; only ever one in `.tmp`. */
  async removeTree(path: string): Promise<void> {
    await atPath(path, () => this.#files.rm(path, { recursive: true, force: true, maxRetries: 3 }));
  }
}

const ignore = () => undefined;

/** A symbolic link is never followed where a file of ours is expected; Windows has no such flag. */
export const noFollow = (): number => (constants as { O_NOFOLLOW?: number }).O_NOFOLLOW ?? 0;
