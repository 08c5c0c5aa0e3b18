import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ImportReport, SearchAnswer, TrashEntry } from '#contract';
import { CommandLine } from './try-command-line.ts';

const FERRY = `date 2025-03-04

Die Fähre nach Norden fährt wieder. Nach vier Wochen Sturm liegt das Eis still. Am Kai warten Reisende.

Auf den Inseln

Der Kapitän sagte, das Eis liegt still, aber die Fähre nach Norden bleibt vorerst im Winterfahrplan. „Wir fahren, sobald die Rinne frei ist“, sagte er am Dienstag im Hafen.
`;
const BEES = `date 2024-06-01

Imker zählen mehr Bienenvölker. Die Zahl der Völker stieg im zweiten Jahr in Folge. Das teilte der Verband mit.

Fachleute warnen dennoch vor einem trockenen Sommer, weil die Blüte früh endet und die Völker dann zu wenig Futter finden.
`;

type ErrorAnswer = { error: { code: string; message: string } };

let cli: CommandLine;
let ferry: string;
let bees: string;

beforeAll(async () => {
  cli = await CommandLine.make();
  await mkdir(join(cli.home, 'sources/inner'), { recursive: true });
  await writeFile(join(cli.home, 'sources/ferry.txt'), FERRY);
  await writeFile(join(cli.home, 'sources/inner/bees.txt'), BEES);
});
afterAll(() => cli.remove());

describe('before there is an archive', () => {
  it.each([
    ['search', 'x'],
    ['list'],
    ['show', 'x'],
    ['stats'],
    ['verify'],
    ['rebuild'],
    ['notes'],
    ['delete', 'x'],
    ['tag', 'x', '+a'],
    ['export', 'notes', '--to', 'markdown', '--out', '-'],
  ])('%s refuses a missing folder with exit code 4, and does not make it', async (...argv) => {
    const { code, value } = await cli.json<ErrorAnswer>(...argv);
    expect({ code, error: value.error.code }).toEqual({ code: 4, error: 'archive-missing' });
    expect(value.error.message).toContain(cli.archive);
    expect(await readdir(cli.home)).not.toContain('archive');
  });

  it('a dry run says what would be imported and writes nothing', async () => {
    const { code, value } = await cli.json<ImportReport>('import', '--dry-run', 'sources');
    expect(code).toBe(0);
    expect(value.imported).toHaveLength(2);
    expect(await readdir(cli.home)).not.toContain('archive');
  });

  it('import makes it, from folders with their subfolders', async () => {
    const { code, value } = await cli.json<ImportReport>('import', 'sources', '--tag', 'Küste');
    expect(code).toBe(0);
    expect(Object.keys(value)).toEqual(['imported', 'merged', 'skipped', 'failed', 'notes']);
    expect(value.imported.map(({ title }) => title).sort()).toEqual([
      'Die Fähre nach Norden fährt wieder',
      'Imker zählen mehr Bienenvölker',
    ]);
    const idOf = (word: string): string => value.imported.find(({ title }) => title.includes(word))?.id ?? '';
    [ferry, bees] = [idOf('Fähre'), idOf('Imker')];
    expect(value.imported.find(({ id }) => id === ferry)?.source).toBe('sources/ferry.txt');
  });
});

