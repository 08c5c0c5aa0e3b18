import type { ArticleRow } from '#contract';
import type { CatalogueEntry } from './catalogue.ts';

type Indexed = Pick<CatalogueEntry, 'row' | 'kicker' | 'authors' | 'place'>;

/** What is indexed of an article but its text and notes. */
export function indexedFields({ row, kicker, authors }: Omit<Indexed, 'place'>): {
  language: string | null;
  title: string;
  more: string;
} {
  return {
    language: row.language,
    title: kicker === null ? row.title : `${row.title}\n\n${kicker}`,
    more: [...authors, ...row.tags, row.source].join('\n\n'),
  };
}

/** A number that changes with anything that is indexed of an article. */
export function identityOf(entry: Indexed): number {
  const { language, title, more } = indexedFields(entry);
  let sum = 0x811c9dc5;
  for (const text of [entry.row.id, entry.place.sum, language ?? '', title, more]) {
    for (let at = 0; at < text.length; at++) sum = Math.imul(sum ^ text.charCodeAt(at), 0x01000193);
    sum = Math.imul(sum ^ 0x1f, 0x01000193);
  }
  return sum >>> 0;
}

/** Whether what is indexed of a row stayed the same. */
export function sameWords(a: ArticleRow, b: ArticleRow): boolean {
  const [own, other] = [a, b].map((row) => indexedFields({ row, kicker: null, authors: [] }));
  return own!.language === other!.language && own!.title === other!.title && own!.more === other!.more;
}
