import { normaliseAddress } from './address.ts';
import { slug } from './slug.ts';
import { textHash } from './text-hash.ts';

/** What an id is made of; `text` is the plain text. */
export type IdSource = {
  published: string | null;
  archived: string;
  title: string;
  canonicalUrl: string | null;
  url: string | null;
  text: string;
};

/**
 * The id of an article (RULINGS.md, 7): date of publication (else of archiving), at most 40 characters of the title,
 * 10 hex digits of the SHA-256 of its address (else its text). ASCII, lower case, valid as a folder name anywhere.
 */
export function makeArticleId(source: IdSource): string {
  const date = dayOf(source.published) ?? dayOf(source.archived) ?? '0000-00-00';
  const address = source.canonicalUrl ?? source.url;
  const hash = textHash(address === null ? source.text : normaliseAddress(address)).slice(0, 10);
  return [date, slug(source.title, 40), hash].filter((part) => part !== '').join('-');
}

/** The day of a time as written; where the source knows only the year or month, its first day. */
function dayOf(time: string | null): string | null {
  const parts = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?/.exec(time ?? '');
  return parts ? `${parts[1] ?? ''}-${parts[2] ?? '01'}-${parts[3] ?? '01'}` : null;
}
