/** A form whose stem stands for the noun: instead of the stem of the noun as it is, or beside it. */
export type NounForm = { form: string; alone: boolean };

const PLURAL_IN_EN = /^(.{3,})(?:a|um|[^a]us|o)$/;
/** Snowball takes these for endings, and leaves them when an ending follows: problem → probl, probleme → problem. */
const LIKE_AN_ENDING = /(?:em|ern|[bdfghklmnrt]s)$/;

/**
 * What Snowball's stemmer does not know of a German noun in lower case, since it knows no words: Firma and Firmen,
 * Zentrum and Zentren, Problem and Probleme, Zins and Zinsen, Ärztin and Ärztinnen are one. null: its stem does.
 */
export function nounForm(noun: string): NounForm | null {
  if (noun.length < 4) return null;
  if (LIKE_AN_ENDING.test(noun)) return { form: `${noun}e`, alone: true };
  if (noun.length < 5) return null;
  if (noun.endsWith('in')) return { form: `${noun}nen`, alone: false };
  if (!PLURAL_IN_EN.test(noun)) return null;
  const ending = noun.endsWith('m') || noun.endsWith('s') ? 2 : 1;
  return { form: `${noun.slice(0, -ending)}en`, alone: false };
}

/** Snowball takes off an -s behind some consonants only. */
const FOREIGN_S = /(?:...[aiouyäöüéàáó]|..[cjpvwx])s$/;

/** "Kamera" of Kameras, "Obama" of Obamas, "App" of Apps; null: no such ending. Any language's nouns may have it. */
export function withoutForeignS(word: string): string | null {
  return FOREIGN_S.test(word) && word !== 'etwas' ? word.slice(0, -1) : null;
}
