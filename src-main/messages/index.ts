import i18next from 'i18next';
import type { ErrorAnswer, ErrorCode, UiLanguage } from '#contract';
import type { ArchiveError, ErrorValues } from '../errors.ts';
import { asArchiveError } from './as-archive-error.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import type { MessageKey, Messages } from './messages.ts';

const LANGUAGES: Readonly<Record<UiLanguage, Messages>> = { de, en };

/** The value a sentence is about, by the names parts of the program give it; the first that is there. */
const SUBJECTS = 'subject argument path file folder name source id url quote query value method format job'.split(' ');

/** Characters of a value that are shown: a hostile file name must not fill the screen. */
const LONGEST_VALUE = 300;

const catalogue = i18next.createInstance();
void catalogue.init({
  lng: 'en',
  fallbackLng: false,
  initAsync: false,
  nsSeparator: false,
  // Values are strangers' words: "{{x}}" and "$t(x)" in them stay what they are.
  interpolation: { escapeValue: false, skipOnVariables: true },
  resources: { de: { translation: de }, en: { translation: en } },
});

/** Values come from files and strangers: no control characters (they could steer a terminal), no endless ones. */
const shown = (value: string | number): string | number => {
  if (typeof value === 'number') return value;

  const plain = value.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/gu, ' ');
  return plain.length > LONGEST_VALUE ? `${plain.slice(0, LONGEST_VALUE)}…` : plain;
};

const shownValues = (values: ErrorValues): ErrorValues =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, shown(value)]));

/** A message that is no failure, in the given language. `count` chooses between one and many. */
export const message = (key: MessageKey, language: UiLanguage, values: ErrorValues = {}): string =>
  catalogue.t(key, { ...shownValues(values), lng: language });

/** What a command or an option is for; "" where nothing is said of it. */
export const help = (name: string, language: UiLanguage): string =>
  Object.hasOwn(LANGUAGES[language].help, name) ? catalogue.t(`help.${name}`, { lng: language }) : '';

/** What went wrong, as one or two sentences for a person; any thrown value is accepted. */
export const sentence = (error: unknown, language: UiLanguage): string => {
  const { code, values } = asArchiveError(error);
  const plain = shownValues(values);
  return catalogue.t(`error.${code}`, {
    ...plain,
    count: plain.count ?? '?',
    file: plain.file ?? '?',
    subject: subjectOf(code, plain, language),
    because: because(plain, language),
    lng: language,
  });
};

const subjectOf = (code: ErrorCode, values: ErrorValues, language: UiLanguage): string | number => {
  const { kind } = values;
  if (typeof kind === 'string' && 'id' in values && Object.hasOwn(LANGUAGES[language].kind, kind))
    return catalogue.t(`kind.${kind}`, { ...values, lng: language });
  const names = code.startsWith('archive-') ? ['folder', ...SUBJECTS] : SUBJECTS;
  const subject = names.map((name) => values[name]).find((value) => value !== undefined && value !== '');
  return subject ?? LANGUAGES[language].unnamed;
};

const LINE: Readonly<Record<UiLanguage, string>> = { de: 'Zeile', en: 'line' };

/** The reason in brackets; for a wrong argument without one, the value it had. */
const because = (values: ErrorValues, language: UiLanguage): string => {
  const reason = values.reason ?? ('argument' in values ? values.value : undefined);
  if (reason === undefined || reason === '') return '';
  // The parser has a code for each place where a page may break off.
  const [, line, code = reason] = /^line (\d+): (eof|.+)/u.exec(String(reason)) ?? [];
  const known = Object.hasOwn(LANGUAGES[language].reason, code)
    ? catalogue.t(`reason.${code}`, { ...values, lng: language })
    : String(code);
  const place = line === undefined ? '' : `${LINE[language]} ${line}: `;
  return ` (${place}${known})`;
};

/** What in a query was not as written, and how it was taken; the index only knows codes and places. */
export const queryRemark = (
  remark: Readonly<{ code: string; start: number; end: number }>,
  query: string,
  language: UiLanguage,
): string => {
  const key = Object.hasOwn(LANGUAGES[language].remark, remark.code) ? remark.code : 'other';
  return catalogue.t(`remark.${key}`, { part: shown(query.slice(remark.start, remark.end)), lng: language });
};

/** What crosses a door when a call failed. */
export const errorAnswer = (error: ArchiveError, language: UiLanguage): ErrorAnswer => ({
  code: error.code,
  message: sentence(error, language),
});
