import fc from 'fast-check';
import type { Article, Block, Inline, Mark } from '#contract';
import { normaliseLanguage } from './language-tag.ts';
import { normaliseBlocks, normaliseInlines, normaliseLine } from './normalise.ts';

/** Texts that have broken a writer, a reader or an offset before, among ordinary ones. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 24 }),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom(
    ' ',
    '\n',
    '\r\n\ta',
    '\n\nleading',
    'Sitzungs\u00ADprotokoll',
    'u\u0308ber',
    '\u0308',
    '\uD800',
    '\uDC00x',
    'A\u00A0B',
    '👩🏽‍🚀 Raumfahrt',
    '</script><script>alert(1)</script>',
    '</title></style></main><!-- ',
    ']]>&amp;&lt;&#0;"\'`=<p>',
    'عربي mit Text',
    '\uFEFF\u200B\u2028',
    '\u0000\u000C\u001F\u007F\u0085\uFFFE\uFFFF',
  ),
);

const direction = fc.constantFrom(null, 'ltr' as const, 'rtl' as const);
const language = fc.constantFrom(null, 'de', 'EN_us', 'zh-hant', 'ar', 'no language at all');
const base = { language, direction };

const mark: fc.Arbitrary<Mark> = fc.oneof(
  fc.constantFrom<Mark>(
    { type: 'strong' },
    { type: 'emphasis' },
    { type: 'code' },
    { type: 'sub' },
    { type: 'sup' },
    { type: 'link', href: 'https://example.org/a?b=1&c="2"' },
    { type: 'link', href: 'mailto:redaktion@example.org' },
    { type: 'link', href: 'http://EXAMPLE.org/ä ö' },
    { type: 'link', href: 'javascript:alert(1)' },
  ),
  fc.record({ type: fc.constant('language' as const), language, direction }),
);

/** Running text as an importer might hand it over, canonical or not. */
export const anyInlines: fc.Arbitrary<Inline[]> = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        type: fc.constant('text' as const),
        text: anyText,
        marks: fc.array(mark, { maxLength: 4 }),
      }),
    },
    { weight: 1, arbitrary: fc.constant<Inline>({ type: 'break' }) },
    {
      weight: 1,
      arbitrary: fc.record({ type: fc.constant('footnote-reference' as const), id: anyText, label: anyText }),
    },
  ),
  { maxLength: 5 },
);

const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });

const { blocks } = fc.letrec<{ blocks: Block[]; block: Block }>((tie) => ({
  blocks: fc.array(tie('block'), { maxLength: 4, depthIdentifier: 'blocks' }),
  block: fc.oneof(
    { depthIdentifier: 'blocks', depthSize: 'small', withCrossShrink: true },
    fc.record({ type: fc.constant('paragraph' as const), ...base, content: anyInlines }),
    fc.record({ type: fc.constant('heading' as const), ...base, level: fc.constantFrom(2, 3, 4), content: anyInlines }),
    fc.record({
      type: fc.constant('figure' as const),
      ...base,
      asset: orNull(anyText),
      alt: orNull(anyText),
      caption: anyInlines,
      creditLine: orNull(anyText),
      credit: orNull(anyText),
    }),
    fc.record({
      type: fc.constant('video' as const),
      ...base,
      caption: anyInlines,
      stamp: orNull(anyText),
      date: orNull(anyText),
      duration: orNull(fc.double()),
      poster: orNull(anyText),
      url: orNull(fc.oneof(anyText, fc.webUrl())),
    }),
    fc.record({
      type: fc.constant('table' as const),
      ...base,
      caption: anyInlines,
      rows: fc.array(
        fc.record({ cells: fc.array(fc.record({ header: fc.boolean(), content: anyInlines }), { maxLength: 3 }) }),
        { maxLength: 3 },
      ),
    }),
    fc.record({ type: fc.constant('code' as const), ...base, text: anyText, syntax: orNull(anyText) }),
    fc.record({ type: fc.constant('rule' as const), ...base }),
    fc.record({ type: fc.constant('quote' as const), ...base, blocks: tie('blocks') }),
    fc.record({
      type: fc.constant('list' as const),
      ...base,
      ordered: fc.boolean(),
      start: orNull(fc.oneof(fc.integer(), fc.constantFrom(-0, 1, 1.5))),
      items: fc.array(tie('blocks'), { maxLength: 3 }),
    }),
    fc.record({
      type: fc.constant('definition-list' as const),
      ...base,
      entries: fc.array(
        fc.record({
          terms: fc.array(anyInlines, { maxLength: 2 }),
          definitions: fc.array(tie('blocks'), { maxLength: 2 }),
        }),
        { maxLength: 2 },
      ),
    }),
    fc.record({ type: fc.constant('footnote' as const), ...base, id: anyText, label: anyText, blocks: tie('blocks') }),
  ),
}));

/** Blocks as an importer might hand them over, canonical or not. */
export const anyBlocks: fc.Arbitrary<Block[]> = blocks;

/** Blocks in canonical form: what is stored. */
export const canonicalBlocks = anyBlocks.map(normaliseBlocks);

/** Running text in canonical form. */
export const canonicalInlines = anyInlines.map(normaliseInlines);

const line = orNull(anyText).map(normaliseLine);

/** Whole articles in canonical form, hostile metadata included. */
export const canonicalArticle: fc.Arbitrary<Article> = fc.record({
  id: fc.constantFrom('2025-10-16-titel-0123456789', '1999-01-01-abcdefabcd'),
  title: anyText.map((text) => normaliseLine(text) ?? 'Titel'),
  titleFrom: fc.constantFrom('source', 'lead', 'file'),
  kicker: line,
  lead: canonicalInlines,
  authors: fc.array(
    anyText.map((text) => normaliseLine(text) ?? 'Name'),
    { maxLength: 3 },
  ),
  publisher: line,
  agency: line,
  section: line,
  edition: line,
  page: line,
  databaseId: line,
  language: language.map(normaliseLanguage),
  published: fc.constantFrom(null, '2025', '2025-10', '2025-10-16', '2025-10-16T21:58:00+02:00'),
  modified: fc.constantFrom(null, '2025-10-17'),
  archived: fc.constant('2026-11-22T20:00:00.000Z'),
  url: fc.constantFrom(null, 'https://www.example.org/a?b=c&d', 'urn:isbn:123'),
  canonicalUrl: fc.constantFrom(null, 'https://www.example.org/a'),
  citeKey: fc.constantFrom(null, 'zdf2025trump'),
  blocks: canonicalBlocks,
  assets: fc.constantFrom(
    [],
    [{ name: '0123456789abcdef.jpg', mediaType: 'image/jpeg', size: 1234, width: 640, height: null }],
  ),
  importedFrom: fc.constantFrom(null, { name: 'a "b" <c>.txt', record: null, sha256: null, format: 'plain-text' }),
});
