import { promises } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import type { DurableWriter } from './durable-write.ts';
import { errnoOf } from './file-error.ts';
import { mayBeAlive, ownIdentity } from './process-identity.ts';
import { readIfThere, statIfThere } from './read-file.ts';

const rememberedFile = z.object({
  archives: z.array(z.object({ folder: z.string(), id: z.string(), starts: z.array(z.string()) })),
});
type Remembered = z.infer<typeof rememberedFile>;

/** Starts that are remembered of one archive, one a day. */
const MOST_STARTS = 60;

/**
 * `archives.json` in the app's data folder: paths that held an archive, so that the empty folder an unmounted disk
 * leaves is not made into a new one, and the days on which each was started, so that the trash is not emptied by a
 * clock that jumps.
 */
export class RememberedFolders {
  readonly #folder: string;
  readonly #writer: DurableWriter;
  readonly #patience: number;

  /** `patience`: ms one waits for a holder who lives. */
  constructor(dataFolder: string, writer: DurableWriter, patience = PATIENCE) {
    this.#folder = dataFolder;
    this.#writer = writer;
    this.#patience = patience;
  }

  async isRemembered(folder: string): Promise<boolean> {
    const real = await realPathOf(folder);
    return (await this.#read()).archives.some((archive) => archive.folder === real);
  }

  /** Remembers the folder and this start. Resolves to the starts before it, oldest first. */
  async remember(folder: string, id: string, now: Date): Promise<Date[]> {
    const real = await realPathOf(folder);
    const isNew = ({ archives }: Remembered): boolean => {
      const last = archives.find((one) => one.folder === real && one.id === id)?.starts.at(-1);
      return last?.slice(0, 10) !== now.toISOString().slice(0, 10);
    };
    // Mostly there is nothing to write, and nobody to wait for.
    return isNew(await this.#read()) ? this.#locked(() => this.#add(real, id, now)) : this.#startsOf(real, id);
  }

  async #startsOf(real: string, id: string): Promise<Date[]> {
    const { archives } = await this.#read();
    return timesOf(archives.find((one) => one.folder === real && one.id === id)?.starts ?? []);
  }

  async #add(real: string, id: string, now: Date): Promise<Date[]> {
    const { archives } = await this.#read();
    const known = archives.find((archive) => archive.folder === real && archive.id === id);
    const starts = known?.starts ?? [];
    const isNewDay = starts.at(-1)?.slice(0, 10) !== now.toISOString().slice(0, 10);
    if (known === undefined || isNewDay) {
      const others = archives.filter((archive) => archive !== known);
      const entry = { folder: real, id, starts: [...starts, now.toISOString()].slice(-MOST_STARTS) };
      await this.#write({ archives: [...others, entry] });
    }
    return timesOf(starts);
  }

  /** App and command line may start at once: of what both read and write, one would lose the other's entry. */
  async #locked<T>(task: () => Promise<T>): Promise<T> {
    await promises.mkdir(this.#folder, { recursive: true });
    const lock = join(this.#folder, `${FILE}.lock`);
    let holder = '';
    for (let waited = 0; !(await takeLock(lock, waited >= this.#patience ? holder : null)); waited += STEP) {
      await new Promise<void>((resolve) => setTimeout(resolve, STEP));
      const present = await holderOf(lock);
      // Each who is before us in a long queue has the same time.
      if (present !== holder) waited = 0;
      holder = present;
    }
    try {
      return await task();
    } finally {
      await promises.rm(lock, { force: true });
    }
  }

  async #read(): Promise<Remembered> {
    const path = join(this.#folder, FILE);
    const bytes = await readIfThere(path);
    if (bytes === null) return { archives: [] };
    const parsed = rememberedFile.safeParse(parseOrNull(bytes.toString('utf8')));
    if (parsed.success) return parsed.data;
    // Kept for whoever wants to know; without it the question is only asked once less.
    await promises.rename(path, `${path}.damaged`).catch(() => undefined);
    return { archives: [] };
  }

  async #write(remembered: Remembered): Promise<void> {
    await promises.mkdir(this.#folder, { recursive: true });
    const bytes = Buffer.from(`${JSON.stringify(remembered, null, 2)}\n`);
    await this.#writer.replaceFile(join(this.#folder, FILE), bytes, this.#folder, async () => undefined);
  }
}

const FILE = 'archives.json';
/** ms; a write takes a few. */
const PATIENCE = 2_000;
const STEP = 10;

const timesOf = (starts: readonly string[]): Date[] =>
  starts.map((start) => new Date(start)).filter((start) => !Number.isNaN(start.getTime()));

/** Tells one holder of the lock from the next; "" where there is none. */
async function holderOf(lock: string): Promise<string> {
  const stats = await statIfThere(lock);
  return stats === null ? '' : `${stats.ino} ${stats.mtimeMs}`;
}

/** Makes the lock file; where its holder ended, or is still the one whose time is over, it is removed for the next try. */
async function takeLock(lock: string, over: string | null): Promise<boolean> {
  try {
    await promises.writeFile(lock, JSON.stringify(await ownIdentity()), { flag: 'wx' });
    return true;
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw error;
    const seen = await holderOf(lock);
    const holder = identity.safeParse(parseOrNull((await readIfThere(lock))?.toString('utf8') ?? ''));
    const isOver = over === seen || (holder.success && !(await mayBeAlive(holder.data)));
    // Meanwhile another who waits may have removed it and hold it now.
    if (isOver && seen === (await holderOf(lock))) await promises.rm(lock, { force: true });
    return false;
  }
}

const identity = z.object({ host: z.string(), pid: z.int(), start: z.string().nullable() });

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The real path, also of a folder that is not there (any more): its nearest parent's, and the rest as written. */
export async function realPathOf(folder: string): Promise<string> {
  let parent = resolve(folder);
  const rest: string[] = [];
  for (;;) {
    const real = await promises.realpath(parent).catch(() => null);
    if (real !== null) return join(real, ...rest);
    if (dirname(parent) === parent) return resolve(folder);
    rest.unshift(basename(parent));
    parent = dirname(parent);
  }
}
