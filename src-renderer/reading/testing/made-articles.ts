import fc from 'fast-check';
import type { Article, Block, Inline, Mark, OpenedArticle } from '#contract';

/** The function that makes plain text and offsets: tests, and only they, take the archive's own. */
export type LayOut = (lead: Inline[], blocks: Block[]) => Pick<OpenedArticle, 'text' | 'textOffsets'>;

const plain = { language: null, direction: null };
const words = fc.string({
  unit: fc.constantFrom(
    'a',
    'Gipfel',
    'treffen',
    'ß',
    ' ',
    ' ',
    '-',
    '.',
    '“',
    '\u00AD',
    '💬',
    'e\u0301',
    'Reichweite',
  ),
  minLength: 1,
  maxLength: 14,
});
const mark = fc.constantFrom<Mark>(
  { type: 'strong' },
  { type: 'emphasis' },
  { type: 'code' },
  { type: 'link', href: 'https://example.org/a' },
  { type: 'link', href: 'https://example.org/b' },
  { type: 'language', language: 'en', direction: null },
);
const inline: fc.Arbitrary<Inline> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ text: words, marks: fc.array(mark, { maxLength: 2 }) }).map(makeText) },
  { weight: 1, arbitrary: fc.constant<Inline>({ type: 'break' }) },
  { weight: 1, arbitrary: fc.constant<Inline>({ type: 'footnote-reference', id: 'n1', label: '[1]' }) },
);
const content = fc.array(inline, { minLength: 1, maxLength: 4 });

function makeText({ text, marks }: { text: string; marks: Mark[] }): Inline {
  const types = new Set<string>();
  return { type: 'text', text, marks: marks.filter(({ type }) => !types.has(type) && types.add(type)) };
}

const leaf: fc.Arbitrary<Block> = fc.oneof(
  content.map((inlines): Block => ({ type: 'paragraph', content: inlines, ...plain })),
  content.map((inlines): Block => ({ type: 'heading', level: 2, content: inlines, ...plain })),
  fc
    .record({ caption: content, creditLine: fc.option(words) })
    .map((figure): Block => ({ type: 'figure', asset: null, alt: null, credit: null, ...figure, ...plain })),
  fc.record({ caption: content, stamp: fc.option(words) }).map((video): Block => ({
    type: 'video',
    date: null,
    duration: null,
    poster: null,
    url: null,
    ...video,
    ...plain,
  })),
  words.map((text): Block => ({ type: 'code', text, syntax: null, ...plain })),
  fc.constant<Block>({ type: 'rule', ...plain }),
  fc
    .record({ caption: fc.array(inline, { maxLength: 2 }), cells: fc.array(content, { minLength: 1, maxLength: 3 }) })
    .map(({ caption, cells }): Block => ({
      type: 'table',
      caption,
      rows: [{ cells: cells.map((cell) => ({ header: false, content: cell })) }],
      ...plain,
    })),
);
const block: fc.Arbitrary<Block> = fc.oneof(
  { weight: 4, arbitrary: leaf },
  {
    weight: 1,
    arbitrary: fc.array(leaf, { maxLength: 2 }).map((blocks): Block => ({ type: 'quote', blocks, ...plain })),
  },
  {
    weight: 1,
    arbitrary: fc
      .array(fc.array(leaf, { minLength: 1, maxLength: 2 }), { maxLength: 3 })
      .map((items): Block => ({ type: 'list', ordered: false, start: null, items, ...plain })),
  },
  {
    weight: 1,
    arbitrary: fc
      .array(leaf, { minLength: 1, maxLength: 2 })
      .map((blocks): Block => ({ type: 'footnote', id: 'n1', label: '[1]', blocks, ...plain })),
  },
);

/** Articles of every type of block, with marks, breaks, links, soft hyphens of their own and characters of two units. */
export const madeArticle = (layOut: LayOut): fc.Arbitrary<OpenedArticle> =>
  fc
    .record({ lead: fc.array(inline, { maxLength: 3 }), blocks: fc.array(block, { maxLength: 6 }) })
    .map(({ lead, blocks }) => openedArticle({ lead, blocks }, layOut));

/** An article as the archive would open it. */
export function openedArticle(change: Partial<Article>, layOut: LayOut): OpenedArticle {
  const article: Article = {
    id: 'made',
    title: 'Ein Titel',
    titleFrom: 'source',
    kicker: null,
    lead: [],
    authors: [],
    publisher: null,
    agency: null,
    section: null,
    edition: null,
    page: null,
    databaseId: null,
    language: 'de',
    published: '2025-10-16',
    modified: null,
    archived: '2026-11-20T09:30:00Z',
    url: null,
    canonicalUrl: null,
    citeKey: null,
    blocks: [],
    assets: [],
    importedFrom: null,
    ...change,
  };
  const { title, authors, publisher, published } = article;
  const none = { title: null, authors: null, publisher: null, published: null };
  return {
    article,
    captured: { title, authors, publisher, published },
    state: { tags: [], read: false, starred: false, citeKey: null, corrections: none },
    row: {
      ...{ id: article.id, title, source: '', published, archived: article.archived, language: 'de', url: null },
      ...{ tags: [], notes: 0, read: false, starred: false, words: 10, image: null, unreadable: false },
    },
    ...layOut(article.lead, article.blocks),
    notes: [],
    versions: [],
  };
}
