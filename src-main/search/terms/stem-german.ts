/**
 * Snowball's German stemmer (algorithm of Snowball 3.1, snowballstem.org/algorithms/german/stemmer.html): with -erin,
 * -et and -ln, and ae, oe, ue read as umlauts.
 */

const VOWELS = new Set('aeiouyäöü');
const BETWEEN_VOWELS = /[aeiouyäöü][uy][aeiouyäöü]/;
const BEFORE_S = new Set('bdfghklmnrt');
const BEFORE_ST = new Set('bdfghklmnt');
const BEFORE_ET = new Set('Udfgklmnrstzä');
const NEVER_BEFORE_ET = /(?:tick|plan|geordn|intern|tr)$/;

const FIRST_SUFFIXES = ['erinnen', 'erin', 'ern', 'lns', 'em', 'en', 'er', 'es', 'ln', 'e', 's'];
const SECOND_SUFFIXES = ['est', 'en', 'er', 'et', 'st'];
const THIRD_SUFFIXES = ['lich', 'isch', 'heit', 'keit', 'end', 'ung', 'ig', 'ik'];

const PLAIN: Record<string, string> = { U: 'u', Y: 'y', ä: 'a', ö: 'o', ü: 'u' };
const DIGRAPHS: Record<string, string> = { ß: 'ss', ae: 'ä', oe: 'ö', ue: 'ü', qu: 'qu' };

/** Stem of a German word in lower case (NFC); digits and foreign letters pass through. */
export function stemGerman(word: string): string {
  let stem = markConsonants(word).replace(/ß|ae|oe|ue|qu/g, (found) => DIGRAPHS[found] ?? found);
  const [region1, region2] = markRegions(stem);
  stem = dropFirst(stem, region1);
  stem = dropSecond(stem, region1);
  stem = dropThird(stem, region1, region2);
  const possessive = /'(?:s|sch)?$/.exec(stem);
  if (possessive && possessive.index >= 2) stem = stem.slice(0, possessive.index);
  return stem.replace(/[UYäöü]/g, (letter) => PLAIN[letter] ?? letter);
}

/** A u or y between vowels is a consonant: written as a capital. */
function markConsonants(word: string): string {
  if (!BETWEEN_VOWELS.test(word)) return word;
  let marked = '';
  for (let at = 0; at < word.length; at++) {
    const letter = word[at] ?? '';
    const between = at > 0 && VOWELS.has(marked[at - 1] ?? '') && VOWELS.has(word[at + 1] ?? '');
    marked += between && (letter === 'u' || letter === 'y') ? letter.toUpperCase() : letter;
  }
  return marked;
}

function markRegions(word: string): [number, number] {
  const end = word.length;
  const first = afterSyllable(word, 0);
  if (end < 3 || first === -1) return [end, end];
  const second = afterSyllable(word, first);
  return [Math.max(first, 3), second === -1 ? end : second];
}

/** Just behind the first consonant that follows a vowel; -1: there is none. */
function afterSyllable(word: string, from: number): number {
  let at = from;
  while (at < word.length && !VOWELS.has(word[at] ?? '')) at++;
  while (at < word.length && VOWELS.has(word[at] ?? '')) at++;
  return at < word.length ? at + 1 : -1;
}

function longestSuffix(word: string, suffixes: readonly string[]): string | undefined {
  return suffixes.find((suffix) => word.endsWith(suffix));
}

function dropFirst(word: string, region1: number): string {
  const suffix = longestSuffix(word, FIRST_SUFFIXES);
  if (suffix === undefined || word.length - suffix.length < region1) return word;
  const rest = word.slice(0, -suffix.length);
  switch (suffix) {
    case 'em':
      return rest.endsWith('syst') ? word : rest;
    case 'e':
    case 'en':
    case 'es':
      return rest.endsWith('niss') ? rest.slice(0, -1) : rest;
    case 's':
      return BEFORE_S.has(rest.at(-1) ?? '') ? rest : word;
    case 'ln':
    case 'lns':
      return `${rest}l`;
    default:
      return rest;
  }
}

function dropSecond(word: string, region1: number): string {
  const suffix = longestSuffix(word, SECOND_SUFFIXES);
  if (suffix === undefined || word.length - suffix.length < region1) return word;
  const rest = word.slice(0, -suffix.length);
  const last = rest.at(-1) ?? '';
  if (suffix === 'st') return BEFORE_ST.has(last) && rest.length >= 4 ? rest : word;
  if (suffix === 'et') return BEFORE_ET.has(last) && !NEVER_BEFORE_ET.test(rest) ? rest : word;
  return rest;
}

function dropThird(word: string, region1: number, region2: number): string {
  const suffix = longestSuffix(word, THIRD_SUFFIXES);
  if (suffix === undefined || word.length - suffix.length < region2) return word;
  const rest = word.slice(0, -suffix.length);
  switch (suffix) {
    case 'end':
    case 'ung': {
      const inner = rest.slice(0, -2);
      return rest.endsWith('ig') && !inner.endsWith('e') && inner.length >= region2 ? inner : rest;
    }
    case 'ig':
    case 'ik':
    case 'isch':
      return rest.endsWith('e') ? word : rest;
    case 'lich':
    case 'heit':
      return /e[rn]$/.test(rest) && rest.length - 2 >= region1 ? rest.slice(0, -2) : rest;
    default: {
      const inner = longestSuffix(rest, ['lich', 'ig']);
      return inner !== undefined && rest.length - inner.length >= region2 ? rest.slice(0, -inner.length) : rest;
    }
  }
}
