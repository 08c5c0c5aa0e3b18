import { constants, promises } from 'node:fs';
import type { ArchiveAccess } from '#contract';
import { ArchiveError } from '../errors.ts';
import { FORMAT_VERSION, type ArchivePaths } from './archive-names.ts';
import { readMarker, type Marker } from './archive-marker.ts';
import { errnoOf, fileError } from './file-error.ts';
import { movedTo } from './moved-file.ts';

/** What a disk that went away answers with. */
const GONE = ['ENOENT', 'ENOTDIR', 'ESTALE', 'ENODEV', 'ENXIO', 'ENOTCONN', 'EHOSTDOWN', 'EBADF'];

/**
 * Whether the archive that was opened is still there, and writable. A folder that was emptied, unmounted or replaced
 * never counts as one whose articles were deleted.
 */
export class Presence {
  #access: ArchiveAccess;
  readonly #paths: ArchivePaths;
  readonly #opened: Marker;

  private constructor(paths: ArchivePaths, opened: Marker, access: ArchiveAccess) {
    this.#paths = paths;
    this.#opened = opened;
    this.#access = access;
  }

  static async of(paths: ArchivePaths, opened: Marker): Promise<Presence> {
    return new Presence(paths, opened, await accessAllowed(paths, opened));
  }

  get access(): ArchiveAccess {
    return this.#access;
  }

  /** Looks at the marker again; an archive that came back is as it was before. */
  async look(): Promise<ArchiveAccess> {
    const isThere = await this.#isThere();
    if (!isThere) this.#access = 'vanished';
    else if (this.#access === 'vanished') this.#access = await accessAllowed(this.#paths, this.#opened);
    return this.#access;
  }

  async #isThere(): Promise<boolean> {
    try {
      return (await readMarker(this.#paths.folder))?.id === this.#opened.id;
    } catch (error) {
      if (error instanceof ArchiveError || GONE.includes(errnoOf(error) ?? '')) return false;
      throw fileError(error, this.#paths.marker);
    }
  }

  /** Throws `archive-vanished` unless the archive is there. */
  async require(): Promise<void> {
    if ((await this.look()) === 'vanished') throw new ArchiveError('archive-vanished', { folder: this.#paths.folder });
  }

  /** Throws what forbids writing. */
  async requireWritable(): Promise<void> {
    await this.require();
    const folder = this.#paths.folder;
    if (this.#access === 'newer')
      throw new ArchiveError('archive-newer', { folder, reason: 'format', version: this.#opened.version });
    const to = await movedTo(this.#paths, this.#opened.id);
    if (to !== null) {
      this.#access = 'moved';
      throw new ArchiveError('archive-moved', { folder, reason: 'moved-to', to });
    }
    if (this.#access === 'moved') this.#access = await accessAllowed(this.#paths, this.#opened);
    if (this.#access !== 'read-only') return;
    this.#access = await accessAllowed(this.#paths, this.#opened);
    if (this.#access === 'read-only') throw new ArchiveError('archive-read-only', { folder });
  }
}

async function accessAllowed(paths: ArchivePaths, marker: Marker): Promise<ArchiveAccess> {
  if (marker.version > FORMAT_VERSION) return 'newer';
  if ((await movedTo(paths, marker.id)) !== null) return 'moved';
  try {
    await promises.access(paths.folder, constants.W_OK);
    await promises.access(paths.articles, constants.W_OK);
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') return 'read-only';
  }
  return 'writable';
}
