import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ArchiveError } from '../errors.ts';

/** Bytes of one upload at most; an export of a whole reading life is smaller. */
export const LARGEST_UPLOAD = 2 * 1024 ** 3;
/** Uploads that may wait for their import. */
const MOST_UPLOADS = 10_000;
const LONGEST_NAME = 200;

/** Files that a browser sent and that wait for their import, in a folder of this run's own. */
export class Uploads {
  readonly #folder: string;
  readonly #largest: number;
  readonly #paths = new Map<string, string>();

  constructor(folder: string, largest: number = LARGEST_UPLOAD) {
    this.#folder = folder;
    this.#largest = largest;
  }

  /** Streams one file to disk; `name` is what the user calls it. Throws `too-large` past the limit. */
  async take(name: string, bytes: Readable): Promise<string> {
    if (this.#paths.size >= MOST_UPLOADS)
      throw new ArchiveError('too-large', { name, reason: 'limit', limit: MOST_UPLOADS });
    const id = randomBytes(16).toString('hex');
    const folder = join(this.#folder, id);
    const path = join(folder, plainName(name));
    await mkdir(folder, { recursive: true, mode: 0o700 });
    try {
      await pipeline(bytes, this.#bounded(name), createWriteStream(path, { flags: 'wx', mode: 0o600 }));
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
    this.#paths.set(id, path);
    return id;
  }

  /** Where an upload lies; throws `not-found`. */
  pathOf(id: string): string {
    const path = this.#paths.get(id);
    if (path === undefined) throw new ArchiveError('not-found', { kind: 'upload', id });
    return path;
  }

  /** Deletes these uploads. */
  async forget(ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      if (this.#paths.delete(id)) await rm(join(this.#folder, id), { recursive: true, force: true });
    }
  }

  /** Deletes all uploads and their folder. */
  async close(): Promise<void> {
    this.#paths.clear();
    await rm(this.#folder, { recursive: true, force: true });
  }

  #bounded(name: string): Transform {
    let size = 0;
    return new Transform({
      transform: (chunk: Buffer, _, done) => {
        size += chunk.length;
        if (size > this.#largest) done(new ArchiveError('too-large', { name, reason: 'limit', limit: this.#largest }));
        else done(null, chunk);
      },
    });
  }
}

/** A file name without path, and without what a file system refuses; its ending stays, as formats are told by it. */
const plainName = (name: string): string => {
  const last = name.split(/[/\\]/u).pop() ?? '';

  const plain = last.replace(/[\u0000-\u001f\u007f<>:"|?*]/gu, '_').replace(/^\.+|[. ]+$/gu, '_');
  return plain === '' ? 'upload' : plain.slice(-LONGEST_NAME);
};
