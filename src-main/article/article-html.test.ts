import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Article, Block } from '#contract';
import { ArchiveError } from '../errors.ts';
import { writeArticleHtml } from './article-html.ts';
import { canonicalArticle, canonicalBlocks } from './generated-trees.ts';
import { MAX_BLOCK_DEPTH, normaliseBlocks, normaliseInlines } from './normalise.ts';
import { parseArticleHtml } from './parse-article-html.ts';
import { plainText } from './plain-text.ts';

const article: Article = {
  id: '2025-10-16-gipfel-0123456789',
  title: 'Gipfel & Waffenruhe',
  titleFrom: 'source',
  kicker: null,
  lead: [{ type: 'text', text: 'Der Vorspann.', marks: [] }],
  authors: ['Anna Beispiel'],
  publisher: 'Beispielblatt',
  agency: null,
  section: null,
  edition: null,
  page: null,
  databaseId: null,
  language: 'de',
  published: '2025-10-16',
  modified: null,
  archived: '2026-11-22T20:00:00.000Z',
  url: 'https://www.example.org/a',
  canonicalUrl: null,
  citeKey: null,
  blocks: [],
  assets: [],
  importedFrom: null,
};

const paragraph = (text: string): Block => ({
  type: 'paragraph',
  language: null,
  direction: null,
  content: [{ type: 'text', text, marks: [] }],
});

const reasonOf = (html: string): unknown => {
  try {
    parseArticleHtml(html);
  } catch (error) {
    if (error instanceof ArchiveError && error.code === 'unreadable') return error.values['reason'];
    throw error;
  }
  return null;
};

describe('article.html', () => {
  it('gives every canonical article back as it was', () => {
    fc.assert(
      fc.property(canonicalArticle, (any) => {
        expect(parseArticleHtml(writeArticleHtml(any))).toEqual(any);
      }),
      { numRuns: 300 },
    );
  });

  it('gives every canonical tree of blocks back as it was', () => {
    fc.assert(
      fc.property(canonicalBlocks, (blocks) => {
        expect(parseArticleHtml(writeArticleHtml({ ...article, blocks })).blocks).toEqual(blocks);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps a tree nested to the bound, and words of one nested far deeper', () => {
    let deep: Block[] = [paragraph('innerstes')];
    for (let level = 0; level < 100_000; level += 1) {
      deep = [{ type: 'quote', language: null, direction: null, blocks: deep }];
    }
    const blocks = normaliseBlocks(deep);
    const read = parseArticleHtml(writeArticleHtml({ ...article, blocks }));
    expect(read.blocks).toEqual(blocks);
    expect(plainText([], read.blocks)).toBe('innerstes');
    let depth = 0;
    for (let block = blocks[0]; block?.type === 'quote'; block = block.blocks[0]) depth += 1;
    expect(depth).toBe(MAX_BLOCK_DEPTH);
  });

  it('cannot be ended by a text that looks like markup', () => {
    const title = '</title></script><script>alert(1)</script><!--';
    const html = writeArticleHtml({
      ...article,
      title,
      lead: normaliseInlines([{ type: 'text', text: title, marks: [] }]),
    });
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(parseArticleHtml(html).title).toBe(title);
  });

  it('shows a title that was taken from the lead only once', () => {
    const lead = normaliseInlines([{ type: 'text', text: 'Gipfel & Waffenruhe. Noch ein Satz.', marks: [] }]);
    const html = writeArticleHtml({ ...article, titleFrom: 'lead', lead });
    expect(html).toContain('<span class="from-lead">Gipfel &amp; Waffenruhe.</span> Noch ein Satz.');
    expect(parseArticleHtml(html).lead).toEqual(lead);
  });

  it('forbids every request but pictures beside it', () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(writeArticleHtml(article))?.[1];
    expect(policy).toMatch(/^default-src 'none'; img-src 'self' file:; style-src 'sha256-[^']+';/);
  });

  const html = writeArticleHtml({ ...article, blocks: [paragraph('Ein Absatz.')] });
  it.each([
    ['an unknown element', html.replace('<main>', '<main><iframe></iframe>')],
    ['an unknown attribute', html.replace('<p>Ein', '<p onclick="x()">Ein')],
    ['a script', html.replace('<main>', '<main><script>1</script>')],
    ['text between blocks', html.replace('<main>', '<main>lose')],
    ['a comment', html.replace('<main>', '<main><!-- x -->')],
    ['a headline that differs', html.replace('<h1>Gipfel', '<h1>Gipfl')],
    ['a format of the future', html.replace('"nachlese-format" content="1"', '"nachlese-format" content="2"')],
    ['a file that was cut', html.slice(0, html.indexOf('Absatz'))],
    ['JSON-LD that was cut', html.replace(/"identifier"[^]*?<\/script>/, '</script>')],
    ['a field of the future in JSON-LD', html.replace('"identifier"', '"nachlese:mood": 1, "identifier"')],
    ['an empty file', ''],
    ['a tag that was cut', html.replace('</main>', '</main')],
  ])('calls %s unreadable and says why', (_, damagedHtml) => {
    expect(damagedHtml).not.toBe(html);
    expect(reasonOf(damagedHtml)).toEqual(expect.stringMatching(/\S/));
  });

  it('refuses 100,000 nested elements with a sentence', () => {
    expect(reasonOf(html.replace('<main>', `<main>${'<blockquote>'.repeat(100_000)}`))).toEqual(expect.any(String));
    expect(reasonOf(html.replace('<main>', `<main>${'<b a=i><p>'.repeat(100_000)}`))).toEqual(expect.any(String));
  });
});
