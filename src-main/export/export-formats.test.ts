import fc from 'fast-check';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { toString } from 'mdast-util-to-string';
import { gfm } from 'micromark-extension-gfm';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { ExportedFile, ExportFormat, ExportWhat } from '#contract';
import { annotationsIn, annotationToNote } from '../article/annotation.ts';
import type { ExportArticle } from './export-article.ts';
import { article, each, exported, note, wholeNote } from './export-fixture.ts';
import { exportFormats, renderExport } from './export-formats.ts';

const options = { language: 'de' as const, now: new Date('2026-11-22T10:00:00Z') };

async function render(
  what: ExportWhat,
  format: string,
  shape: 'one' | 'many',
  ...articles: ExportArticle[]
): Promise<ExportedFile[]> {
  const files = [];
  for await (const file of renderExport(format, shape, each(...articles), { ...options, what })) files.push(file);
  return files;
}

const only = (files: ExportedFile[]): ExportedFile => {
  expect(files).toHaveLength(1);
  return files[0] ?? { name: '', text: '' };
};

function readBack(markdown: string): { head: Record<string, unknown>; body: ReturnType<typeof fromMarkdown> } {
  const [, head = '', body = ''] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/u.exec(markdown) ?? [];
  return {
    head: parse(head) as Record<string, unknown>,
    body: fromMarkdown(body, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }),
  };
}

