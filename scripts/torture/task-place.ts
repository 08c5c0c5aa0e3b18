import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openArchive, type Archive } from '../../src-main/archive.ts';
import { createArchive, openStore } from '../../src-main/store/open-store.ts';
import { filesBelow, trialArticle, trialCapture, trialNote } from '../../src-main/store/trial-archive.ts';
import { archiveOptions } from './archive-options.ts';
import { leftovers } from './observe.ts';
import { runProcess } from './run-process.ts';

/** What the worker said before it ended. */
export type TaskAccount = { ended: boolean; failed: { code: string; sentence: string } | null };

/** All that an archive says of itself, as text to be compared, and its files by path. */
export type Seen = { said: string; files: Map<string, string> };

const WORD = 'Absatz';
/** Later than anything {@link TaskPlace.prepare} says it archived. */
const BEFORE_ALL_TASKS = '2026';

/**
 * One archive with everything around it at a path that stays the same, because the cache is found by it: put back to
 * what it was before each interruption. `out` is where exports, backups and restored archives go.
 */
export class TaskPlace {
  readonly root: string;
  readonly folder: string;
  readonly out: string;
  readonly #worker: string;
  readonly #ready: string;

  constructor(parent: string, lane: number, worker: string) {
    this.root = join(parent, `place-${lane}`);
    this.#ready = join(parent, `ready-${lane}`);
    this.folder = join(this.root, 'archive');
    this.out = join(this.root, 'out');
    this.#worker = worker;
  }

  /** Three articles, notes, an earlier version, one in the trash; a backup that lacks the last article; a former export. */
  async prepare(): Promise<void> {
    await mkdir(this.out, { recursive: true });
    const options = archiveOptions(this.root);
    const store = await createArchive(this.folder, options);
    await store.add([
      trialCapture(1, { notes: [trialNote(trialArticle(1).id, 1)] }),
      trialCapture(2, { notes: [trialNote(trialArticle(2).id, 2)] }),
      trialCapture(4),
    ]);
    const later = trialArticle(2, { archived: '2025-11-02T08:00:00Z' });
    await store.addVersion(later.id, trialCapture(2, { article: later }));
    await store.remove(trialArticle(4).id);
    await store.close();
    const first = await this.open();
    await first.backUp({ job: 'torture', folder: join(this.out, 'backup'), thorough: false });
    await first.close();
    const more = await openStore(this.folder, options);
    await more.add([trialCapture(3)]);
    await more.close();
    await writeFile(join(this.out, 'export.md'), FORMER);
    await mkdir(join(this.root, 'sources'));
    // The last is a twin of the one before.
    for (const [index, number] of [1, 2, 2].entries()) {
      const text = `Meldung ${number}\n\n${`Ein Satz zu ${number}. `.repeat(40)}\n`;
      await writeFile(join(this.root, 'sources', `${index}.txt`), text);
    }
    const archive = await this.open();
    await archive.inStep();
    await archive.close();
    await cp(this.root, this.#ready, { recursive: true, preserveTimestamps: true });
  }

  /** As it was after {@link prepare}. */
  async putBack(): Promise<void> {
    await rm(this.root, { recursive: true, force: true, maxRetries: 5 });
    await cp(this.#ready, this.root, { recursive: true, preserveTimestamps: true });
  }

  open(folder = this.folder): Promise<Archive> {
    return openArchive(folder, archiveOptions(this.root));
  }

  /** Runs a task of the worker, with strace in front where something is to happen to it. */
  async run(task: string, path: string, wrapper: readonly string[]): Promise<TaskAccount> {
    const own = [this.#worker, this.folder, this.root, task, path];
    const said = await runProcess([...wrapper, process.execPath, ...own], { isTraced: true, isHeard: false });
    const failed = /^failed (?<code>\S+) (?<sentence>.*)$/m.exec(said)?.groups;
    return {
      ended: /^end$/m.test(said),
      failed: failed === undefined ? null : { code: failed.code ?? '', sentence: failed.sentence ?? '' },
    };
  }

  /** Starts the program as after a crash and asks for everything; pushes onto `wrong` what is damaged or left over. */
  async look(wrong: string[], folder = this.folder, writes = true): Promise<Seen> {
    const archive = await this.open(folder);
    let said: string;
    let files: Map<string, string>;
    let isWritable: boolean;
    try {
      await archive.inStep();
      const { rows } = await archive.listArticles({ sort: 'newest', offset: 0, limit: null, collection: null });
      const notes = await archive.listNotes({ query: '', articleId: null });
      const hits = await archive.search({ query: WORD, offset: 0, limit: 50, sort: 'relevance' });
      const shown = rows.map(({ id, title, words, notes: count, tags }) => [id, title, words, count, tags]);
      // Of equally good ones the order may be another.
      const found = hits.hits.map(({ id, at }) => [id, at]).sort();
      const opened = await Promise.all(rows.map(({ id }) => archive.openArticle(id)));
      const captures = opened.map(({ article, text, versions }) => [
        // What the task itself saves is of now.
        article.archived < BEFORE_ALL_TASKS ? article.archived : 'now',
        ...[text, versions.map(({ id }) => id)],
      ]);
      const trash = (await archive.listTrash()).map(({ kind, articleId }) => `${kind} ${articleId ?? ''}`).sort();
      said = JSON.stringify([shown, notes.map(({ body }) => body).sort(), hits.total, found, captures, trash]);
      const report = await archive.verify({ job: 'verify', ids: null });
      const { changed, missing, extra, unreadable } = report;
      wrong.push(...[...changed, ...missing, ...extra, ...unreadable].map((path) => `damaged: ${path}`));
      const { unreadable: unread } = await archive.status();
      wrong.push(...unread.map((one) => `unreadable: ${JSON.stringify(one)}`));
      files = await bytesBelow(folder);
      // The lock of one that ended goes when somebody wants to write.
      isWritable = (await archive.status()).access === 'writable';
      if (writes && isWritable) await archive.deleteCollection((await archive.createCollection('Probe')).id);
    } finally {
      await archive.close();
    }
    // A lock goes with the next write; in an archive of a later format there is none.
    const left = (await leftovers(folder)).filter((path) => path !== '.lock' || isWritable);
    if (writes) wrong.push(...left.map((path) => `left over: ${path}`));
    return { said, files };
  }

  /** Names in `out` that are neither what was there nor what the task makes. */
  async strangers(made: readonly string[]): Promise<string[]> {
    const known = ['export.md', 'backup', ...made];
    return (await readdir(this.out)).filter((name) => !known.includes(name)).map((name) => `left over: out/${name}`);
  }
}

export const FORMER = 'A former export.\n';

/** Every file of a folder, by path. */
export async function bytesBelow(folder: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const path of await filesBelow(folder)) found.set(path, await readFile(join(folder, path), 'latin1'));
  return found;
}

/** What differs between two folders, one line for each file. */
export function differences(found: ReadonlyMap<string, string>, wanted: ReadonlyMap<string, string>): string[] {
  return [...new Set([...found.keys(), ...wanted.keys()])]
    .filter((path) => found.get(path) !== wanted.get(path))
    .map((path) =>
      found.has(path) ? (wanted.has(path) ? `other bytes: ${path}` : `too much: ${path}`) : `gone: ${path}`,
    );
}
