import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Article, Block } from '#contract';
import { writeArticleHtml } from '../article/article-html.ts';
import { isElement, parseBoundedHtml } from '../article/bounded-html.ts';
import type { Draft } from '../article/draft.ts';
import { normaliseBlocks, normaliseInlines, normaliseLine } from '../article/normalise.ts';
import { parseArticleHtml } from '../article/parse-article-html.ts';
import { attributeOf } from '../article/bounded-html.ts';
import { nodesUnder } from './html-elements.ts';
import { readSource } from './import-formats.ts';

const PAYLOADS = '../shared/cases/xss-payloads.json';
const hasPayloads = existsSync(PAYLOADS);
const payloads = hasPayloads ? (JSON.parse(readFileSync(PAYLOADS, 'utf8')) as { payload: string }[]) : [];

const TYPES = new Set(
  'heading paragraph quote list definition-list figure video table code rule footnote text break footnote-reference strong emphasis sub sup link language'.split(
    ' ',
  ),
);

/** Every object of a tree, so that nothing hides anywhere in it. */
function* objectsIn(root: unknown): Iterable<Record<string, unknown>> {
  const waiting: unknown[] = [root];
  for (let value = waiting.pop(); value !== undefined || waiting.length > 0; value = waiting.pop()) {
    if (typeof value !== 'object' || value === null) continue;
    if (!Array.isArray(value)) yield value as Record<string, unknown>;
    waiting.push(...(Object.values(value) as unknown[]));
  }
}

function expectHarmlessTree(tree: unknown) {
  for (const node of objectsIn(tree)) {
    if ('type' in node) expect(TYPES).toContain(node['type']);
    for (const field of ['href', 'url']) {
      if (typeof node[field] === 'string') expect(new URL(node[field]).protocol).toMatch(/^(?:https?|mailto):$/);
    }
  }
}

const ELEMENTS = new Set(
  'html head meta title script style body header h1 h2 h3 h4 p main footer a abbr aside blockquote br caption code dd div dl dt em figcaption figure hr img li ol pre small span strong sub sup table tbody td th time tr ul'.split(
    ' ',
  ),
);

function expectHarmlessPage(html: string) {
  let scripts = 0;
  for (const node of nodesUnder(parseBoundedHtml(html))) {
    if (!isElement(node)) continue;
    expect(ELEMENTS).toContain(node.tagName);
    if (node.tagName === 'script') {
      scripts += 1;
      expect(attributeOf(node, 'type')).toBe('application/ld+json');
    }
    for (const { name, value } of node.attrs) {
      expect(name).not.toMatch(/^on|^style$|^srcdoc$|^formaction$/);
      if (name === 'href') expect(value).toMatch(/^(?:https?:|mailto:|#footnote-)/);
      if (name === 'src') expect(value).toMatch(/^assets\/[\w.%!~*'()-]+$/);
    }
  }
  expect(scripts).toBe(1);
}

function articleOf({ metadata, lead, blocks }: Draft): Article {
  const rest = { id: '2026-01-01-x-0123456789', citeKey: null, assets: [], importedFrom: null };
  return { ...metadata, ...rest, archived: '2026-01-01', lead, blocks };
}

async function draftOf(name: string, text: string): Promise<Draft | null> {
  const bytes = new Uint8Array(Buffer.from(text));
  for await (const record of readSource({ name, bytes }, { format: null, now: new Date(0), language: null })) {
    if (record.kind === 'draft') return record.draft;
    // A payload may leave no text, or be no text: then it is refused with a sentence.
    if (record.kind === 'failed') expect(record.error.code).toMatch(/^(?:no-text|empty-input|binary-input)$/);
  }
  return null;
}

function expectHarmless(draft: Draft) {
  const article = articleOf(draft);
  expect(normaliseBlocks(draft.blocks)).toEqual(draft.blocks);
  expectHarmlessTree([draft.lead, draft.blocks]);
  const html = writeArticleHtml(article);
  expectHarmlessPage(html);
  expect(parseArticleHtml(html)).toEqual(article);
}

describe.skipIf(!hasPayloads)(
  '223 payloads against sanitisers (../shared/cases/xss-payloads.json)',
  { timeout: 120_000 },
  () => {
    it.each(['a.html', 'a.md', 'a.txt'])('leave nothing but known blocks and safe links as %s', async (name) => {
      let read = 0;
      for (const { payload } of payloads) {
        for (const text of [payload, `Vorher ein Satz, damit Text da ist.\n\n${payload}\n\nNachher noch einer.`]) {
          const draft = await draftOf(name, text);
          if (!draft) continue;
          read += 1;
          expectHarmless(draft);
        }
      }
      expect(read).toBeGreaterThanOrEqual(payloads.length);
    });

    it('do nothing in title, author, source and links of a page', async () => {
      let read = 0;
      for (const { payload } of payloads) {
        const attribute = payload.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
        const draft = await draftOf(
          'a.html',
          `<html lang="${attribute}"><head><title>${attribute.replaceAll('<', '&lt;')}</title><meta name="author" content="${attribute}"><meta property="og:site_name" content="${attribute}"><link rel="canonical" href="${attribute}"></head><body><p>Ein Satz mit <a href="${attribute}">Verweis</a>.</p></body></html>`,
        );
        if (!draft) continue;
        read += 1;
        expectHarmless(draft);
      }
      expect(read).toBeGreaterThanOrEqual(payloads.length - 5);
    });

    it('do nothing in any field of an article', () => {
      for (const { payload } of payloads) {
        const line = normaliseLine(payload) ?? 'x';
        const blocks: Block[] = normaliseBlocks([
          { type: 'code', text: payload, syntax: payload, language: payload, direction: null },
          {
            type: 'video',
            caption: [{ type: 'text', text: payload, marks: [{ type: 'link', href: payload }] }],
            stamp: payload,
            date: payload,
            duration: 1,
            poster: payload,
            url: payload,
            language: null,
            direction: null,
          },
        ]);
        const all = {
          kicker: line,
          publisher: line,
          agency: line,
          section: line,
          edition: line,
          page: line,
          url: line,
        };
        const article: Article = {
          ...all,
          id: 'x',
          title: line,
          titleFrom: 'source',
          lead: normaliseInlines([{ type: 'text', text: payload, marks: [] }]),
          authors: [line],
          databaseId: line,
          language: null,
          published: line,
          modified: line,
          archived: line,
          canonicalUrl: line,
          citeKey: line,
          blocks,
          assets: [],
          importedFrom: { name: line, record: line, sha256: null, format: 'html' },
        };
        const html = writeArticleHtml(article);
        expectHarmlessPage(html);
        expect(parseArticleHtml(html)).toEqual(article);
      }
    });
  },
);
