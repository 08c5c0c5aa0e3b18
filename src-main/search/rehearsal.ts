import { IdlePace } from './idle-pace.ts';
import type { FrozenSegment } from './segments/frozen-segment.ts';
import { TEXT } from './segments/word-query.ts';

/** Words it is done with. */
const WORDS = 600;
/** Words between those that are searched together: they are not asked for again before they are forgotten. */
const FAR = 97;
/** Keys looked at for each of them. */
const TRIED = 24;
/** Parts of the articles of a segment that have such a word: it is typed, and found together with others. */
const USUAL = { least: 0.002, most: 0.1 };

/**
 * Searches of all kinds, done while nothing else is: the first ones somebody types find compiled code and memory at
 * hand, and take half as long. Resolves when it is through, or no longer wanted.
 */
export async function rehearse(
  segments: readonly FrozenSegment[],
  search: (query: string) => Promise<unknown>,
  isWanted: () => boolean,
): Promise<void> {
  const largest = [...segments].sort((a, b) => b.size - a.size)[0];
  const words = largest ? usualWords(largest) : [];
  const pace = new IdlePace();
  for (const query of queriesOf(words)) {
    if (!isWanted()) return;
    await search(query).catch(() => undefined);
    await pace.breathe();
  }
}

/** Words from all over the alphabet, neither rare nor in every article. */
function usualWords(segment: FrozenSegment): string[] {
  const words: string[] = [];
  const { keys, size } = segment;
  const step = Math.max(1, Math.floor(keys.length / (WORDS * TRIED)));
  for (let part = 0; part < WORDS; part++) {
    const first = Math.floor((part * keys.length) / WORDS);
    for (let at = first; at < Math.min(first + TRIED * step, keys.length); at += step) {
      const [start, end] = segment.postingRange(TEXT, at, at + 1);
      if (end - start < size * USUAL.least || end - start > size * USUAL.most) continue;
      words.push(keys.at(at));
      break;
    }
  }
  return words.filter((word) => /^\p{L}{4,}$/u.test(word));
}

/** Each word whole, with one or two others and as it is typed, and now and then what takes longer. */
function* queriesOf(words: readonly string[]): Generator<string> {
  for (const [at, word] of words.entries()) {
    const next = words[(at + FAR) % words.length]!;
    const third = words[(at + 2 * FAR) % words.length]!;
    yield `${word} `;
    yield `${word} ${next} `;
    yield `${word} ${next} ${third} `;
    yield at % 2 === 0 ? `${next} ${word.slice(0, 3)}` : word.slice(0, 3 + (at % (word.length - 2)));
    if (at % 4 === 0) yield at % 8 === 0 ? `${word}~` : `"${word} ${next}"`;
    if (at % 4 === 2) yield word.slice(0, at % 8 === 2 ? 1 : 2);
  }
}
