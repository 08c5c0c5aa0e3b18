import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plainText } from '../article/plain-text.ts';
import { findSources } from './find-sources.ts';
import { readSource } from './import-formats.ts';
import type { ImportRecord } from './import-record.ts';
import { MAX_SOURCE_BYTES } from './source-text.ts';

const bytes = (text: string, encoding: BufferEncoding = 'utf8') => new Uint8Array(Buffer.from(text, encoding));

async function read(name: string, content: Uint8Array, format: string | null = null): Promise<ImportRecord[]> {
  const records: ImportRecord[] = [];
  const options = { format, now: new Date('2026-11-22T20:00:00Z'), language: null };
  for await (const record of readSource({ name, bytes: content }, options)) records.push(record);
  return records;
}

async function codeOf(name: string, content: Uint8Array, format: string | null = null): Promise<string> {
  const [record, ...others] = await read(name, content, format);
  expect(others).toEqual([]);
  if (record?.kind !== 'failed') return record?.kind ?? 'nothing';
  expect(record.error.values['source']).toBe(name);
  return record.error.code;
}

async function textOf(name: string, content: Uint8Array): Promise<string> {
  const [record] = await read(name, content);
  if (record?.kind === 'failed') throw record.error;
  if (record?.kind !== 'draft') throw new Error('no draft');
  return plainText(record.draft.lead, record.draft.blocks);
}

const SENTENCE = 'Die Größe der Straße überrascht „alle“ – auch Jürgen.';

describe('a source that is no text', () => {
  it.each([
    ['nothing.txt', bytes(''), 'empty-input'],
    ['blank.md', bytes(' \n\t\r\n '), 'empty-input'],
    ['mark.txt', bytes('\uFEFF'), 'empty-input'],
    ['nul.txt', bytes('Ein Text\0 mit NUL'), 'binary-input'],
    ['random.html', new Uint8Array(4096).map((_, place) => (place * 97) % 256), 'binary-input'],
    ['controls.txt', bytes('\u0001\u0002\u0003\u0004'.repeat(50)), 'binary-input'],
    ['a.pdf', bytes('%PDF-1.7\n…'), 'unsupported-format'],
    ['a.zip', bytes('PK\u0003\u0004abc'), 'unsupported-format'],
    ['cut.txt', Buffer.concat([bytes(SENTENCE), Buffer.from([0xc3])]), 'wrong-encoding'],
    ['koi8.txt', new Uint8Array(Buffer.from('f0d2c9d7c5d420cdc9d2', 'hex')), 'wrong-encoding'],
    ['odd-utf16.txt', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('abc')]), 'wrong-encoding'],
    ['empty.html', bytes('<!doctype html><title>Nur Titel</title><body><script>var a = "Wort"</script>'), 'no-text'],
    ['signs.md', bytes('# \n\n---\n'), 'no-text'],
    ['broken.jsonld', bytes('{"@context": "http://www.w3.org/ns/anno.jsonld", '), 'malformed-input'],
    ['list.json', bytes('[]'), 'empty-input'],
  ])('%s is refused as %s', async (name, content, code) => {
    expect(await codeOf(name, content)).toBe(code);
  });

  it('an unknown format is refused by its name', async () => {
    expect(await codeOf('a.txt', bytes('Text'), 'papyrus')).toBe('unsupported-format');
  });

  it('more than 64 MB are refused without being looked at', async () => {
    const huge = new Uint8Array(MAX_SOURCE_BYTES + 1);
    for (const name of ['a.txt', 'a.html', 'a.md', 'a.json']) expect(await codeOf(name, huge)).toBe('too-large');
  });
});

describe('a source in another encoding', () => {
  const windows = new Uint8Array(
    Buffer.from(SENTENCE.replace('„', '\x84').replace('“', '\x93').replace('–', '\x96'), 'latin1'),
  );
  it.each([
    ['UTF-8 with mark', bytes(`\uFEFF${SENTENCE}`)],
    ['UTF-16, little end first', bytes(`\uFEFF${SENTENCE}`, 'utf16le')],
    ['UTF-16, big end first', Buffer.from(`\uFEFF${SENTENCE}`, 'utf16le').swap16()],
    ['windows-1252', windows],
  ])('is read: %s', async (_, content) => {
    expect(await textOf('a.txt', content)).toBe(SENTENCE);
  });

  it('is read as the page declares', async () => {
    const page = Buffer.concat([bytes('<meta charset="iso-8859-5"><p>'), Buffer.from('bfe0d8d2d5e2', 'hex')]);
    expect(await textOf('a.html', page)).toBe('Привет');
  });

  it('is read as UTF-8 where it is, whatever the page declares', async () => {
    expect(await textOf('a.html', bytes(`<meta charset="iso-8859-1"><p>${SENTENCE}`))).toBe(SENTENCE);
  });
});

