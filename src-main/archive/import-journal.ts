import { copyFile, link, mkdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import type { ImportRequest, ImportSource, InterruptedImport } from '#contract';
import { ArchiveError } from '../errors.ts';
import { isMissing } from '../store/file-error.ts';
import type { DurableWriter } from '../store/durable-write.ts';
import { mayBeAlive, ownIdentity } from '../store/process-identity.ts';
import { namesIn } from '../store/read-file.ts';

const RECORD = 'import.json';
const DONE = /^done-[0-9a-f]{16}\.json$/;
const ID = /^[0-9a-f]{16}$/;
/** ms after which an import of another machine that stored nothing more counts as ended. */
const SILENT = 600_000;

/** Folder for what has no place of its own: each upload in a folder with its number. */
const KEPT = 'kept';

const pasted = z.object({
  kind: z.literal('paste'),
  paste: z.object({
    title: z.string().nullable(),
    url: z.string().nullable(),
    publisher: z.string().nullable(),
    published: z.string().nullable(),
    authors: z.array(z.string()),
    text: z.string(),
    html: z.string().nullable(),
  }),
  name: z.string().optional(),
});

const recordFile = z.object({
  /** Paths; of uploads those of their copies. */
  sources: z.array(z.string()),
  pasted: z.array(pasted).optional(),
  format: z.string().nullable(),
  tags: z.array(z.string()),
  started: z.string(),
  owner: z.object({ host: z.string(), pid: z.int(), start: z.string().nullable() }),
});
type Record = z.infer<typeof recordFile>;

/** Path, modification time in ms and size in bytes of a file whose articles are stored. */
const doneFile = z.object({
  total: z.int().nullable(),
  files: z.array(z.tuple([z.string(), z.number(), z.number()])),
});

/** Folders of the imports that this very process runs: that it lives does not tell whether one is still under way. */
const underWay = new Set<string>();

/**
 * Imports under way, each a folder in the data folder: what was asked for (`import.json`), with what was pasted and copies of
 * what was sent, and file by file what is stored (`done-*.json`). One whose program was killed, or whose archive was closed, is offered again, and goes on
 * behind what is stored without reading it once more. Losing any of it costs time, never an article: what is read twice is
 * found to be there.
 */
export class ImportJournals {
  readonly #folder: string;
  readonly #writer: DurableWriter;
  readonly #now: () => Date;

  /** `folder`: this archive's own, in the data folder. */
  constructor(folder: string, writer: DurableWriter, now: () => Date) {
    this.#folder = folder;
    this.#writer = writer;
    this.#now = now;
  }

  /** `uploadPath`: where an upload lies, which is gone with its program. Null where there is nothing to go on with. */
  async begin(request: ImportRequest, uploadPath: (id: string) => string): Promise<ImportJournal | null> {
    if (request.dryRun || request.sources.length === 0) return null;
    const { format, tags } = request;
    const folder = join(this.#folder, this.#writer.randomName());
    underWay.add(folder);
    try {
      await mkdir(folder, { recursive: true });
      const sources: string[] = [];
      for (const [number, source] of request.sources.entries()) {
        if (source.kind === 'path') sources.push(source.path);
        else if (source.kind === 'upload')
          sources.push(await keep(uploadPath(source.upload), join(folder, KEPT, String(number))));
      }
      const texts = request.sources.flatMap((source) => (source.kind === 'paste' ? [withName(source)] : []));
      const owner = await ownIdentity();
      // The last: without it nothing is offered.
      await this.#write(folder, { sources, pasted: texts, format, tags, started: this.#now().toISOString(), owner });
      return new ImportJournal(folder, this.#writer, new Map());
    } catch {
      // An import works without a data folder that can be written, only it cannot be gone on with.
      await this.#writer.removeTree(folder).catch(() => undefined);
      underWay.delete(folder);
      return null;
    }
  }

  /** Imports that ended in the middle, with their program or their archive, the latest first. */
  async interrupted(): Promise<InterruptedImport[]> {
    const found: InterruptedImport[] = [];
    for (const id of (await namesIn(this.#folder).catch(() => [])).filter((name) => ID.test(name))) {
      const record = await this.#read(id);
      if (record === null) await this.#removeUnbegun(id);
      if (record === null || (await this.#isRunning(id, record))) continue;
      const { files, total } = await readDone(join(this.#folder, id));
      found.push({ id, started: record.started, sources: this.#namesOf(id, record), done: files.size, total });
    }
    return found.sort((a, b) => b.started.localeCompare(a.started));
  }

  /** Takes over an interrupted import: what to ask for, and what of it is stored. Throws `not-found`. */
  async resume(id: string, job: string): Promise<{ request: ImportRequest; journal: ImportJournal }> {
    const record = ID.test(id) ? await this.#read(id) : null;
    if (record === null || (await this.#isRunning(id, record)))
      throw new ArchiveError('not-found', { kind: 'import', id });
    const folder = join(this.#folder, id);
    // In one breath: of two that want to go on with it only one may.
    if (underWay.has(folder)) throw new ArchiveError('not-found', { kind: 'import', id });
    underWay.add(folder);
    try {
      await this.#write(folder, { ...record, owner: await ownIdentity() });
      const { format, tags } = record;
      const paths = record.sources.map((path) => ({ kind: 'path' as const, path }));
      const sources = [...paths, ...(record.pasted ?? []).map(withName)];
      const { files } = await readDone(folder);
      return {
        request: { job, sources, format, tags, dryRun: false },
        journal: new ImportJournal(folder, this.#writer, files),
      };
    } catch (error) {
      underWay.delete(folder);
      throw error;
    }
  }

  /** Forgets an interrupted import; what it stored stays. One that still runs is not forgotten. */
  async discard(id: string): Promise<void> {
    const record = ID.test(id) ? await this.#read(id) : null;
    if (record === null || (await this.#isRunning(id, record)))
      throw new ArchiveError('not-found', { kind: 'import', id });
    await this.#writer.removeTree(join(this.#folder, id));
  }

  /** Of another machine (a home that several share, a container) only that it goes on tells. */
  async #isRunning(id: string, { owner }: Record): Promise<boolean> {
    if (!(await mayBeAlive(owner))) return false;
    const own = await ownIdentity();
    if (owner.host === own.host) return owner.pid !== own.pid || underWay.has(join(this.#folder, id));
    const stats = await stat(join(this.#folder, id)).catch(() => null);
    return stats === null || Math.abs(this.#now().getTime() - stats.mtimeMs) < SILENT;
  }

  /** Of what was sent or pasted its name: nobody knows our copies by their paths. */
  #namesOf(id: string, { sources, pasted: texts = [] }: Record): string[] {
    const kept = join(this.#folder, id, KEPT);
    const titles = texts.map(
      ({ paste, name }) => paste.title ?? paste.url ?? name ?? paste.text.slice(0, LONGEST_NAME),
    );
    return [...sources.map((path) => (path.startsWith(kept) ? basename(path) : path)), ...titles];
  }

  /** Copies of an import that was killed before it began are of no use. */
  async #removeUnbegun(id: string): Promise<void> {
    const folder = join(this.#folder, id);
    const isBegun = await stat(join(folder, RECORD)).then(
      () => true,
      (error: unknown) => !isMissing(error),
    );
    const stats = isBegun ? null : await stat(folder).catch(() => null);
    if (stats !== null && Math.abs(this.#now().getTime() - stats.mtimeMs) > SILENT)
      await this.#writer.removeTree(folder).catch(() => undefined);
  }

  async #read(id: string): Promise<Record | null> {
    try {
      return recordFile.parse(JSON.parse(await readFile(join(this.#folder, id, RECORD), 'utf8')));
    } catch {
      // It never began, is over, or cannot be gone on with.
      return null;
    }
  }

  async #write(folder: string, record: Record): Promise<void> {
    const bytes = Buffer.from(`${JSON.stringify(record, null, 2)}\n`);
    await this.#writer.replaceFile(join(folder, RECORD), bytes, folder, () => Promise.resolve());
  }
}

/** Characters of a text that stand for it where it has no title. */
const LONGEST_NAME = 60;

/** Keeps an upload in a folder of its own, under its name: as a link, on another disk as a copy. */
async function keep(path: string, folder: string): Promise<string> {
  const copy = join(folder, basename(path));
  await mkdir(folder, { recursive: true });
  await link(path, copy).catch(() => copyFile(path, copy));
  return copy;
}

/** Without a name rather than with one that is not known. */
function withName({ paste, name }: z.infer<typeof pasted>): Extract<ImportSource, { kind: 'paste' }> {
  return { kind: 'paste', paste, ...(name === undefined ? {} : { name }) };
}

type Stored = Map<string, { modified: number; size: number }>;

async function readDone(folder: string): Promise<{ files: Stored; total: number | null }> {
  const files: Stored = new Map();
  let total: number | null = null;
  for (const name of (await namesIn(folder).catch(() => [])).filter((one) => DONE.test(one))) {
    try {
      const done = doneFile.parse(JSON.parse(await readFile(join(folder, name), 'utf8')));
      for (const [path, modified, size] of done.files) files.set(path, { modified, size });
      total = done.total ?? total;
    } catch {
      // Half written: these are read once more.
    }
  }
  return { files, total };
}

/** A file as it was when it was looked at: modification time in ms, size in bytes. */
type Seen = { path: string; modified: number; size: number };
type Finished = Seen & { due: number };

/** What one import under way has stored. */
export class ImportJournal {
  readonly #folder: string;
  readonly #writer: DurableWriter;
  readonly #stored: Stored;
  #finished: Finished[] = [];
  #isLeft = false;

  constructor(folder: string, writer: DurableWriter, stored: Stored) {
    this.#folder = folder;
    this.#writer = writer;
    this.#stored = stored;
  }

  /** What a file is before it is read; null: it is not there. Asked first: what changes later is read again next time. */
  async look(path: string): Promise<Seen | null> {
    const stats = await stat(path).catch(() => null);
    return stats === null ? null : { path, modified: stats.mtimeMs, size: stats.size };
  }

  /** Whether all of this file was stored before, and it is as it was. */
  isStored({ path, modified, size }: Seen): boolean {
    const stored = this.#stored.get(path);
    return stored?.modified === modified && stored.size === size;
  }

  /** A file was read whole; its articles are durable after `due` flushes. */
  finished(seen: Seen, due: number): void {
    this.#finished.push({ ...seen, due });
  }

  /** There were so many flushes; `failed`: sources that are to be read again. */
  async flushed(flushes: number, failed: ReadonlySet<string>, total: number | null): Promise<void> {
    const due = this.#finished.filter((one) => one.due <= flushes);
    if (due.length === 0) return;
    this.#finished = this.#finished.filter((one) => one.due > flushes);
    const files = due
      .filter(({ path }) => !failed.has(path))
      .map(({ path, modified, size }) => [path, modified, size] as const);
    const bytes = Buffer.from(JSON.stringify({ total, files }));
    // Lost in a fall of the power it costs time, not articles.
    await this.#writer
      .stageFleeting(join(this.#folder, `done-${this.#writer.randomName()}.json`), bytes)
      .catch(() => undefined);
  }

  /** The import is over. */
  async end(): Promise<void> {
    await this.#writer.removeTree(this.#folder).catch(() => undefined);
    this.leave();
  }

  /** The import goes on no longer, but may be gone on with. */
  leave(): void {
    if (this.#isLeft) return;
    this.#isLeft = true;
    underWay.delete(this.#folder);
  }
}
