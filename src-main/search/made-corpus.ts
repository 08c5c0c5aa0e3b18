import type { IndexedDocument } from './segments/grouped-mini-search.ts';

const STEMS =
  'Haus Stadt Wahl Kampf Steuer Gesetz Minister Präsident Regierung Lieferung Waffe Gipfel Treffen Schule Leiter Krieg Bund Staat Gespräch Zug Bahn Hof Recht Preis Markt Kirche Politik Angriff Ziel'.split(
    ' ',
  );
const OTHERS =
  'der die das und nicht mit über neue schnell gestern plant sagt warnt müssen größer Straße Schlüter Schlueter the war house houses running 2.500 24'.split(
    ' ',
  );
const ENDINGS = ['', '', 'en', 's', 'es', 'n', 'ern'];
/** The same words in all of them: where each form counts is what differs. */
const LANGUAGES = ['de', 'de', 'en', null, 'fr'];

/** Articles by rule, for tests and nothing else: the same seed gives the same articles. */
export function makeDocuments(count: number, seed: number, firstId = 0): IndexedDocument[] {
  const random = makeRandom(seed);
  const pick = (words: readonly string[]) => words[Math.floor(random() ** 2 * words.length)] ?? '';
  const noun = () => {
    const first = pick(STEMS);
    if (random() < 0.6) return first + pick(ENDINGS);
    const link = random() < 0.4 ? 's' : random() < 0.3 ? '-' : '';
    const second = pick(STEMS);
    return first + link + (link === '-' ? second : second.toLowerCase()) + pick(ENDINGS);
  };
  const sentence = (words: number) =>
    Array.from({ length: words }, () => (random() < 0.5 ? noun() : pick(OTHERS))).join(' ');
  return Array.from({ length: count }, (_, at) => ({
    id: firstId + at,
    language: LANGUAGES[at % LANGUAGES.length] ?? null,
    title: sentence(5),
    text: sentence(20 + Math.floor(random() * 60)),
    more: random() < 0.5 ? noun() : '',
    notes: random() < 0.2 ? sentence(6) : '',
  }));
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function makeRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
