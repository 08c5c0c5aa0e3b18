/** Unicode's soft hyphen: invisible unless a line breaks at it. */
export const SOFT_HYPHEN = '\u00AD';

/** Where a text may be broken: rising offsets, each between two letters of one word. */
export type FindBreaks = (text: string) => readonly number[];

/** A text that is never broken inside a word. */
export const noBreaks: FindBreaks = () => NONE;

const NONE: readonly number[] = [];
const SHORTEST_WORD = 6;
/** Letters that stay together before and after a break. */
const BEFORE = 2;
const AFTER = 3;
// Addresses, file names and the like would be misquoted with a hyphen in them.
const WORDS_AND_ADDRESSES = /\S*(?:\/|@|_|\\|www\.)\S*|\p{L}{6,}/gu;

const loading = new Map<string, Promise<FindBreaks>>();

/**
 * Break points by the TeX patterns of a language, which are loaded once, when first needed.
 * @param language BCP 47; languages without bundled patterns get {@link noBreaks}.
 */
export function loadHyphenation(language: string | null): Promise<FindBreaks> {
  const name = patternName(language);
  if (name === null) return Promise.resolve(noBreaks);
  const known = loading.get(name);
  if (known) return known;
  const loaded = loadPatterns(name)
    .then(({ hyphenateSync }) => findBreaksBy(hyphenateSync))
    .catch(() => noBreaks);
  loading.set(name, loaded);
  return loaded;
}

type PatternName = 'de-1996' | 'en-gb' | 'en-us';

/** The bundled patterns for a language; null where there are none. */
export function patternName(language: string | null): PatternName | null {
  const [primary, ...rest] = (language ?? '').toLowerCase().split('-');
  if (primary === 'de') return 'de-1996';
  if (primary !== 'en') return null;
  return rest.includes('us') || rest.length === 0 ? 'en-us' : 'en-gb';
}

function loadPatterns(name: PatternName): Promise<{ hyphenateSync: (text: string) => string }> {
  if (name === 'de-1996') return import('hyphen/de-1996');
  return name === 'en-gb' ? import('hyphen/en-gb') : import('hyphen/en-us');
}

/** Break points of running text from a function that puts soft hyphens into one word. */
export function findBreaksBy(hyphenateWord: (word: string) => string): FindBreaks {
  const known = new Map<string, readonly number[]>();
  const breaksOfWord = (word: string): readonly number[] => {
    const found = known.get(word);
    if (found) return found;
    const breaks = readBreaks(word, hyphenateWord(word));
    known.set(word, breaks);
    return breaks;
  };
  return (text) => {
    let breaks: number[] | null = null;
    for (const match of text.matchAll(WORDS_AND_ADDRESSES)) {
      const word = match[0];
      if (!isHyphenable(word, text[match.index - 1], text[match.index + word.length])) continue;
      for (const position of breaksOfWord(word)) (breaks ??= []).push(match.index + position);
    }
    return breaks ?? NONE;
  };
}

/** Letters from which on a word in a heading may be wider than its line, and is broken rather than cut anywhere. */
const TOO_LONG = 22;

/** Of the breaks of a text those in words so long that they may not fit into a line; for headings. */
export function inLongWords(text: string, breaks: readonly number[]): readonly number[] {
  if (breaks.length === 0) return NONE;
  const long = [...text.matchAll(/\p{L}+/gu)].filter(([word]) => word.length >= TOO_LONG);
  return breaks.filter((point) => long.some(({ index, 0: word }) => point > index && point < index + word.length));
}

function isHyphenable(word: string, before: string | undefined, after: string | undefined): boolean {
  if (word.length < SHORTEST_WORD || !/^\p{L}+$/u.test(word)) return false;
  // A word that brings soft hyphens of its own knows better.
  if (before === SOFT_HYPHEN || after === SOFT_HYPHEN) return false;
  return word !== word.toUpperCase();
}

function readBreaks(word: string, hyphenated: string): readonly number[] {
  const parts = hyphenated.split(SOFT_HYPHEN);
  if (parts.length < 2 || parts.join('') !== word) return NONE;
  const breaks: number[] = [];
  let position = 0;
  for (const part of parts.slice(0, -1)) {
    position += part.length;
    if (position >= BEFORE && word.length - position >= AFTER) breaks.push(position);
  }
  return breaks;
}
