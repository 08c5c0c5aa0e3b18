import { promises } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import type { DurableWriter } from './durable-write.ts';
import { isMissing } from './file-error.ts';
import { mayBeAlive, ownIdentity } from './process-identity.ts';
import { namesIn, readIfThere } from './read-file.ts';

const FOLDER = 'half-made';
const RECORD = /^(?<host>[a-z0-9-]+)-(?<pid>\d+)-[0-9a-f]{16}\.json$/;
/** What a path must be called to be removed, whatever a record says. */
const NAME = /^\.nachlese-half-made-[0-9a-f]{16}$/;

const recordFile = z.object({ path: z.string() });

/**
 * Exports are built beside what they become, outside of the archive. Where that lies is noted in the app's data folder
 * (`half-made/<host>-<pid>-<random>.json`) for as long as it takes, so that the next start removes what a killed program
 * left there.
 */
export class HalfMade {
  readonly #folder: string;
  readonly #writer: DurableWriter;

  constructor(dataFolder: string, writer: DurableWriter) {
    this.#folder = join(dataFolder, FOLDER);
    this.#writer = writer;
  }

  /**
   * Runs `make` with a path in `parent` that nothing has yet, on the same disk as what it becomes; what is still there
   * afterwards is removed.
   */
  async within<Made>(parent: string, make: (path: string) => Promise<Made>): Promise<Made> {
    const random = this.#writer.randomName();
    const path = join(parent, `.nachlese-half-made-${random}`);
    const record = await this.#note(path, random);
    try {
      return await make(path);
    } finally {
      const isGone = await this.#writer.removeTree(path).then(
        () => true,
        () => false,
      );
      // What could not be removed now is for the next start.
      if (record !== null && isGone) await this.#writer.removeFile(record).catch(() => undefined);
    }
  }

  /** Without a data folder that can be written everything works, only a killed program leaves something. */
  async #note(path: string, random: string): Promise<string | null> {
    try {
      const { host, pid } = await ownIdentity();
      const record = join(this.#folder, `${host}-${String(pid)}-${random}.json`);
      await promises.mkdir(this.#folder, { recursive: true });
      await this.#writer.stageFile(record, Buffer.from(`${JSON.stringify({ path })}\n`));
      return record;
    } catch {
      return null;
    }
  }

  /** Removes what programs of this machine left that ended in the middle; a drive that is away is waited for. */
  async sweep(): Promise<void> {
    const { host } = await ownIdentity();
    for (const name of await namesIn(this.#folder).catch((): string[] => [])) {
      const owner = RECORD.exec(name)?.groups;
      if (owner?.host !== host || (await mayBeAlive({ host, pid: Number(owner.pid), start: null }))) continue;
      await this.#sweepOne(join(this.#folder, name)).catch(() => undefined);
    }
  }

  async #sweepOne(record: string): Promise<void> {
    const path = pathIn(await readIfThere(record));
    if (path !== null && NAME.test(basename(path))) {
      const isAway = await promises.stat(dirname(path)).then(() => false, isMissing);
      if (isAway) return;
      await this.#writer.removeTree(path);
    }
    await this.#writer.removeFile(record);
  }
}

/** null: the record was never finished, so nothing was begun. */
function pathIn(bytes: Buffer | null): string | null {
  try {
    return recordFile.parse(JSON.parse(bytes?.toString('utf8') ?? '')).path;
  } catch {
    return null;
  }
}
