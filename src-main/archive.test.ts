import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ImportRequest, SearchAnswer } from '#contract';
import { type Archive, openArchive } from './archive.ts';
import { optionsBelow } from './archive/testing/options-below.ts';

const SEED = join(import.meta.dirname, '../resources/seed/000_983a0c29aa7f4384.txt');

let home: string;
let archive: Archive;
const opened: Archive[] = [];

const open = async (folder = 'archive', create: 'never' | 'if-missing' | 'anyway' = 'if-missing'): Promise<Archive> => {
  const found = await openArchive(join(home, folder), optionsBelow(home, { create }));
  opened.push(found);
  await found.inStep();
  return found;
};

const request = (paths: string[], change: Partial<ImportRequest> = {}): ImportRequest => ({
  job: 'test',
  sources: paths.map((path) => ({ kind: 'path', path })),
  format: null,
  tags: [],
  dryRun: false,
  ...change,
});

const search = (query: string, from = archive): Promise<SearchAnswer> =>
  from.search({ query, offset: 0, limit: 20, sort: 'relevance' });

const write = async (name: string, text: string): Promise<string> => {
  const path = join(home, name);
  await writeFile(path, text);
  return path;
};

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'nachlese-archive-'));
  archive = await open();
});

afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
  await rm(home, { recursive: true, force: true, maxRetries: 5 });
});

describe('importing', () => {
  it('stores the first article, finds it, and adds nothing when it comes again', async () => {
    const first = await archive.importSources(request([SEED]));
    expect(first).toMatchObject({ merged: [], skipped: [], failed: [] });
    expect(first.imported).toMatchObject([{ title: 'Trump will Russlands Staatschef Putin in Budapest treffen' }]);
    expect((await search('waffenruhe')).hits.map((hit) => hit.id)).toEqual([first.imported[0]?.id]);

    const again = await archive.importSources(request([SEED]));
    expect(again).toMatchObject({ imported: [], merged: [], failed: [] });
    expect(again.skipped).toMatchObject([{ reason: 'schon vorhanden', id: first.imported[0]?.id }]);
    expect((await archive.status()).articles).toBe(1);
  });

  it('makes a new version of a known address with another text, and keeps the former', async () => {
    const page = (text: string) =>
      `<html lang="de"><head><title>Ein Bericht</title><link rel="canonical" href="https://example.org/bericht"></head>` +
      `<body><article><h1>Ein Bericht</h1><p>${text} ${'Und noch ein Satz, der die Seite füllt. '.repeat(10)}</p></article></body></html>`;
    const { imported } = await archive.importSources(
      request([await write('a.html', page('Zuerst stand hier Zwetschge.'))]),
    );
    const id = imported[0]?.id ?? '';
    const report = await archive.importSources(request([await write('b.html', page('Jetzt steht hier Mirabelle.'))]));
    expect(report.merged).toMatchObject([{ id, reason: 'neue Fassung' }]);
    const article = await archive.openArticle(id);
    expect(article.text).toContain('Mirabelle');
    expect(article.versions).toHaveLength(1);
    const before = await archive.openVersion(id, article.versions[0]?.id ?? '');
    expect(before.text).toContain('Zwetschge');
    expect((await search('zwetschge')).total).toBe(0);
    expect((await search('mirabelle')).total).toBe(1);
  });

  it('brings back from the trash what is imported again', async () => {
    const { imported } = await archive.importSources(request([SEED]));
    const id = imported[0]?.id ?? '';
    await archive.deleteArticles([id]);
    expect((await search('waffenruhe')).total).toBe(0);
    const report = await archive.importSources(request([SEED]));
    expect(report.merged).toMatchObject([{ id, reason: 'aus dem Papierkorb zurück' }]);
    expect((await search('waffenruhe')).total).toBe(1);
    expect(await archive.listTrash()).toEqual([]);
  });

  it('lists each of many sources exactly once, the bad among the good', async () => {
    const paths = [SEED, await write('leer.txt', ''), await write('b.txt', 'Ein kurzer Text, der ganz alleine steht.')];
    const report = await archive.importSources(request([...paths, join(home, 'gibt-es-nicht.txt'), SEED]));
    expect(report.imported).toHaveLength(2);
    expect(report.skipped).toHaveLength(1);
    expect(report.failed.map((item) => item.code)).toEqual(['empty-input', 'not-found']);
    for (const { reason } of report.failed) expect(reason).toMatch(/^\S.*\.$/u);
  });

  it('changes nothing in a dry run', async () => {
    const report = await archive.importSources(request([SEED], { dryRun: true }));
    expect(report.imported).toHaveLength(1);
    expect((await archive.status()).articles).toBe(0);
    expect(await readdir(join(home, 'archive/articles')).catch(() => [])).toEqual([]);
  });

  it('takes a whole import back into the trash', async () => {
    await archive.importSources(request([SEED], { job: 'one' }));
    expect(await archive.undoImport('one')).toEqual({ removed: 1 });
    expect((await archive.status()).articles).toBe(0);
    expect(await archive.listTrash()).toHaveLength(1);
  });

  it('tells every list when an article is marked or tagged', async () => {
    await archive.importSources(request([SEED]));
    const { rows } = await archive.listArticles({ sort: 'newest', offset: 0, limit: null, collection: null });
    const id = rows[0]?.id ?? '';
    const told: unknown[] = [];
    archive.onEvent((event) => told.push(event));
    await archive.markArticles([id], { read: true });
    await archive.tagArticles([id], ['Ukraine'], []);
    const changed = { type: 'changed', articleIds: [id] };
    expect(told.filter((event) => (event as { type: string }).type === 'changed')).toEqual([changed, changed]);
  });

  it('prefers what the paste form says over what the text says', async () => {
    const paste = {
      title: 'Mein Titel',
      url: 'https://example.org/x?utm_source=y',
      publisher: 'Beispielblatt',
      published: '2024-02-03',
      authors: ['A. Muster'],
      text: 'Ein Absatz mit Text.\n\nNoch ein Absatz mit Text.',
      html: null,
    };
    const report = await archive.importSources(request([], { sources: [{ kind: 'paste', paste }] }));
    const { article, row } = await archive.openArticle(report.imported[0]?.id ?? '');
    expect(article).toMatchObject({ title: 'Mein Titel', publisher: 'Beispielblatt', published: '2024-02-03' });
    expect(row.source).toBe('Beispielblatt');
  });
});

