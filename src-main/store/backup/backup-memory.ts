import { promises } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { DurableWriter } from '../durable-write.ts';
import { readIfThere } from '../read-file.ts';

const one = z.object({ archive: z.string(), folder: z.string(), last: z.string() });
const memoryFile = z.object({ backups: z.array(one) });
type Remembered = z.infer<typeof one>;

const FILE = 'backups.json';

/** `backups.json` in the app's data folder: where this machine backed up which archive, and when last. */
export class BackupMemory {
  readonly #folder: string;
  readonly #writer: DurableWriter;

  constructor(dataFolder: string, writer: DurableWriter) {
    this.#folder = dataFolder;
    this.#writer = writer;
  }

  /** The last backup of this archive; null: none is known here. Never throws: it only decides over a reminder. */
  async last(archive: string): Promise<Remembered | null> {
    // Not to be read: "never backed up" is the safe answer.
    const known = await this.#read().catch((): Remembered[] => []);
    return known.find((backup) => backup.archive === archive) ?? null;
  }

  /** Throws what the disk says where the file cannot be read or written. */
  async remember(made: Remembered): Promise<void> {
    const others = (await this.#read()).filter(({ archive }) => archive !== made.archive);
    await promises.mkdir(this.#folder, { recursive: true });
    const bytes = Buffer.from(`${JSON.stringify({ backups: [...others, made] }, null, 2)}\n`);
    await this.#writer.replaceFile(join(this.#folder, FILE), bytes, this.#folder, () => Promise.resolve());
  }

  async #read(): Promise<Remembered[]> {
    const path = join(this.#folder, FILE);
    const bytes = await readIfThere(path);
    if (bytes === null) return [];
    try {
      return memoryFile.parse(JSON.parse(bytes.toString('utf8'))).backups;
    } catch {
      // Kept for whoever wants to know; the next backup begins a new one.
      await promises.rename(path, `${path}.damaged`);
      return [];
    }
  }
}
