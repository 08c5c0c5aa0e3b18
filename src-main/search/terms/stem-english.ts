/** Snowball's English stemmer, "Porter2" (algorithm of Snowball 3.1, snowballstem.org/algorithms/english/stemmer.html). */

const VOWELS = new Set('aeiouy');
const AFTER_SHORT = new Set('aeiouywxY');
const BEFORE_LI = new Set('cdeghkmnrt');
const FIXED_REGION = /^(?:arsen|commun|emerg|gener|inter|later|organ|past|univers)/;
const KEPT_ING = new Set(['even', 'cann', 'inn', 'earr', 'herr', 'out']);
const KEPT_EED = new Set(['succ', 'proc', 'exc']);

const EXCEPTIONS = new Map([
  ...['andes', 'atlas', 'bias', 'cosmos', 'howe', 'news', 'sky'].map((word) => [word, word] as const),
  ['early', 'earli'],
  ['gently', 'gentl'],
  ['idly', 'idl'],
  ['only', 'onli'],
  ['singly', 'singl'],
  ['skies', 'sky'],
  ['skis', 'ski'],
  ['ugly', 'ugli'],
]);

type Ending = readonly [suffix: string, replacement: string];
// Longest first: the first that fits is the longest.
const SECOND_ENDINGS: readonly Ending[] = [
  ['ization', 'ize'],
  ['iveness', 'ive'],
  ['fulness', 'ful'],
  ['ousness', 'ous'],
  ['ational', 'ate'],
  ['biliti', 'ble'],
  ['lessli', 'less'],
  ['tional', 'tion'],
  ['alism', 'al'],
  ['aliti', 'al'],
  ['ation', 'ate'],
  ['entli', 'ent'],
  ['fulli', 'ful'],
  ['iviti', 'ive'],
  ['ogist', 'og'],
  ['ousli', 'ous'],
  ['abli', 'able'],
  ['alli', 'al'],
  ['anci', 'ance'],
  ['ator', 'ate'],
  ['enci', 'ence'],
  ['izer', 'ize'],
  ['bli', 'ble'],
  ['ogi', 'og'],
  ['li', ''],
];
const THIRD_ENDINGS: readonly Ending[] = [
  ['ational', 'ate'],
  ['tional', 'tion'],
  ['alize', 'al'],
  ['ative', ''],
  ['icate', 'ic'],
  ['iciti', 'ic'],
  ['ical', 'ic'],
  ['ness', ''],
  ['ful', ''],
];
const FOURTH_ENDINGS = /(?:ement|ance|ence|able|ible|ment|ant|ate|ent|ion|ism|iti|ive|ize|ous|al|er|ic)$/;

/** Stem of an English word in lower case; a typewriter apostrophe is understood. */
export function stemEnglish(word: string): string {
  const exception = EXCEPTIONS.get(word);
  if (exception !== undefined) return exception;
  if (word.length < 3) return word;
  let stem = word.startsWith("'") ? word.slice(1) : word;
  stem = stem.replace(/^y/, 'Y').replace(/([aeiouy])y/g, '$1Y');
  const region1 = FIXED_REGION.exec(stem)?.[0].length ?? afterSyllable(stem, 0);
  const region2 = afterSyllable(stem, region1);
  stem = dropPlural(stem.replace(/'(?:s'?)?$/, ''));
  stem = dropPast(stem, region1);
  stem = stem.length > 2 && /[^aeiouy][yY]$/.test(stem) ? `${stem.slice(0, -1)}i` : stem;
  stem = replaceSecond(stem, region1);
  stem = replaceThird(stem, region1, region2);
  stem = dropFourth(stem, region2);
  stem = dropLast(stem, region1, region2);
  return stem.replaceAll('Y', 'y');
}

/** Just behind the first consonant that follows a vowel, else the end. */
function afterSyllable(word: string, from: number): number {
  let at = from;
  while (at < word.length && !VOWELS.has(word[at] ?? '')) at++;
  while (at < word.length && VOWELS.has(word[at] ?? '')) at++;
  return Math.min(at + 1, word.length);
}

function hasVowel(text: string): boolean {
  return /[aeiouy]/.test(text);
}

/** Whether the word ends in a short syllable. */
function endsShort(word: string): boolean {
  const [before, vowel, after] = [word.at(-3), word.at(-2) ?? '', word.at(-1) ?? ''];
  if (before === undefined) return word.length === 2 && VOWELS.has(vowel) && !VOWELS.has(after);
  return (!VOWELS.has(before) && VOWELS.has(vowel) && !AFTER_SHORT.has(after)) || word.endsWith('past');
}

function dropPlural(word: string): string {
  if (word.endsWith('sses')) return word.slice(0, -2);
  if (/ie[ds]$/.test(word)) return word.length > 4 ? word.slice(0, -2) : word.slice(0, -1);
  if (!word.endsWith('s') || /[us]s$/.test(word)) return word;
  return hasVowel(word.slice(0, -2)) ? word.slice(0, -1) : word;
}

function dropPast(word: string, region1: number): string {
  const suffix = /(?:eedly|ingly|edly|eed|ing|ed)$/.exec(word)?.[0];
  if (suffix === undefined) return word;
  const rest = word.slice(0, -suffix.length);
  if (suffix.startsWith('eed')) return rest.length >= region1 && !KEPT_EED.has(rest) ? `${rest}ee` : word;
  if (suffix === 'ing') {
    if (rest.length === 2 && rest.endsWith('y') && !VOWELS.has(rest[0] ?? '')) return `${rest[0] ?? ''}ie`;
    if (KEPT_ING.has(rest)) return word;
  }
  if (!hasVowel(rest)) return word;
  if (/(?:at|bl|iz)$/.test(rest)) return `${rest}e`;
  if (/(?:bb|dd|ff|gg|mm|nn|pp|rr|tt)$/.test(rest)) {
    return rest.length === 3 && /^[aeo]/.test(rest) ? rest : rest.slice(0, -1);
  }
  return rest.length === region1 && endsShort(rest) ? `${rest}e` : rest;
}

function replaceSecond(word: string, region1: number): string {
  const ending = SECOND_ENDINGS.find(([suffix]) => word.endsWith(suffix));
  if (!ending) return word;
  const [suffix, replacement] = ending;
  const rest = word.slice(0, -suffix.length);
  if (rest.length < region1) return word;
  if (suffix === 'ogi' && !rest.endsWith('l')) return word;
  if (suffix === 'li' && !BEFORE_LI.has(rest.at(-1) ?? '')) return word;
  return rest + replacement;
}

function replaceThird(word: string, region1: number, region2: number): string {
  const ending = THIRD_ENDINGS.find(([suffix]) => word.endsWith(suffix));
  if (!ending) return word;
  const [suffix, replacement] = ending;
  const rest = word.slice(0, -suffix.length);
  return rest.length < (suffix === 'ative' ? region2 : region1) ? word : rest + replacement;
}

function dropFourth(word: string, region2: number): string {
  const suffix = FOURTH_ENDINGS.exec(word)?.[0];
  if (suffix === undefined) return word;
  const rest = word.slice(0, -suffix.length);
  if (rest.length < region2 || (suffix === 'ion' && !/[st]$/.test(rest))) return word;
  return rest;
}

function dropLast(word: string, region1: number, region2: number): string {
  const rest = word.slice(0, -1);
  if (word.endsWith('e')) return rest.length >= region2 || (rest.length >= region1 && !endsShort(rest)) ? rest : word;
  return word.endsWith('ll') && rest.length >= region2 ? rest : word;
}