describe('wrong usage', () => {
  it.each([
    ['an unknown command', ['frobnicate']],
    ['an unknown option', ['list', '--frobnicate']],
    ['a mistyped option of search', ['search', 'x', '--limt', '5']],
    ['no argument', ['show']],
    ['too many arguments', ['show', 'a', 'b']],
    ['a limit that is no number', ['search', 'x', '--limit', 'many']],
    ['an unknown order', ['list', '--sort', 'colour']],
    ['an unknown form', ['show', 'x', '--as', 'pdf']],
    ['an unknown format', ['import', 'sources', '--format', 'frobnicate']],
    ['an unknown export format', ['export', 'notes', '--to', 'frobnicate', '--out', '-']],
    ['nothing to export', ['export', 'colours', '--to', 'markdown', '--out', '-']],
    ['no place to export to', ['export', 'notes', '--to', 'markdown']],
    ['no tag', ['tag', 'x']],
    ['the zeroth place', ['note', 'x', '--quote', 'y', '--nth', '0']],
    ['nothing to correct', ['edit', 'x']],
    ['an impossible port', ['serve', '--port', '70000']],
  ])('%s ends with exit code 2 and says so on the right stream', async (_, argv) => {
    const text = await cli.run(...argv);
    expect({ code: text.code, out: text.out }).toEqual({ code: 2, out: '' });
    expect(text.err.trim()).not.toBe('');
    const { code, out, err } = await cli.run(...argv, '--json');
    expect({ code, err }).toEqual({ code: 2, err: '' });
    expect((JSON.parse(out) as ErrorAnswer).error.message).not.toBe('');
  });

  it('without a command shows the help, which is no mistake when asked for', async () => {
    expect(await cli.run()).toMatchObject({ code: 2, out: '' });
    const help = await cli.run('--help');
    expect(help).toMatchObject({ code: 0, err: '' });
    for (const command of 'import search list show note notes export delete restore tag rebuild stats verify serve'.split(
      ' ',
    ))
      expect(help.out).toContain(`  ${command}`);
  });
});

describe('search and list', () => {
  it('answers hits with marks that cover the words found', async () => {
    const { code, value } = await cli.json<SearchAnswer>('search', 'Norden Fähre');
    expect(code).toBe(0);
    expect(Object.keys(value)).toEqual(['query', 'understood', 'total', 'tookMs', 'hits']);
    expect(value.total).toBe(1);
    const [hit] = value.hits;
    expect(Object.keys(hit!)).toEqual(['id', 'title', 'source', 'published', 'score', 'excerpt', 'reasons']);
    const { text, marks } = hit!.excerpt;
    const words = marks.map(([start, end]) => text.slice(start, end));
    expect(words).toEqual(expect.arrayContaining(['Fähre', 'Norden']));
    expect(Object.keys(hit!.reasons[0]!)).toEqual(['term', 'matched', 'kind']);
  });

  it('takes the options before and after the command, and words that begin with a minus sign', async () => {
    expect((await cli.run('--json', 'search', 'Fähre', '-Bienen')).out).toContain('"total": 1');
    expect((await cli.run('search', '-Fähre', '--json')).out).toContain(bees);
    expect((await cli.run('search', 'völker', '--limit', '1')).out).toContain('1 article for völker');
    expect((await cli.run('search', '-hidden', '--json')).code).toBe(0);
  });

  it('finding nothing is no failure', async () => {
    expect(await cli.run('search', 'Quastenflosser')).toMatchObject({ code: 0 });
  });

  it('lists all articles with the fields of the catalogue', async () => {
    const { value } = await cli.json<Record<string, unknown>[]>('list');
    expect(value.map(({ id }) => id)).toEqual([ferry, bees]);
    expect(value[1]).toEqual({
      id: bees,
      title: 'Imker zählen mehr Bienenvölker',
      source: '',
      published: '2024-06-01',
      archived: expect.stringMatching(/^\d{4}-/u) as string,
      tags: ['Küste'],
      notes: 0,
    });
    expect((await cli.json<unknown[]>('list', '--limit', '1', '--sort', 'oldest')).value).toMatchObject([{ id: bees }]);
  });
});