describe('notes as Markdown', () => {
  it('are one file per article, with front matter, quote, note, tags and source line', async () => {
    const file = only(await render('notes', 'markdown', 'many', exported));
    expect(file.name).toBe('2025-10-16 Ein Treffen in B. was folgt.md');
    expect(file.text).toBe(`---
title: "Ein Treffen in B.: was folgt?"
source: "Beispielblatt"
authors:
  - "Ada Beispiel"
published: "2025-10-16"
archived: "2025-10-17T12:00:00Z"
url: "https://example.org/treffen"
citekey: "beispiel2025"
tags:
  - "Ukraine"
  - "zwei-Wörter"
nachlese-id: "2025-10-16-ein-treffen-in-b-0123456789"
notes: 2
---

# Ein Treffen in B.: was folgt?

Zum Ganzen.

— Beispielblatt, 16. Oktober 2025, <https://example.org/treffen> · 2025-10-16-ein-treffen-in-b-0123456789 · Ada, 18. Oktober 2025 ^n3f2504e0-4f89-41d3-9a0c-0305e82c3302

---

> Absatz über die Waffenruhe

Stimmt **das**? Siehe [[Waffenruhe]].

#Frieden #noch-prüfen

— Beispielblatt, 16. Oktober 2025, <https://example.org/treffen> · 2025-10-16-ein-treffen-in-b-0123456789 · Ada, 18. Oktober 2025 ^n3f2504e0-4f89-41d3-9a0c-0305e82c3301
`);
  });

  it('are all in one file on request', async () => {
    const file = only(await render('notes', 'markdown', 'one', exported, exported));
    expect(file.name).toBe('Notizen 2026-11-22.md');
    const { head, body } = readBack(file.text);
    expect(head).toEqual({ title: 'Notizen', exported: '2026-11-22', articles: 2, notes: 4 });
    expect(body.children.filter((node) => node.type === 'heading').map((node) => toString(node))).toEqual([
      'Notizen, 22. November 2026',
      article.title,
      article.title,
    ]);
  });

  const markup = fc.constantFrom(
    '---',
    '\n---\n',
    '# ',
    '> ',
    '```',
    '<!--',
    '<script>',
    '[x](y)',
    '![[z]]',
    '%%',
    '==',
    '$$',
    '|',
    '* ',
    '1. ',
    ': "',
    '\\',
    '&lt;',
    '[^1]',
    '\n\n',
    '    ',
    'https://a.b',
    '#tag',
    '^id',
    '~~',
    '`',
    '\t',
    '- [ ]',
    '[a]: b',
    '===',
  );
  const hostile = fc
    .array(fc.oneof(markup, fc.string(), fc.constantFrom(' ', 'Wort', '„Zitat“')), { minLength: 1, maxLength: 12 })
    .map((parts) => parts.join(''));
  const oneSpace = (value: string): string => value.replace(/[\s\u0085]+/gu, ' ').trim();

  it('keep their structure and words, whatever a page, a note or a tag contains', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, hostile, hostile, hostile, fc.boolean(), async (title, exact, body, name, own) => {
        const selector = { exact, prefix: '', suffix: '', start: 0, end: exact.length };
        const nasty = { ...note, selector, body, own, tags: [name, body], creator: name };
        const last = { ...note, id: 'last', body: 'Ende', tags: [] };
        const file = only(
          await render('notes', 'markdown', 'many', {
            ...exported,
            article: { ...article, title, publisher: name, authors: [name], url: name },
            notes: [nasty, { ...last, placement: { state: 'unplaced' } }],
          }),
        );
        const { head, body: tree } = readBack(file.text);
        expect(head).toMatchObject({
          title: title.replace(/\s+/gu, ' ').trim(),
          ...(name === '' ? {} : { source: name }),
          'nachlese-id': article.id,
          notes: 2,
        });
        const quotes = tree.children.filter((node) => node.type === 'blockquote');
        expect(quotes.length).toBeGreaterThanOrEqual(exact.trim() === '' ? 1 : 2);
        if (exact.trim() !== '')
          expect(oneSpace(quotes[0]?.children.map(written).join(' ') ?? '')).toBe(oneSpace(exact));
        // Nothing before it swallowed the last note.
        expect(toString(tree.children[tree.children.length - 4])).toBe('Absatz über die Waffenruhe');
        expect(toString(tree.children[tree.children.length - 3])).toBe('Ende');
        expect(has(tree, 'html')).toBe(false);
      }),
      {
        numRuns: 150,
        examples: [
          ['', '', '    ``` ', '---', true],
          ['', '---', ' ', '\n---\n    "   \n---\n \n---\n---[^1]', false],
        ],
      },
    );
  });

  it('keep what note programs would read into a text as text, and leave plain text plain', async () => {
    const exact = 'a %%b%% ==c== $d$ #e ^f [[g]] 5 % 2 = 3, 50 $, C#, 3^2, a_b';
    const file = only(
      await render('notes', 'markdown', 'many', {
        ...exported,
        notes: [{ ...note, selector: { exact, prefix: '', suffix: '', start: 0, end: exact.length } }],
      }),
    );
    expect(file.text).toContain(String.raw`> a \%%b\%% \==c\== \$d$ \#e \^f \[\[g]] 5 % 2 = 3, 50 $, C#, 3^2, a_b`);
  });

  it("keep the user's own Markdown letter for letter, and close what a note leaves open", async () => {
    const own = { ...note, body: '- [[Ort]] #wichtig\n- ==hier==\n\n| a | b |\n| - | - |\n| 1 | 2 |' };
    const open = { ...note, id: 'x', body: '```\nimmer offen', placement: { ...note.placement, start: 999 } };
    const file = only(await render('notes', 'markdown', 'many', { ...exported, notes: [own, open] }));
    expect(file.text).toContain(own.body);
    expect(file.text).toContain('```\nimmer offen\n```\n');
  });

  it('have names that Windows takes and that differ in more than case', async () => {
    const titled = (title: string, id: string): ExportArticle => ({ ...exported, article: { ...article, id, title } });
    const files = await render(
      'notes',
      'markdown',
      'many',
      titled('A/B: <c>?', 'id-1111111111'),
      titled('a b  C ', 'id-2222222222'),
      titled('...', 'id-3'),
      titled('x'.repeat(300), 'id-4'),
    );
    const names = files.map((file) => file.name);
    expect(names.slice(0, 2)).toEqual(['2025-10-16 A B c.md', '2025-10-16 a b C 2222222222.md']);

    for (const name of names) expect(name).not.toMatch(/[<>:"/\\|?*\u0000-\u001f]|[. ]\.md$|^.{120,}$/u);
  });
});

describe('notes as JSON-LD', () => {
  it('come back as the same notes, by quote and with their ids', async () => {
    const file = only(await render('notes', 'jsonld', 'one', exported));
    const read = annotationsIn(JSON.parse(file.text)).map(({ annotation, embedded }) =>
      annotationToNote(annotation, { embedded }),
    );
    // The position counts code points: one less than code units, after the one emoji before it.
    const { start = 0, end = 0, ...quote } = note.selector ?? {};
    expect(read.map((entry) => entry.note)).toEqual(
      [
        { ...wholeNote, selector: null },
        { ...note, selector: { ...quote, start: start - 1, end: end - 1 } },
      ].map(({ id, selector, creator, color, body, tags, created, modified }) => ({
        id,
        selector,
        creator,
        color,
        body,
        tags,
        created,
        modified,
      })),
    );
    expect(read[0]?.target).toMatchObject({ addresses: [article.url], articleId: article.id, title: article.title });
  });

  it('are a collection as the W3C model has it', async () => {
    const json = JSON.parse(only(await render('notes', 'jsonld', 'one', exported)).text) as Record<string, never>;
    expect(json).toMatchObject({
      type: 'AnnotationCollection',
      label: 'Notizen',
      total: 2,
      first: { type: 'AnnotationPage', startIndex: 0 },
    });
    expect(JSON.stringify(json).match(/"@context"/gu)).toHaveLength(1);
    const empty = JSON.parse(only(await render('notes', 'jsonld', 'one')).text) as object;
    expect(empty).toMatchObject({ total: 0 });
    expect(empty).not.toHaveProperty('first');
  });
});

