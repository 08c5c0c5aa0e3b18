import type { IndexedArticle } from './search-index.ts';

/** An article for tests, with what matters given and the rest plain. */
export function makeIndexed(
  id: string,
  given: Partial<Omit<IndexedArticle, 'row'>> & Partial<Omit<IndexedArticle['row'], 'notes'>> & { text: string },
): IndexedArticle {
  const {
    title = id,
    source = '',
    published = null,
    language = 'de',
    tags = [],
    read = false,
    starred = false,
    notes = [],
  } = given;
  const row = {
    ...{ id, title, source, published, archived: '2025-12-01T12:00:00Z', language, url: null, tags },
    ...{ notes: notes.length, read, starred, words: given.text.split(/\s+/).length, image: null, unreadable: false },
  };
  const { stamp = '1', address = null, kicker = null, authors = [], text } = given;
  const { hasImage = false, hasVideo = false, hasHighlight = false, textHash = `hash of ${id}` } = given;
  return { row, stamp, address, textHash, kicker, authors, text, hasImage, hasVideo, hasHighlight, notes };
}
