import { expect, it } from 'vitest';
import { writeCitation } from './citation.ts';

const words = {
  quoted: (text: string) => `„${text}“`,
  date: (iso: string) => iso.slice(0, 10),
  captured: (date: string) => `gesichert am ${date}`,
};
const article = {
  title: 'Ein Titel',
  authors: ['Ada', 'Bea'],
  publisher: null,
  page: null,
  published: '2025-10-16',
  archived: '2026-11-20T09:30:00Z',
  canonicalUrl: 'https://example.org/a',
  url: 'https://example.org/a?x',
};

it('a citation names who, what, where and when', () => {
  expect(writeCitation(article, 'example.org', null, words)).toBe(
    'Ada, Bea: „Ein Titel“. example.org, 2025-10-16. https://example.org/a (gesichert am 2026-11-20)',
  );
});

it('a citation leaves out what is not known and puts a quote first', () => {
  const bare = { ...article, authors: [], published: null, canonicalUrl: null, url: null };
  expect(writeCitation(bare, '', ' Wort für Wort ', words)).toBe(
    '„Wort für Wort“\n„Ein Titel“. (gesichert am 2026-11-20)',
  );
});
