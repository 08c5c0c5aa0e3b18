import { franc } from 'franc-min';

/** ISO 639-3 as franc gives it → BCP 47; languages not listed keep three letters. */
const TWO_LETTERS: Readonly<Record<string, string>> = {
  deu: 'de',
  eng: 'en',
  fra: 'fr',
  spa: 'es',
  ita: 'it',
  por: 'pt',
  nld: 'nl',
  pol: 'pl',
  rus: 'ru',
  ukr: 'uk',
  bel: 'be',
  bul: 'bg',
  ces: 'cs',
  ell: 'el',
  hun: 'hu',
  ron: 'ro',
  srp: 'sr',
  bos: 'bs',
  hrv: 'hr',
  tur: 'tr',
  azj: 'az',
  kaz: 'kk',
  uzn: 'uz',
  swe: 'sv',
  arb: 'ar',
  pes: 'fa',
  prs: 'fa',
  urd: 'ur',
  hin: 'hi',
  ben: 'bn',
  guj: 'gu',
  kan: 'kn',
  mal: 'ml',
  mar: 'mr',
  nep: 'ne',
  pan: 'pa',
  sin: 'si',
  tam: 'ta',
  tel: 'te',
  cmn: 'zh',
  jpn: 'ja',
  kor: 'ko',
  vie: 'vi',
  tha: 'th',
  ind: 'id',
  zlm: 'ms',
  jav: 'jv',
  sun: 'su',
  tgl: 'tl',
  mya: 'my',
  khm: 'km',
  amh: 'am',
  som: 'so',
  swh: 'sw',
  hau: 'ha',
  ibo: 'ig',
  yor: 'yo',
  zul: 'zu',
  kin: 'rw',
  run: 'rn',
  lin: 'ln',
  nya: 'ny',
  plt: 'mg',
  skr: 'skr',
  uig: 'ug',
  heb: 'he',
  dan: 'da',
  nob: 'nb',
  fin: 'fi',
};

/** Shorter texts are left undecided. */
const MIN_CHARACTERS = 60;
const LOOKED_AT = 1200;

/** The language a text is written in (trigrams, package franc-min), as BCP 47, or null where it is too short to tell. */
export function detectLanguage(text: string): string | null {
  const sample = text.slice(0, LOOKED_AT).trim();
  if (sample.length < MIN_CHARACTERS) return null;
  const code = franc(sample, { minLength: MIN_CHARACTERS });
  return code === 'und' ? null : (TWO_LETTERS[code] ?? code);
}