describe('show', () => {
  it('gives the words of the source, found by the first characters of the id', async () => {
    const { out } = await cli.run('show', bees.slice(0, 12), '--as', 'text');
    const words = (text: string): string[] => text.match(/[\p{L}\p{N}]+/gu) ?? [];
    expect(words(out)).toEqual(words(BEES.replace(/^date.*\n/u, '')));
  });

  it('gives the article as JSON, a page and Markdown', async () => {
    expect((await cli.json<{ id: string }>('show', bees)).value.id).toBe(bees);
    expect(JSON.parse((await cli.run('show', bees, '--as', 'json')).out)).toMatchObject({ id: bees, blocks: [{}] });
    expect((await cli.run('show', bees, '--as', 'html')).out).toContain('<main');
    expect((await cli.run('show', bees, '--as', 'markdown')).out).toContain('Fachleute warnen');
  });

  it('says what is unknown, and when several fit', async () => {
    expect(await cli.json('show', 'nothing-like-this')).toMatchObject({
      code: 1,
      value: { error: { code: 'not-found' } },
    });
    expect(await cli.json('show', '202')).toMatchObject({ code: 1, value: { error: { code: 'ambiguous' } } });
  });
});

describe('notes', () => {
  it('are made on the very words, as W3C annotations', async () => {
    const { code, value } = await cli.json<Record<string, unknown>>(
      ...['note', bees, '--quote', 'trockenen Sommer', '--body', 'Prüfen', '--tag', 'Wetter', '--color', 'sky'],
    );
    expect(code).toBe(0);
    expect(value).toMatchObject({ type: 'Annotation', motivation: expect.anything() as unknown });
    expect(JSON.stringify(value)).toContain('"exact":"trockenen Sommer"');
  });

  it('ask which one where a quotation stands several times', async () => {
    const twice = await cli.json<ErrorAnswer>('note', ferry, '--quote', 'Eis auf dem Mond');
    expect(twice).toMatchObject({ code: 1, value: { error: { code: 'quote-not-found' } } });
    const many = await cli.json<ErrorAnswer>('note', ferry, '--quote', 'Fähre nach Norden');
    expect(many).toMatchObject({ code: 1, value: { error: { code: 'quote-ambiguous' } } });
    expect(many.value.error.message).toContain('2');
    expect((await cli.run('note', ferry, '--quote', 'Fähre nach Norden', '--nth', '2')).code).toBe(0);
    expect((await cli.run('note', ferry, '--quote', 'Fähre nach Norden', '--nth', '3')).code).toBe(1);
    expect((await cli.run('note', ferry, '--body', 'Zum ganzen Artikel')).code).toBe(0);
  });

  it('are listed with their state', async () => {
    const { value } = await cli.json<Record<string, unknown>[]>('notes');
    expect(value).toHaveLength(3);
    expect(value.find(({ body }) => body === 'Prüfen')).toEqual({
      id: expect.stringMatching(/^[\da-f-]{36}$/u) as string,
      articleId: bees,
      state: 'exact',
      quote: 'trockenen Sommer',
      body: 'Prüfen',
      tags: ['Wetter'],
      color: 'sky',
      created: expect.stringMatching(/^\d{4}-/u) as string,
    });
    expect(value.filter(({ state }) => state === 'whole')).toMatchObject([{ quote: null }]);
    expect((await cli.json<unknown[]>('notes', 'Prüfen')).value).toHaveLength(1);
  });

  it('are exported to a file, a folder or standard output, never over a file unasked', async () => {
    const one = await cli.json<{ written: string[]; count: number }>(
      'export',
      'notes',
      '--to',
      'markdown',
      '--out',
      'notes.md',
    );
    expect(one).toEqual({ code: 0, value: { written: [join(cli.home, 'notes.md')], count: 3 } });
    expect(await readFile(join(cli.home, 'notes.md'), 'utf8')).toContain('trockenen Sommer');
    await writeFile(join(cli.home, 'notes.md'), 'mine');
    const again = await cli.json('export', 'notes', '--to', 'markdown', '--out', 'notes.md');
    expect(again).toMatchObject({ code: 1, value: { error: { code: 'exists' } } });
    expect(await readFile(join(cli.home, 'notes.md'), 'utf8')).toBe('mine');
    expect((await cli.run('export', 'notes', '--to', 'markdown', '--out', 'notes.md', '--force')).code).toBe(0);
    const many = await cli.json<{ written: string[] }>('export', 'notes', '--to', 'markdown', '--out', 'folder');
    expect(many.value.written).toHaveLength(2);
    expect((await cli.run('export', 'notes', '--to', 'markdown', '--out', '-')).out).toContain('trockenen Sommer');
  });

  it.each(['archive.json', '.lock', join('collections', 'notes.md'), join('articles', 'notes.md')])(
    'are never written over %s of the archive itself, not even when asked to',
    async (own) => {
      const before = await readFile(join(cli.archive, 'archive.json'), 'utf8');
      const out = join(cli.archive, own);
      expect((await cli.run('export', 'notes', '--to', 'csv', '--shape', 'one', '--out', out, '--force')).code).toBe(2);
      expect(await readFile(join(cli.archive, 'archive.json'), 'utf8')).toBe(before);
    },
  );
});