describe('notes as a table', () => {
  it('never begin a cell with a formula', async () => {
    const nasty = { ...note, body: '=HYPERLINK("http://x";"a")', tags: ['@sum'], creator: '+1' };
    const file = only(await render('notes', 'csv', 'one', { ...exported, notes: [nasty] }));
    expect(file.text).toContain(',"\'=HYPERLINK(""http://x"";""a"")",\'@sum,Himmel,\'+1,');
    expect(file.text.split('\r\n')).toHaveLength(3);
  });
});

describe('notes as a page', () => {
  it('carry no markup of what they quote', async () => {
    const nasty = { ...note, body: '<img src=x onerror=alert(1)>', tags: ['<b>'], creator: '<i>' };
    const url = 'javascript:alert(1)';
    const file = only(
      await render('notes', 'html', 'one', { ...exported, article: { ...article, url, title: '<u>' }, notes: [nasty] }),
    );
    expect(file.text).not.toMatch(/<(?:img|b|i|u|script)\b|href="javascript/u);
  });
});

describe('articles', () => {
  it('as Markdown have front matter, headings and captions', async () => {
    const file = only(await render('articles', 'markdown', 'many', exported));
    expect(file.text.split('---\n\n')[1]).toBe(`# Ein Treffen in B.: was folgt?

**Der Vorspann nennt das Treffen.**

## Zwischentitel

Ein 😀 Absatz über die Waffenruhe und mehr.

*Ein Bild* Quelle: AP
`);
  });
});

describe('articles as HTML', () => {
  it('names no picture, as none goes along, also where it stands in a quotation or a list', async () => {
    const nested = [
      { ...quoted, blocks: article.blocks },
      { ...quoted, type: 'list' as const, ordered: false, start: null, items: [article.blocks] },
    ];
    const { text } = only(
      await render('articles', 'html', 'many', { ...exported, article: { ...article, blocks: nested } }),
    );
    expect(text).toContain('Ein Bild');
    expect(text).not.toContain('<img');
  });
});

const quoted = { type: 'quote' as const, language: null, direction: null };

describe('every format', () => {
  const cases = exportFormats.flatMap((format) =>
    format.shapes.map((shape): [string, ExportFormat, 'one' | 'many'] => [
      `${format.what} as ${format.name}, ${shape}`,
      format,
      shape,
    ]),
  );

  it.each(cases)('%s: the same input gives the same files, with the ending it says', async (_title, format, shape) => {
    const first = await render(format.what, format.name, shape, exported, exported);
    expect(first).toEqual(await render(format.what, format.name, shape, exported, exported));
    expect(new Set(first.map(({ name }) => name)).size).toBe(shape === 'one' ? 1 : 2);
    for (const { name } of first) expect(name.endsWith(`.${format.extension}`)).toBe(true);
  });

  it.each(cases)('%s: nothing to export is no error', async (_title, format, shape) => {
    expect(await render(format.what, format.name, shape)).toHaveLength(shape === 'one' ? 1 : 0);
  });

  it('that is not there is refused by name', () => {
    expect(() => renderExport('docx', 'one', each(), options)).toThrow('notes → docx');
    expect(() => renderExport('html', 'one', each(), { ...options, what: 'articles' })).toThrow('articles → html');
  });
});

type Tree = ReturnType<typeof fromMarkdown>;
type Part = Tree | Tree['children'][number];

const written = (node: Part): string =>
  node.type === 'break' ? ' ' : 'children' in node ? node.children.map(written).join('') : toString(node);

const has = (node: Part, type: string): boolean =>
  node.type === type || ('children' in node && node.children.some((child) => has(child, type)));
