import { describe, expect, it } from 'vitest';
import { plainText } from '../article/plain-text.ts';
import { blocksOfMarkdown } from './markdown-blocks.ts';
import { readMarkdownPage } from './markdown-page.ts';
import { PageAssets } from './page-assets.ts';

const read = (markdown: string) => readMarkdownPage(markdown, 'quelle.md');
const textOf = (markdown: string) => {
  const { lead, blocks } = read(markdown);
  return plainText(lead, blocks);
};

describe('Markdown', () => {
  it('gives title, people, dates and tags from its front matter', () => {
    const { metadata, tags, lead, blocks } = read(`---
title: "Gipfel: Budapest"
authors: [Anna Beispiel, "[[Jan Muster]]"]
date: 2025-10-16
source: https://www.beispiel.example/a
publisher: Beispielblatt
lang: de
tags:
  - "#ukraine"
  - usa
---

# Gipfel: Budapest

**Der Vorspann steht ganz in fetter Schrift und ist lang genug.**

Ein Absatz.
`);
    expect(metadata).toMatchObject({
      title: 'Gipfel: Budapest',
      titleFrom: 'source',
      authors: ['Anna Beispiel', 'Jan Muster'],
      published: '2025-10-16',
      url: 'https://www.beispiel.example/a',
      publisher: 'Beispielblatt',
      language: 'de',
    });
    expect(tags).toEqual(['ukraine', 'usa']);
    expect(plainText(lead, [])).toBe('Der Vorspann steht ganz in fetter Schrift und ist lang genug.');
    expect(plainText([], blocks)).toBe('Ein Absatz.');
  });

  it('takes the first heading as title, else the first sentence', () => {
    expect(read('# Titel\n\nText.').metadata).toMatchObject({ title: 'Titel', titleFrom: 'source' });
    expect(read('Ein Satz. Zwei.\n\nMehr.').metadata).toMatchObject({ title: 'Ein Satz', titleFrom: 'lead' });
  });

  it('gives every kind of block', () => {
    const { blocks } = read(`# T

## Zwischentitel

Absatz mit **fett**, *kursiv*, \`code\`, [Verweis](https://a.example/b), H<sub>2</sub>O  
neue Zeile und Fußnote[^1].

> Zitat

- eins
- [x] zwei
  1. drei

| A | B |
| - | - |
| 1 | 2 |

![Bild](a.jpg)
Bildtext. Foto: dpa

\`\`\`js
let a;
\`\`\`

---

<p>Aus <b>HTML</b></p>

[^1]: Die Note.
`);
    expect(blocks.map((block) => block.type).join(' ')).toBe(
      'heading paragraph quote list table figure code rule paragraph footnote',
    );
    expect(plainText([], blocks)).toBe(
      [
        'Zwischentitel',
        'Absatz mit fett, kursiv, code, Verweis, H2O\nneue Zeile und Fußnote[1].',
        'Zitat',
        'eins\n☑ zwei\ndrei',
        'A\tB\n1\t2',
        'Bildtext. Foto: dpa',
        'let a;',
        'Aus HTML',
        '[1] Die Note.',
      ].join('\n\n'),
    );
  });

  it('takes a title with a colon that nobody put into quotation marks', () => {
    const { metadata, tags } = read(
      '---\ntitle: Gipfel: Budapest "kommt" \\ geht\nautor: @anna\ndatum: 2025-10-16\ntags: [a, b]\n---\n\nText.\n',
    );
    expect(metadata).toMatchObject({ title: 'Gipfel: Budapest "kommt" \\ geht', authors: ['@anna'] });
    expect(metadata).toMatchObject({ published: '2025-10-16' });
    expect(tags).toEqual(['a', 'b']);
    expect(read('---\ntitle: A\ntags: x\ntitle: B\n---\nText.').metadata.title).toBe('B');
  });

  it('leaves text what only looks like front matter', () => {
    expect(textOf('---\n[kein: Feld\n---\n\nText.')).toContain('kein: Feld');
    expect(textOf('---\n\nText.')).toBe('Text.');
  });

  it('follows no link but to the web', () => {
    expect(
      JSON.stringify(read('[a](javascript:alert(1)) [b](file:///etc/passwd) [c](//x.example)').lead),
    ).not.toContain('href');
  });

  it('takes more paragraphs, and more pieces of one, than a call may have arguments', () => {
    const piece = { type: 'text' as const, value: 'a' };
    const paragraph = { type: 'paragraph' as const, children: [piece] };
    const strong = { type: 'strong' as const, children: Array.from({ length: 300_000 }, () => piece) };
    const children = [{ ...paragraph, children: [strong] }, ...Array.from({ length: 300_000 }, () => paragraph)];
    const blocks = blocksOfMarkdown({ type: 'root', children }, { baseUrl: null, assets: new PageAssets() });
    expect(blocks).toHaveLength(300_001);
  });
});