describe('tags and corrections', () => {
  it('are added and removed by signs, which are no options', async () => {
    expect((await cli.json('tag', bees, '+Honig', '-Küste', '+a b')).value).toMatchObject({ tags: ['Honig', 'a b'] });
    expect((await cli.json('tag', bees, '-a b')).value).toMatchObject({ tags: ['Honig'] });
    expect((await cli.json('tag', bees, '-h')).code).toBe(0);
    expect((await cli.json('tag', 'nothing', '+x')).code).toBe(1);
  });

  it('correct what is shown and can be taken back', async () => {
    const { value } = await cli.json('edit', bees, '--title', 'Mehr Bienen', '--author', 'A', '--author', 'B');
    expect(value).toMatchObject({ title: 'Mehr Bienen', authors: ['A', 'B'] });
    expect((await cli.json('edit', bees, '--title', '')).value).toMatchObject({
      title: 'Imker zählen mehr Bienenvölker',
    });
  });
});

describe('import again', () => {
  it('adds nothing twice and reads standard input', async () => {
    const { value } = await cli.json<ImportReport>('import', 'sources');
    expect(value).toMatchObject({ imported: [], failed: [] });
    expect(value.skipped).toHaveLength(2);
    expect(Object.keys(value.skipped[0]!)).toEqual(['source', 'reason']);
    const ran = await cli.runWith(BEES, 'import', '-', '--json');
    expect(JSON.parse(ran.out)).toMatchObject({ skipped: [{ source: '-' }] });
  });

  it('ends with exit code 1 when one source fails, and does the rest', async () => {
    await writeFile(join(cli.home, 'empty.txt'), '');
    const { code, value } = await cli.json<ImportReport>('import', 'missing.txt', 'empty.txt', 'sources/ferry.txt');
    expect(code).toBe(1);
    expect(value.failed.map(({ source }) => source).sort()).toEqual(['empty.txt', 'missing.txt']);
    expect(Object.keys(value.failed[0]!)).toEqual(['source', 'reason']);
    expect(value.skipped).toHaveLength(1);
  });
});

describe('the trash', () => {
  it('takes articles and notes and gives them back', async () => {
    const [note] = (await cli.json<{ id: string; articleId: string }[]>('notes', 'Prüfen')).value;
    expect((await cli.run('delete', `urn:uuid:${note!.id.slice(0, 8)}`)).code).toBe(0);
    expect((await cli.json<unknown[]>('notes', 'Prüfen')).value).toEqual([]);
    expect((await cli.run('delete', ferry, 'nothing-like-this')).code).toBe(1);
    expect((await cli.json<TrashEntry[]>('list', '--trash')).value).toHaveLength(2);
    expect((await cli.json('show', ferry)).code).toBe(1);
    expect((await cli.json('restore', ferry)).value).toEqual({ restored: { articles: [ferry], notes: [] } });
    expect((await cli.run('restore', note!.id)).code).toBe(0);
    expect((await cli.json<unknown[]>('notes', 'Prüfen')).value).toHaveLength(1);
    expect((await cli.json('list', '--trash')).value).toEqual([]);
    expect((await cli.run('restore', 'nothing-like-this')).code).toBe(1);
  });

  it('is passed by, or emptied, by --forever', async () => {
    await cli.run('delete', ferry);
    expect((await cli.run('delete', ferry, '--forever')).code).toBe(0);
    expect((await cli.json('restore', ferry)).code).toBe(1);
    expect((await cli.json<unknown[]>('list')).value).toHaveLength(1);
  });
});