describe('a page made to break its reader', { timeout: 60_000 }, () => {
  const within = async (ms: number, work: () => Promise<unknown>) => {
    const start = performance.now();
    await work();
    expect(performance.now() - start).toBeLessThan(ms);
  };

  it('that copies elements without end is refused in time', async () => {
    await within(10_000, async () => {
      expect(
        await codeOf('bomb.html', bytes(Array.from({ length: 9_000 }, (_, place) => `<b a=${place}><p>`).join(''))),
      ).toBe('too-large');
    });
  });

  it.each([
    'div',
    'blockquote',
    'ul><li',
    'b',
    'span',
    'font',
    'table><tr><td',
    'dl><dd',
    'figure',
    'h2',
    'a href=x',
    'svg',
    'math',
  ])('that nests <%s> 100,000 deep is kept or refused with a sentence', async (tag) => {
    await within(30_000, async () => {
      const [record] = await read('deep.html', bytes(`<p>vorn</p>${`<${tag}>`.repeat(100_000)}<p>innerstes</p>`));
      if (record?.kind === 'draft') {
        const { lead, blocks } = record.draft;
        expect(plainText(lead, blocks).replace(/\s+/g, ' ')).toMatch(/svg|math/.test(tag) ? /vorn/ : /vorn.*innerstes/);
      } else if (record?.kind === 'failed') expect(record.error.code).toMatch(/^too-(?:large|deep)$/);
      else expect.fail('no answer');
    });
  });

  it.each([
    ['20,000 attributes', `<p ${Array.from({ length: 20_000 }, (_, place) => `a${place}=b`).join(' ')}>Wort</p>`],
    ['100,000 neighbours', `<p>Wort</p>${'<span class=a>x</span>'.repeat(50_000)}`],
    ['an attribute of 20 MB', `<p>Wort</p><img alt="${'a'.repeat(20_000_000)}">`],
    ['nested tables', `<p>Wort</p>${'<table><tr><td>'.repeat(2_000)}`],
    ['a list of figures', `<p>Wort</p>${'<figure><img alt=a><figcaption>b'.repeat(5_000)}`],
  ])('with %s gives its word in time', async (_, html) => {
    await within(30_000, async () => {
      expect(await textOf('a.html', bytes(html))).toContain('Wort');
    });
  });

  it.each([
    ['quotes', `${'>'.repeat(100_000)} Wort`],
    ['quotes with spaces', `${'> '.repeat(50_000)} Wort`],
    ['lists', `${'- '.repeat(50_000)}Wort`],
    ['indented lists', Array.from({ length: 1_000 }, (_, depth) => `${' '.repeat(depth * 2)}- a`).join('\n')],
    ['brackets', '['.repeat(100_000)],
    ['stars', '*a '.repeat(8_000)],
    ['underscores', '__a_'.repeat(8_000)],
    ['ticks', Array.from({ length: 2_000 }, (_, count) => '`'.repeat(count)).join(' ')],
    ['links', '[a]('.repeat(2_000)],
    ['images', '![a'.repeat(4_000)],
    ['tags', '<a b="'.repeat(4_000)],
    ['front matter of aliases', `---\na: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b,*b]\nd: [*c,*c,*c,*c]\n---\n\nWort`],
  ])('as Markdown of %s is read or refused in time', async (_, markdown) => {
    await within(30_000, async () => {
      const [record] = await read('a.md', bytes(markdown));
      if (record?.kind === 'failed') expect(record.error.code).toMatch(/^(?:too-(?:large|deep)|no-text)$/);
      else expect(record?.kind).toBe('draft');
    });
  });

  it.each([
    ['dots', 'a.txt', `Wort ${'.'.repeat(1_000_000)}x`],
    ['spaces after a date', 'a.txt', `date 16.10.2025${' '.repeat(1_000_000)}Wort`],
    ['spaces', 'a.txt', `Wort${' '.repeat(10_000_000)}Wort`],
    ['one endless line', 'a.txt', 'Wort und Wort, '.repeat(1_000_000)],
    ['empty lines', 'a.txt', `Wort${'\n'.repeat(900_000)}Wort`],
    ['paragraphs', 'a.txt', 'Wort.\n\n'.repeat(90_000)],
    ['comments', 'page', `${'<!---->'.repeat(500)}Wort`],
    ['an endless title', 'a.html', `<title>${'a - '.repeat(500_000)}|</title><p>Wort`],
    ['headings in each other', 'a.html', `<p>Wort${'<h1><div>'.repeat(50_000)}`],
    ['feet in each other', 'a.html', `<article><p>Wort${'<footer>'.repeat(90_000)}`],
    ['broken JSON-LD', 'a.html', `<script type="application/ld+json">{${' '.repeat(1_500_000)}x]]></script><p>Wort`],
    ['words in marks', 'a.html', `<p>Wort${'<b>a</b> '.repeat(40_000)}`],
    ['items of no list in each other', 'a.html', `<p>Wort${'<li><section>a'.repeat(30_000)}`],
    ['definitions of no list in each other', 'a.html', `<p>Wort${'<dd><section>a'.repeat(30_000)}`],
    [
      'an endless address around many texts',
      'a.html',
      `<p>Wort <a href="http://a.org/${'a'.repeat(1_000_000)}">${'<i>a</i>'.repeat(20_000)}`,
    ],
  ])('with %s is read in time', async (_, name, source) => {
    await within(30_000, async () => {
      expect(await textOf(name, bytes(source))).toContain('Wort');
    });
  });

  it('with a line for every character is refused', async () => {
    expect(await codeOf('a.txt', bytes('a\n'.repeat(1_100_000)))).toBe('too-large');
  });

  it.each([
    ['paragraphs', 'Wort.\n\n'.repeat(100_001)],
    ['items', '- Wort\n'.repeat(100_001)],
  ])('as Markdown of more than 100,000 %s is refused', async (_, markdown) => {
    expect(await codeOf('a.md', bytes(markdown))).toBe('too-large');
  });

  it('as JSON nested 100,000 deep is refused with a sentence', async () => {
    expect(await codeOf('a.jsonld', bytes('['.repeat(100_000)))).toMatch(/^(?:too-deep|malformed-input)$/);
    expect(await codeOf('b.jsonld', bytes(`${'[{"body":'.repeat(100_000)}1${'}]'.repeat(100_000)}`))).toMatch(
      /^(?:too-deep|malformed-input)$/,
    );
  });
});