describe('notes', () => {
  it('are placed, found, edited only from what was read, and come back from the trash', async () => {
    const { imported } = await archive.importSources(request([SEED]));
    const articleId = imported[0]?.id ?? '';
    const { text } = await archive.openArticle(articleId);
    const start = text.indexOf('völlig neuen Eskalation');
    const range = { start, end: start + 'völlig neuen Eskalation'.length };
    const note = await archive.createNote({
      articleId,
      range,
      color: 'moss',
      body: 'Wortlaut prüfen',
      tags: ['beleg'],
    });
    expect(note).toMatchObject({ creator: 'Erika Beispiel', placement: { state: 'exact', ...range } });

    expect((await archive.listNotes({ query: 'wortlaut', articleId: null })).map(({ id }) => id)).toEqual([note.id]);
    expect((await search('note:Wortlaut')).hits.map((hit) => hit.id)).toEqual([articleId]);
    expect((await archive.listArticles({ sort: 'newest', offset: 0, limit: 1, collection: null })).rows[0]?.notes).toBe(
      1,
    );

    const edited = await archive.editNote(note.id, { body: 'Geprüft' }, note.revision);
    expect(edited.body).toBe('Geprüft');
    await expect(archive.editNote(note.id, { body: 'Zu spät' }, note.revision)).rejects.toMatchObject({
      code: 'conflict',
    });
    expect((await archive.openArticle(articleId)).notes[0]?.body).toBe('Geprüft');

    await archive.deleteNotes([note.id]);
    expect((await archive.openArticle(articleId)).notes).toEqual([]);
    await archive.restore([note.id]);
    expect((await archive.openArticle(articleId)).notes.map(({ id }) => id)).toEqual([note.id]);
  });

  it('exported as JSON-LD into an archive with the same articles are the same notes', async () => {
    const { imported } = await archive.importSources(request([SEED]));
    const articleId = imported[0]?.id ?? '';
    const { text } = await archive.openArticle(articleId);
    const start = text.indexOf('Tomahawk');
    await archive.createNote({
      articleId,
      range: { start, end: start + 8 },
      color: 'sky',
      body: '😀 eins',
      tags: ['a', 'b'],
    });
    await archive.createNote({ articleId, range: null, color: 'wheat', body: 'Zum Ganzen', tags: [] });
    const out = join(home, 'notes.jsonld');
    const exportRequest = {
      what: 'notes',
      format: 'jsonld',
      query: '',
      articleIds: null,
      noteIds: null,
      shape: 'one',
    } as const;
    expect(await archive.writeExport(exportRequest, out, false)).toEqual({ written: [out], count: 2 });
    await expect(archive.writeExport(exportRequest, out, false)).rejects.toMatchObject({ code: 'exists' });

    const other = await open('other');
    const early = await other.importSources(request([out]));
    expect(early.notes).toEqual({ placed: 0, waiting: 2 });
    const late = await other.importSources(request([SEED]));
    expect(late.notes).toEqual({ placed: 2, waiting: 0 });
    const mine = await archive.listNotes({ query: '', articleId: null });
    const theirs = await other.listNotes({ query: '', articleId: null });
    const comparable = (notes: typeof mine) =>
      notes.map((note) => ({ ...note, revision: '' })).sort((a, b) => a.id.localeCompare(b.id));
    expect(comparable(theirs)).toEqual(comparable(mine));
    const again = await other.importSources(request([out]));
    expect(again.notes).toEqual({ placed: 0, waiting: 0 });
    expect(again.skipped).toHaveLength(2);
  });
});

