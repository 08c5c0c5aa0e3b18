import { expect, it } from 'vitest';
import type { PastedArticle } from '#contract';
import { readSource } from '../import/import-formats.ts';
import { readPaste } from './read-paste.ts';

const page = `<!doctype html><html><head><title>Ein Titel</title>
<link rel="canonical" href="https://other.example/a"><meta property="og:site_name" content="Anderes Blatt"></head>
<body><p>Ein Absatz mit genug Worten.</p></body></html>`;

async function metadataOf(form: Partial<PastedArticle>) {
  const paste = {
    title: null,
    url: null,
    publisher: null,
    published: null,
    authors: [],
    text: '',
    html: page,
    ...form,
  };
  const now = new Date('2026-11-22T12:00:00Z');
  for await (const record of readPaste(paste, 'paste', now, readSource))
    if (record.kind === 'draft') return record.draft.metadata;
  return null;
}

it('takes what the page says where the form says nothing', async () => {
  expect(await metadataOf({})).toMatchObject({ canonicalUrl: 'https://other.example/a', publisher: 'Anderes Blatt' });
});

it('lets the form win, also over the address by which the page would be known', async () => {
  const form = { url: 'https://mine.example/b', publisher: 'Mein Blatt' };
  expect(await metadataOf(form)).toMatchObject({ ...form, canonicalUrl: null });
});
