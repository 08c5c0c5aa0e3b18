import type { NoteRow } from '#contract';

/** Case, accents and ß folded away, so that "uber" finds "Über". */
function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ß', 'ss');
}

const FIELD = /^(tag|schlagwort|color|farbe|state|zustand|article|artikel):(.+)$/i;

/**
 * Whether a note is meant by a query over notes: every word must stand in its quotation, body, tags or article title;
 * `tag:`, `color:`, `state:` and `article:` (German names too) ask for one field.
 */
export function noteMatches(note: NoteRow, query: string): boolean {
  const words = query.split(/\s+/u).filter((word) => word !== '');
  if (words.length === 0) return true;
  const all = fold([note.selector?.exact ?? '', note.body, ...note.tags, note.articleTitle].join('\n'));
  return words.every((word) => {
    const [, field = '', value = ''] = FIELD.exec(word) ?? [];
    switch (field.toLowerCase()) {
      case 'tag':
      case 'schlagwort':
        return note.tags.some((tag) => fold(tag) === fold(value));
      case 'color':
      case 'farbe':
        return note.color === value.toLowerCase();
      case 'state':
      case 'zustand':
        return note.placement.state === value.toLowerCase();
      case 'article':
      case 'artikel':
        return note.articleId.startsWith(value) || fold(note.articleTitle).includes(fold(value));
      default:
        return all.includes(fold(word));
    }
  });
}
