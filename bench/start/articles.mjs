import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const CORPUS = join(import.meta.dirname, '../../../shared/corpus/german-news.tsv');
const WORDS =
  'der die das und in den von zu mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über einen Stadt Regierung Wasser Bericht Minister Verein Straße Sommer Winter Gericht Schule Markt Hafen Zeitung Frage Antwort Jahr Monat Woche sagte erklärte baute suchte fand'.split(
    ' ',
  );

/** The same numbers in each run (mulberry32). */
function chance(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296;
  };
}

function inventedText(random, index) {
  const sentence = () => {
    const length = 6 + Math.floor(random() * 14);
    const words = Array.from({ length }, () => WORDS[Math.floor(random() * WORDS.length)]);
    return `${words.join(' ')}.`;
  };
  const paragraph = () => Array.from({ length: 5 }, sentence).join(' ');
  return `date 2025-01-01\n\nArtikel ${index}: ${sentence()}\n\n${Array.from({ length: 6 }, paragraph).join('\n\n')}\n`;
}

/** `count` plain-text articles, and where they come from. */
export function articles(count) {
  if (existsSync(CORPUS)) {
    const rows = readFileSync(CORPUS, 'utf8')
      .trimEnd()
      .split('\n')
      .slice(1, count + 1);
    if (rows.length === count) return { texts: rows.map((row) => row.split('\t')[2] ?? ''), origin: 'German news' };
  }
  const random = chance(1);
  return { texts: Array.from({ length: count }, (_, index) => inventedText(random, index)), origin: 'invented' };
}
