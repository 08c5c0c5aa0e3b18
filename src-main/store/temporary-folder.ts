import { promises } from 'node:fs';
import { join } from 'node:path';
import type { ArchivePaths } from './archive-names.ts';
import type { DurableWriter } from './durable-write.ts';
import { namesIn, statIfThere } from './read-file.ts';
import { mayBeAlive, ownIdentity } from './process-identity.ts';

const NAME = /^(?<host>[a-z0-9-]+)-(?<pid>\d+)-(?<random>[0-9a-f]{16})$/;

/**
 * `<archive>/.tmp/<host>-<pid>-<random>/`: where everything is built before it is renamed into its place, on the same
 * file system, so that nothing half-written ever lies beside what is whole.
 */
export class TemporaryFolder {
  readonly #paths: ArchivePaths;
  readonly #writer: DurableWriter;
  #made: Promise<string> | null = null;
  #count = 0;

  constructor(paths: ArchivePaths, writer: DurableWriter) {
    this.#paths = paths;
    this.#writer = writer;
  }

  /** The folder, made when it is first needed. */
  path(): Promise<string> {
    this.#made ??= this.#make().catch((error: unknown) => {
      this.#made = null;
      throw error;
    });
    return this.#made;
  }

  async #make(): Promise<string> {
    const { host, pid } = await ownIdentity();
    await this.#writer.makeFolder(this.#paths.temporary);
    const path = join(this.#paths.temporary, `${host}-${pid}-${this.#writer.randomName()}`);
    await this.#writer.makeFolder(path);
    return path;
  }

  /** A new folder in it. */
  async newFolder(): Promise<string> {
    const path = await this.newPath();
    await this.#writer.makeFolder(path);
    return path;
  }

  /** A name in it that nothing has. */
  async newPath(): Promise<string> {
    const folder = await this.path();
    this.#count += 1;
    return join(folder, String(this.#count));
  }

  /** Removes it; without this the next start of any process here does. */
  async remove(): Promise<void> {
    const path = await this.#made?.catch(() => null);
    this.#made = null;
    if (path === null || path === undefined) return;
    await this.#writer.removeTree(path);
  }
}

/** Lies in a folder until a backup is wholly restored to it. */
export const RESTORING = '.nachlese-restoring.json';

/** Removes what processes of this host left behind that ended; another host's may just be on its way here. */
export async function sweepTemporary(paths: ArchivePaths, writer: DurableWriter): Promise<void> {
  const { host } = await ownIdentity();
  for (const name of await namesIn(paths.temporary)) {
    const owner = NAME.exec(name)?.groups;
    if (owner?.host !== host) continue;
    const path = join(paths.temporary, name);
    if (await hasLivingOwner(Number(owner.pid), host, path)) continue;
    await writer.removeTree(path);
  }
  // Rights to break a lock whose owner ended before it could use them.
  for (const name of await namesIn(paths.folder)) {
    // With its marker an archive is restored; only the sign of it was still to go.
    if (name === RESTORING) await writer.removeFile(join(paths.folder, name));
    if (!name.startsWith('.lock-break-')) continue;
    const stats = await statIfThere(join(paths.folder, name));
    if (stats !== null && Math.abs(Date.now() - stats.mtimeMs) > RIGHT_OUTLIVED)
      await writer.removeFile(join(paths.folder, name));
  }
}

/** ms; nobody needs longer to break a lock. */
const RIGHT_OUTLIVED = 60_000;

/** A folder with our own number that is older than we are was made by an earlier process. */
async function hasLivingOwner(pid: number, host: string, path: string): Promise<boolean> {
  if (!(await mayBeAlive({ host, pid, start: null }))) return false;
  if (pid !== process.pid) return true;
  const age = Date.now() - (await promises.lstat(path)).mtimeMs;
  return age < process.uptime() * 1000 + 1000;
}
