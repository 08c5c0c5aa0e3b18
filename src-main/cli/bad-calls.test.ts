import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ImportReport } from '#contract';
import { CommandLine } from './try-command-line.ts';

const BRIDGE = `date 2025-04-05

Die Brücke über den Fluss ist gesperrt. Bis Mai fährt kein Zug.

Fachleute prüfen den Pfeiler am Ufer. Der Pfeiler war im Winter gerissen.
`;
const MARKET = `date 2025-04-06

Der Markt am Hafen öffnet wieder. Am Samstag kommen die Händler.

Die Stadt hat neue Stände gebaut, und die Wege sind breiter als zuvor.
`;

type ErrorAnswer = { error: { code: string; message: string } };

let cli: CommandLine;
let bridge: string;

beforeAll(async () => {
  cli = await CommandLine.make();
  await writeFile(join(cli.home, 'bridge.txt'), BRIDGE);
  await writeFile(join(cli.home, 'market.txt'), MARKET);
  const { value } = await cli.json<ImportReport>('import', 'bridge.txt');
  bridge = value.imported[0]?.id ?? '';
});
afterAll(() => cli.remove());

describe('wrong usage', () => {
  it.each([
    [['frob'], 'einen Befehl „frob“ gibt es nicht'],
    [['list', '--frob'], 'eine Option „--frob“ gibt es nicht'],
    [['list', '--limit', 'x'], '„x“ ist kein Wert für --limit <count>; erwartet: ≥ 0'],
    [['search'], '„query“ fehlt'],
    [['export', 'notes', '--to', 'csv'], 'die Option --out <path> fehlt'],
    [['export', 'x', '--to', 'csv', '--out', '-'], '„x“ ist kein Wert für what; erwartet: notes, articles, archive'],
    [['show', 'a', 'b'], 'mehr Wörter, als „show“ nimmt'],
  ])('%j is explained in the language of the caller', async (argv, explained) => {
    const { code, value } = await cli.json<ErrorAnswer>('--language', 'de', ...argv);
    expect(code).toBe(2);
    expect(value.error.message).toBe(`Falscher Aufruf: ${explained}`);
  });

  it('an option without its value is named', async () => {
    const { code, err } = await cli.run('--language', 'de', 'search', 'x', '--sort');
    expect(code).toBe(2);
    expect(err).toContain('Falscher Aufruf: der Option --sort <order> fehlt ihr Wert');
  });

  it('formats have the names people give them', async () => {
    expect((await cli.run('show', bridge, '--as', 'md')).out).toBe(
      (await cli.run('show', bridge, '--as', 'markdown')).out,
    );
    await cli.run('note', bridge, '--quote', 'breiter', '--body', 'x');
    for (const [alias, name] of [
      ['md', 'markdown'],
      ['json-ld', 'jsonld'],
      ['w3c', 'jsonld'],
    ] as const) {
      const [short, long] = [
        await cli.run('export', 'notes', '--to', alias, '--out', '-'),
        await cli.run('export', 'notes', '--to', name, '--out', '-'),
      ];
      expect(short.code).toBe(0);
      expect(short.out).toBe(long.out);
    }
  });

  it('a correction of the date must be a date; usual writings become ISO 8601', async () => {
    const wrong = await cli.json<ErrorAnswer>('edit', bridge, '--published', 'gestern');
    expect({ code: wrong.code, message: wrong.value.error.message }).toEqual({
      code: 2,
      message: 'Wrong value for published (gestern).',
    });
    const right = await cli.json<{ published: string }>('edit', bridge, '--published', '7. April 2025');
    expect(right.value.published).toBe('2025-04-07');
  });

  it('an empty quotation is wrong usage, and too high a place says how many there are', async () => {
    expect((await cli.run('note', bridge, '--quote', ' ')).code).toBe(2);
    const { code, value } = await cli.json<ErrorAnswer>('note', bridge, '--quote', 'Pfeiler', '--nth', '9');
    expect({ code, error: value.error.code }).toEqual({ code: 1, error: 'quote-not-found' });
    expect(value.error.message).toContain('2');
  });

  it('an unknown id of which nobody said what it is, is called neither article nor note', async () => {
    const { code, value } = await cli.json<ErrorAnswer>('delete', 'nope');
    expect({ code, message: value.error.message }).toEqual({ code: 1, message: 'Not found: nope.' });
  });
});

describe('exports and drafts', () => {
  it('an export makes the folder it is to lie in, but writes nothing among the archive’s own files', async () => {
    const file = join(cli.home, 'a/b/notes.md');
    expect((await cli.run('export', 'notes', '--to', 'markdown', '--out', file)).code).toBe(0);
    expect(await readdir(join(cli.home, 'a/b'))).toEqual(['notes.md']);
    const inside = join(cli.archive, 'articles/notes.md');
    expect((await cli.run('export', 'notes', '--to', 'markdown', '--out', inside)).code).toBe(2);
    expect(await readdir(join(cli.archive, 'articles'))).toEqual(['2025']);
  });

  it('a quotation with more words than a query takes is checked like any other', async () => {
    const long = Array.from({ length: 200 }, (_, number) => `Wort${number}`).join(' ');
    await writeFile(join(cli.home, 'draft.md'), `Er sagte: „${long}“\n\n„Bis Mai fährt kein Zug“`);
    const { code, value } = await cli.json<{ verdict: string }[]>('check-quotes', 'draft.md');
    expect({ code, verdicts: value.map(({ verdict }) => verdict) }).toEqual({
      code: 0,
      verdicts: ['not found', 'verbatim'],
    });
  });
});

describe('a damaged article', () => {
  beforeAll(async () => {
    const folder = join(cli.archive, 'articles/2025', bridge);
    expect(await readdir(folder)).toContain('article.html');
    await writeFile(join(folder, 'article.html'), '<p>x');
  });

  it('is one failure of an import that brings it again; the rest is done', async () => {
    const { code, value } = await cli.json<ImportReport>('import', 'bridge.txt', 'market.txt');
    expect(code).toBe(1);
    expect(value.imported.map(({ source }) => source)).toEqual(['market.txt']);
    expect(value.failed.map(({ source }) => source)).toEqual(['bridge.txt']);
    expect(value.failed[0]?.reason).toContain('article.html');
    expect((await cli.run('list')).out).toContain('Der Markt am Hafen');
  });

  it('is named with its file wherever all articles or notes are listed or exported', async () => {
    for (const argv of [['list'], ['notes'], ['export', 'articles', '--to', 'json', '--out', '-']])
      expect((await cli.run(...argv)).err).toContain('article.html');
    expect((await cli.run('export', 'articles', '--to', 'json', '--out', '-')).code).toBe(1);
  });
});
