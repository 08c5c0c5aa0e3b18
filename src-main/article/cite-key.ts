import { hostOf } from './address.ts';
import { slug } from './slug.ts';

/** What a cite key is made of. */
export type CiteKeySource = {
  title: string;
  authors: readonly string[];
  publisher: string | null;
  canonicalUrl: string | null;
  url: string | null;
  published: string | null;
  archived: string;
};

const SMALL_WORDS = new Set(
  'der die das den dem des ein eine einen einem einer eines und oder in im ins an am auf aus bei mit nach von vom zu zum zur fuer ueber unter so wie was wer wo warum ist sind the a an and or of to for on at by from with how why what who is are'.split(
    ' ',
  ),
);

/**
 * A key to cite an article by, as citation managers make them: family name of the first author (else outlet), year,
 * first word of the title that says something: "zdf2025trump". `taken` keeps it unique; letters a, b, … follow.
 */
export function makeCiteKey(article: CiteKeySource, taken: (key: string) => boolean): string {
  const family = article.authors[0]?.includes(',')
    ? article.authors[0].split(',')[0]
    : article.authors[0]?.split(/\s+/).at(-1);
  const outlet = article.publisher ?? hostOf(article.canonicalUrl ?? article.url)?.replace(/^www\./, '');
  const words = slug(article.title, 400).split('-');
  const word = words.find((one) => one.length > 1 && !SMALL_WORDS.has(one)) ?? words[0] ?? '';
  const year = /^\d{4}/.exec(article.published ?? article.archived)?.[0] ?? '';
  const name = slug(family ?? outlet ?? '', 24).replaceAll('-', '');
  const key = `${name}${year}${word.slice(0, 24)}` || 'artikel';
  if (!taken(key)) return key;
  for (let count = 0; ; count += 1) {
    const next = key + letters(count);
    if (!taken(next)) return next;
  }
}

/** 0 → a, 25 → z, 26 → aa. */
function letters(count: number): string {
  const last = String.fromCharCode(97 + (count % 26));
  return count < 26 ? last : letters(Math.floor(count / 26) - 1) + last;
}
