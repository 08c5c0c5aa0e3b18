import type { Article, ArticleState, PlacedNote } from '#contract';
import { plainText } from '../article/plain-text.ts';
import type { ExportArticle } from './export-article.ts';

const base = { language: null, direction: null };
const words = (text: string): { type: 'text'; text: string; marks: [] } => ({ type: 'text', text, marks: [] });

/** A small article for tests of exports. */
export const article: Article = {
  id: '2025-10-16-ein-treffen-in-b-0123456789',
  title: 'Ein Treffen in B.: was folgt?',
  titleFrom: 'source',
  kicker: null,
  lead: [words('Der Vorspann nennt das Treffen.')],
  authors: ['Ada Beispiel'],
  publisher: 'Beispielblatt',
  agency: null,
  section: null,
  edition: null,
  page: null,
  databaseId: null,
  language: 'de',
  published: '2025-10-16',
  modified: null,
  archived: '2025-10-17T12:00:00Z',
  url: 'https://example.org/treffen',
  canonicalUrl: null,
  citeKey: 'beispiel2025',
  blocks: [
    { ...base, type: 'heading', level: 2, content: [words('Zwischentitel')] },
    { ...base, type: 'paragraph', content: [words('Ein 😀 Absatz über die Waffenruhe und mehr.')] },
    {
      ...base,
      type: 'figure',
      asset: 'aa.jpg',
      alt: null,
      caption: [words('Ein Bild')],
      creditLine: 'Quelle: AP',
      credit: 'AP',
    },
  ],
  assets: [{ name: 'aa.jpg', mediaType: 'image/jpeg', size: 3, width: null, height: null }],
  importedFrom: null,
};

export const text = plainText(article.lead, article.blocks);

export const state: ArticleState = {
  tags: ['Ukraine', 'zwei Wörter'],
  read: false,
  starred: false,
  citeKey: null,
  corrections: { title: null, authors: null, publisher: null, published: null },
};

const quote = 'Absatz über die Waffenruhe';
const start = text.indexOf(quote);
const end = start + quote.length;

export const note: PlacedNote = {
  id: '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
  articleId: article.id,
  selector: { exact: quote, prefix: text.slice(start - 7, start), suffix: text.slice(end, end + 10), start, end },
  creator: 'Ada',
  own: true,
  color: 'sky',
  body: 'Stimmt **das**? Siehe [[Waffenruhe]].',
  tags: ['Frieden', 'noch prüfen'],
  created: '2025-10-18T09:00:00+02:00',
  modified: null,
  revision: 'r',
  placement: { state: 'exact', start, end },
};

export const wholeNote: PlacedNote = {
  ...note,
  id: '3f2504e0-4f89-41d3-9a0c-0305e82c3302',
  selector: null,
  body: 'Zum Ganzen.',
  tags: [],
  placement: { state: 'whole' },
};

export const exported: ExportArticle = { article, state, notes: [note, wholeNote], text };

export async function* each<T>(...items: T[]): AsyncIterable<T> {
  for (const item of items) yield await Promise.resolve(item);
}
