import type { CatalogueEntry } from './catalogue.ts';
import { fullDate } from './query/parse-date.ts';
import type { Filter } from './query/query-node.ts';
import { foldWord } from './terms/fold-word.ts';
import { cutWords } from './terms/word-spans.ts';

/** Whether an article is what a filter asks for. */
export function passes(entry: CatalogueEntry, filter: Filter): boolean {
  const { row } = entry;
  switch (filter.kind) {
    case 'source':
      return hasWords([row.source], filter.words, filter.whole);
    case 'author':
      return hasWords(entry.authors, filter.words, filter.whole);
    case 'tag':
      return hasWords(row.tags, filter.words, filter.whole);
    case 'language': {
      const language = (row.language ?? '').toLowerCase();
      return language === filter.value || language.startsWith(`${filter.value}-`);
    }
    case 'date': {
      const date = fullDate(row.published ?? row.archived);
      const { from, until } = filter.range;
      return (from === null || date >= from) && (until === null || date < until);
    }
    case 'has':
      if (filter.what === 'note') return row.notes > 0;
      return filter.what === 'image' ? entry.hasImage : filter.what === 'video' ? entry.hasVideo : entry.hasHighlight;
    case 'is':
      return filter.what === 'starred' ? row.starred : row.read === (filter.what === 'read');
    case 'address':
      return entry.address === filter.address;
  }
}

/** All words, each at the beginning of a word of one value; quoted: the very words, side by side. */
function hasWords(values: readonly string[], words: readonly string[], whole: boolean): boolean {
  return values.some((value) => {
    const own = keysOf(value);
    if (whole) return own.some((_, at) => words.every((word, offset) => own[at + offset] === word));
    return words.every((word) => own.some((candidate) => candidate.startsWith(word)));
  });
}

const MEMO_SIZE = 20_000;
const memo = new Map<string, string[]>();

/** The same few outlets, authors and tags come again and again. */
function keysOf(value: string): string[] {
  let keys = memo.get(value);
  if (!keys) {
    if (memo.size >= MEMO_SIZE) memo.clear();
    memo.set(value, (keys = cutWords(value).map(foldWord)));
  }
  return keys;
}
