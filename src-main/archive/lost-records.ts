import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { LostFile } from '#contract';
import type { DurableWriter } from '../store/durable-write.ts';

const record = z.object({
  lost: z.array(z.object({ path: z.string(), articleId: z.string(), title: z.string(), noticed: z.string() })),
});
const RECORD = /^[0-9a-f]{16}\.json$/;

/**
 * What is remembered of lost files: a folder with one file for each time that something was noticed, which several processes
 * write to. A file that is as it was is not read again.
 */
export class LostRecords {
  readonly #folder: string;
  readonly #writer: DurableWriter;
  #known = new Map<string, { seen: string; lost: LostFile[] }>();

  constructor(folder: string, writer: DurableWriter) {
    this.#folder = folder;
    this.#writer = writer;
  }

  /** All records by the names of their files, in order. */
  async read(): Promise<[string, LostFile[]][]> {
    const files: string[] = await readdir(this.#folder).catch(() => []);
    const known = new Map<string, { seen: string; lost: LostFile[] }>();
    for (const file of files.filter((name) => RECORD.test(name)).sort()) {
      try {
        const path = join(this.#folder, file);
        const { mtimeMs, size, ino } = await stat(path);
        const seen = `${ino} ${mtimeMs} ${size}`;
        const before = this.#known.get(file);
        const isSame = before?.seen === seen;
        known.set(file, isSame ? before : { seen, lost: record.parse(JSON.parse(await readFile(path, 'utf8'))).lost });
      } catch {
        // Gone meanwhile, or damaged: what it told of cannot be told any more.
      }
    }
    this.#known = known;
    return [...known].map(([file, { lost }]) => [file, lost]);
  }

  /** A record of its own for what was noticed together. */
  async add(lost: LostFile[]): Promise<void> {
    await this.write(`${this.#writer.randomName()}.json`, lost);
  }

  /** Replaces a record; without any lost file it goes. */
  async write(file: string, lost: LostFile[]): Promise<void> {
    const path = join(this.#folder, file);
    if (lost.length === 0) {
      await this.#writer.removeFile(path);
      return;
    }
    await mkdir(this.#folder, { recursive: true });
    const bytes = Buffer.from(`${JSON.stringify({ lost }, null, 2)}\n`);
    await this.#writer.replaceFile(path, bytes, this.#folder, () => Promise.resolve());
  }
}
