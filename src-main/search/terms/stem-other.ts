import { stemmer as danish } from '@orama/stemmers/danish';
import { stemmer as dutch } from '@orama/stemmers/dutch';
import { stemmer as finnish } from '@orama/stemmers/finnish';
import { stemmer as french } from '@orama/stemmers/french';
import { stemmer as greek } from '@orama/stemmers/greek';
import { stemmer as hungarian } from '@orama/stemmers/hungarian';
import { stemmer as italian } from '@orama/stemmers/italian';
import { stemmer as norwegian } from '@orama/stemmers/norwegian';
import { stemmer as portuguese } from '@orama/stemmers/portuguese';
import { stemmer as romanian } from '@orama/stemmers/romanian';
import { stemmer as russian } from '@orama/stemmers/russian';
import { stemmer as spanish } from '@orama/stemmers/spanish';
import { stemmer as swedish } from '@orama/stemmers/swedish';
import { stemmer as turkish } from '@orama/stemmers/turkish';
import { stemmer as ukrainian } from '@orama/stemmers/ukrainian';

/** A language with stems of its own, and the letter they begin with. */
export type StemmedLanguage = { kind: string; stem: (lower: string) => string };

/** Snowball's stemmers as the package @orama/stemmers has them. Taken letters: d German, e English, n names, x the rest. */
const LANGUAGES: Record<string, StemmedLanguage> = {
  da: { kind: 'k', stem: danish },
  el: { kind: 'l', stem: greek },
  es: { kind: 's', stem: spanish },
  fi: { kind: 'm', stem: finnish },
  fr: { kind: 'f', stem: french },
  hu: { kind: 'g', stem: hungarian },
  it: { kind: 'i', stem: italian },
  nb: { kind: 'b', stem: norwegian },
  nl: { kind: 'h', stem: dutch },
  nn: { kind: 'b', stem: norwegian },
  no: { kind: 'b', stem: norwegian },
  pt: { kind: 'p', stem: portuguese },
  ro: { kind: 'o', stem: romanian },
  ru: { kind: 'r', stem: russian },
  sv: { kind: 'v', stem: swedish },
  tr: { kind: 't', stem: turkish },
  uk: { kind: 'u', stem: ukrainian },
};

/** The stemmer of a language (BCP 47), but German and English; null: its words have one form each. */
export function otherStemmer(language: string): StemmedLanguage | null {
  const [main = ''] = language.toLowerCase().split('-');
  return Object.hasOwn(LANGUAGES, main) ? (LANGUAGES[main] ?? null) : null;
}

/** The stemmer whose stems begin with this letter. */
export function stemmerOfKind(kind: string): StemmedLanguage | null {
  return Object.values(LANGUAGES).find((language) => language.kind === kind) ?? null;
}