describe('opening', () => {
  it('shows everything again from the files alone when all caches are gone', async () => {
    const { imported } = await archive.importSources(request([SEED], { tags: ['krieg'] }));
    const id = imported[0]?.id ?? '';
    await archive.markArticles([id], { read: true, starred: true });
    const before = await archive.openArticle(id);
    await archive.close();
    opened.splice(0);
    await rm(join(home, 'cache'), { recursive: true, force: true, maxRetries: 5 });
    archive = await open();
    expect(await archive.openArticle(id)).toEqual(before);
    expect((await search('tag:krieg is:starred waffenruhe')).total).toBe(1);
  });

  it('lists an article whose file is damaged, names it, and leaves the file alone', async () => {
    const { imported } = await archive.importSources(request([SEED]));
    const id = imported[0]?.id ?? '';
    const file = join(home, 'archive/articles', id.slice(0, 4), id, 'article.html');
    await archive.close();
    opened.splice(0);
    const damaged = (await readFile(file, 'utf8')).slice(0, 900);
    await writeFile(file, damaged);
    archive = await open();
    const { rows } = await archive.listArticles({ sort: 'newest', offset: 0, limit: null, collection: null });
    expect(rows).toMatchObject([{ id, title: imported[0]?.title, unreadable: true }]);
    await expect(archive.openArticle(id)).rejects.toMatchObject({ code: 'unreadable' });
    expect((await archive.status()).unreadable).toMatchObject([{ id }]);
    expect((await archive.verify({ job: 'v', ids: null })).changed).toHaveLength(1);
    expect(await readFile(file, 'utf8')).toBe(damaged);
  });

  it('names a note whose file is damaged, leaves the file alone, and shows its article', async () => {
    const { imported } = await archive.importSources(request([SEED]));
    const id = imported[0]?.id ?? '';
    const note = await archive.createNote({ articleId: id, range: null, color: 'sky', body: 'Beleg', tags: [] });
    await archive.close();
    const file = join(home, 'archive/articles', id.slice(0, 4), id, 'notes', `${note.id}.json`);
    await writeFile(file, '{"broken');
    for (const start of ['first', 'second']) {
      archive = await open();
      const { unreadable } = await archive.status();
      expect(unreadable, start).toMatchObject([{ id }]);
      expect(unreadable[0]?.reason).toContain(`${note.id}.json`);
      expect((await archive.openArticle(id)).notes).toEqual([]);
      await archive.close();
    }
    expect(await readFile(file, 'utf8')).toBe('{"broken');
    archive = await open();
  });

  it('never makes anew a folder that held an archive', async () => {
    await archive.close();
    opened.splice(0);
    await rm(join(home, 'archive'), { recursive: true, maxRetries: 5 });
    await expect(open()).rejects.toMatchObject({ code: 'archive-remembered' });
    archive = await open('archive', 'anyway');
    expect(archive.fresh).toBe(true);
  });

  it('reads a copied folder as an archive of its own', async () => {
    const { imported } = await archive.importSources(request([SEED]));
    await archive.close();
    await cp(join(home, 'archive'), join(home, 'copy'), { recursive: true });
    archive = await open();
    const copy = await open('copy', 'never');
    await copy.deleteArticles([imported[0]?.id ?? '']);
    expect((await copy.status()).articles).toBe(0);
    expect((await archive.openArticle(imported[0]?.id ?? '')).row.title).toContain('Budapest');
  });
});

it('takes imports again after a look through the folders that failed', async () => {
  const folder = join(home, 'archive', 'articles');
  await archive.close();
  await rm(folder, { recursive: true, maxRetries: 5 });
  await writeFile(folder, 'no folder');
  await expect(open()).rejects.toMatchObject({ code: 'unreadable' });
  const later = opened.at(-1)!;
  await rm(folder);
  const path = await write('spaeter.txt', 'Eine Meldung, die später kommt.\n\nUnd ein Absatz.\n');
  expect((await later.importSources(request([path]))).imported).toHaveLength(1);
});
