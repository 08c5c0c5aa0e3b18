/** Words a minute at which people read news quietly (Brysbaert 2019: 238 in English; German words are longer). */
const WORDS_A_MINUTE = 210;

/** Whole minutes, at least one. */
export function readingMinutes(words: number): number {
  return Math.max(1, Math.round(words / WORDS_A_MINUTE));
}