describe('health', () => {
  it('finds a flipped bit, names the file, and ends with exit code 3', async () => {
    const sound = await cli.json<Record<string, unknown>>('verify');
    expect(sound).toMatchObject({ code: 0, value: { changed: [], missing: [], extra: [], unreadable: [] } });
    expect(sound.value['checked']).toBeGreaterThan(1);
    const file = join(cli.archive, 'articles/2024', bees, 'article.html');
    const page = await readFile(file);
    await writeFile(file, Buffer.from(page.map((byte, at) => (at === 300 ? byte ^ 1 : byte))));
    expect(await cli.json('verify', bees)).toMatchObject({
      code: 3,
      value: { changed: [`articles/2024/${bees}/article.html`] },
    });
    await writeFile(file, page);
  });

  it('counts and rebuilds', async () => {
    expect((await cli.json('stats')).value).toMatchObject({ articles: 1, notes: 1 });
    expect(await cli.json('rebuild')).toEqual({ code: 0, value: { articles: 1 } });
    expect((await cli.json<SearchAnswer>('search', 'Imker')).value.total).toBe(1);
  });

  it('refuses a folder of somebody else, untouched', async () => {
    await mkdir(join(cli.home, 'foreign'));
    await writeFile(join(cli.home, 'foreign/letter.doc'), 'x');
    for (const command of [['list'], ['import', 'sources']]) {
      const { code, value } = await cli.json<ErrorAnswer>(...command, '--archive', 'foreign');
      expect({ code, error: value.error.code }).toEqual({ code: 4, error: 'archive-foreign' });
    }
    expect(await readdir(join(cli.home, 'foreign'))).toEqual(['letter.doc']);
  });
});

describe('checking quotations', () => {
  it('tells verbatim, differing and unknown ones apart', async () => {
    const draft =
      'Der Verband warnt „vor einem trockenen Sommer“.\nEs heißt: "weil die Blüte spät endet".\n\nUnd »nie hat das jemand gesagt«.';
    const { code, out } = await cli.runWith(draft, 'check-quotes', '-', '--json');
    expect(code).toBe(0);
    const checked = JSON.parse(out) as Record<string, unknown>[];
    expect(checked.map(({ line, verdict }) => [line, verdict])).toEqual([
      [1, 'verbatim'],
      [2, 'differs'],
      [4, 'not found'],
    ]);
    expect(Object.keys(checked[0]!)).toEqual(['quote', 'line', 'verdict', 'articleId', 'start', 'end', 'diff']);
    expect(JSON.stringify(checked[1]!['diff'])).toContain('früh');
  });
});

describe('languages', () => {
  beforeEach(() => (cli.environment['LANG'] = 'C.UTF-8'));

  it('follow the system and the option', async () => {
    expect((await cli.run('show', 'nothing')).err).toContain('Not found');
    expect((await cli.run('show', 'nothing', '--language', 'de')).err).toContain('Nicht gefunden');
    cli.environment['LANG'] = 'de_DE.UTF-8';
    expect((await cli.run('show', 'nothing')).err).toContain('Nicht gefunden');
    expect((await cli.run('--language=en', 'show', 'nothing')).err).toContain('Not found');
  });
});
