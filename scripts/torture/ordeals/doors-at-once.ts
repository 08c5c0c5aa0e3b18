import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { ListAnswer, Note, NoteRow, OpenedArticle, VerifyReport } from '../../../src-main/contract.ts';
import { homeEnvironment } from '../../home-environment.mjs';
import { startService } from '../../archive-service.mjs';
import { makeBench, removeBench, runWorker, type Bench } from '../rig.ts';
import type { Ordeal } from '../settings.ts';

const run = promisify(execFile);
const BUILT = 'out/main';
/** A change of a note that another one came before is tried again so often; each time somebody else got through. */
const TRIES = 1_000;
/** ms until the article must be listed. */
const PATIENCE = 30_000;

/** What is written here: by whom, and the how manieth. */
const NAME = /^[fk]\dx\d+$/;

type Service = { call: (method: string, ...args: unknown[]) => Promise<unknown>; end: () => Promise<void> };
/** What somebody was told is stored. */
type Said = { tags: string[]; notes: string[]; lines: string[] };
/** Ways to write a name, taken in turn. */
type Ways = Partial<Record<keyof Said, (name: string) => Promise<unknown>>>;

/**
 * Two windows and two command lines write to one article at once: tags and notes of its own each, and the windows also to
 * one and the same note. Everything that was acknowledged is there, and nothing else.
 */
export const doorsAtOnce: Ordeal = async ({ writes, worker }) => {
  const programs = { serve: resolve(BUILT, 'serve.cjs'), line: resolve(BUILT, 'cli.cjs') };
  if (!existsSync(programs.serve) || !existsSync(programs.line))
    return { rounds: 0, wrong: [], skipped: 'the app is not built' };
  const bench = await makeBench();
  await runWorker(bench, { worker, steps: [{ do: 'add', articles: [1] }], killAfter: null });
  const environment = homeEnvironment(join(bench.root, 'home')) as NodeJS.ProcessEnv;
  const open = () => startService(programs.serve, bench.folder, environment) as Promise<Service>;
  const windows = await Promise.all([open(), open()]);
  const wrong: string[] = [];
  try {
    const [first] = windows;
    const id = await onlyArticle(first);
    const shared = (await first.call('createNote', newNote(id, 'Anfang'))) as Note;
    const line = (...args: string[]) => {
      const own = [programs.line, ...args, '--archive', bench.folder, '--json'];
      return run(process.execPath, own, { env: environment });
    };
    const inWindow = ({ call }: Service): Ways => ({
      tags: (name) => call('tagArticles', [id], [name], []),
      notes: (name) => call('createNote', newNote(id, name)),
      lines: (name) => addLine(call, shared.id, name),
    });
    const byCommand: Ways = {
      tags: (name) => line('tag', id, `+${name}`),
      notes: (name) => line('note', id, '--body', name),
    };
    const said = await Promise.all([
      ...windows.map((service, at) => writeAll(inWindow(service), `f${at}`, writes, wrong)),
      ...['k0', 'k1'].map((who) => writeAll(byCommand, who, writes, wrong)),
    ]);
    wrong.push(...(await compare(first, id, shared.id, said)));
  } finally {
    await Promise.all(windows.map((service) => service.end()));
  }
  wrong.push(...(await judged(bench, environment, programs.serve)));
  await removeBench(bench);
  return { rounds: 4 * writes, wrong, remark: 'two windows, two command lines, one note for both windows' };
};

/** The id of the article, as soon as it is listed. */
async function onlyArticle({ call }: Service): Promise<string> {
  const until = Date.now() + PATIENCE;
  while (Date.now() < until) {
    const request = { sort: 'newest', offset: 0, limit: 1, collection: null };
    const { rows } = (await call('listArticles', request)) as ListAnswer;
    if (rows[0]) return rows[0].id;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error('the article is not listed');
}

const newNote = (articleId: string, body: string) => ({ articleId, range: null, color: 'wheat', body, tags: [] });

/** Writes in one way after the other, and notes what was acknowledged. */
async function writeAll(ways: Ways, who: string, writes: number, wrong: string[]): Promise<Said> {
  const said: Said = { tags: [], notes: [], lines: [] };
  const inTurn = Object.entries(ways) as [keyof Said, (name: string) => Promise<unknown>][];
  for (let number = 0; number < writes; number += 1) {
    const name = `${who}x${number}`;
    const [what, write] = inTurn[number % inTurn.length]!;
    try {
      await write(name);
      said[what].push(name);
    } catch (error) {
      wrong.push(`${who}: ${String(error).slice(0, 300)}`);
    }
  }
  return said;
}

/** Adds a line to a note as a window does that read it before: who comes late is refused, and reads again. */
async function addLine(call: Service['call'], noteId: string, name: string): Promise<void> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const notes = (await call('listNotes', { query: '', articleId: null })) as NoteRow[];
    const note = notes.find((one) => one.id === noteId);
    if (!note) throw new Error('the note is gone');
    try {
      await call('editNote', noteId, { body: `${note.body}\n${name}` }, note.revision);
      return;
    } catch (error) {
      if (!String(error).includes('"code":"conflict"')) throw error;
    }
  }
  throw new Error('others always came before');
}

/** What is missing of what was said, and what nobody said. */
async function compare({ call }: Service, id: string, noteId: string, all: readonly Said[]): Promise<string[]> {
  await call('lookAround');
  const { row, notes } = (await call('openArticle', id)) as OpenedArticle;
  const shared = notes.find((note) => note.id === noteId);
  const said = (of: keyof Said) => all.flatMap((one) => one[of]);
  // The article brought a note and tags of its own.
  const own = (names: readonly string[]) => names.filter((name) => NAME.test(name));
  return [
    ...differs('tag', said('tags'), own(row.tags)),
    ...differs('note', said('notes'), own(notes.map(({ body }) => body))),
    ...differs('line of the common note', said('lines'), shared?.body.split('\n').slice(1) ?? []),
  ];
}

function differs(what: string, expected: readonly string[], found: readonly string[]): string[] {
  const left = [...found];
  const lost = expected.filter((name) => {
    const at = left.indexOf(name);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  return [...lost.map((name) => `lost ${what}: ${name}`), ...left.map((name) => `${what} nobody was told of: ${name}`)];
}

/** What a program that comes afterwards finds damaged. */
async function judged(bench: Bench, environment: NodeJS.ProcessEnv, program: string): Promise<string[]> {
  const service = (await startService(program, bench.folder, environment)) as Service;
  const { changed, missing, extra, unreadable } = (await service.call('verify', {
    job: 'doors',
    ids: null,
  })) as VerifyReport;
  await service.end();
  return [...changed, ...missing, ...extra, ...unreadable].map((path) => `damaged: ${path}`);
}