describe('finding sources', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nachlese-sources-'));
    await mkdir(join(folder, 'b/inner'), { recursive: true });
    await mkdir(join(folder, '.hidden'));
    for (const name of ['c.txt', 'a.md', 'b/inner/d.html', '.hidden/e.txt', 'b/.DS_Store']) {
      await writeFile(join(folder, name), 'x');
    }
    await writeFile(join(folder, 'huge.txt'), '');
    await truncate(join(folder, 'huge.txt'), 200 * 1024 * 1024);
    await symlink(folder, join(folder, 'b/loop'));
  });
  afterAll(() => rm(folder, { recursive: true, maxRetries: 5 }));

  it('walks folders in the order of names, past hidden files and links, and tells sizes unread', async () => {
    const found = [];
    for await (const { name, size } of findSources([folder, join(folder, 'c.txt')])) found.push([name, size]);
    expect(found).toEqual([
      ['a.md', 1],
      ['c.txt', 1],
      ['huge.txt', 200 * 1024 * 1024],
      ['b/inner/d.html', 1],
      ['c.txt', 1],
    ]);
  });

  it('says which path is missing', async () => {
    const missing = join(folder, 'none');
    await expect(async () => {
      for await (const found of findSources([missing])) expect(found).toBeUndefined();
    }).rejects.toMatchObject({ code: 'not-found', values: { path: missing } });
  });
});
