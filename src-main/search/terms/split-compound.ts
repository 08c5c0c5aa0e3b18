import { stemGerman } from './stem-german.ts';

/** A known part inside a compound: [start, end) in the compound without its linking letters, and the part as a word. */
export type CompoundPart = { start: number; end: number; word: string };

const LINKS = ['', 's', 'es', 'n', 'en', 'er', 'ens', 'e'] as const;
const SHORTEST_COMPOUND = 7;
const LONGEST_COMPOUND = 50;
const LONGEST_PART = 20;
const SHORTEST_INFLECTED = 5;

/** Splits German compounds, into known words only and without a rest: "Waffenlieferung" into Waffe and Lieferung. */
export class CompoundSplitter {
  readonly #load: () => Iterable<string>;
  readonly #words = new Set<string>();
  readonly #stems = new Set<string>();

  /** `load` gives nouns in lower case that are no compounds themselves; called when the first word is split. */
  constructor(load: () => Iterable<string>) {
    this.#load = load;
  }

  /** Adds a noun. */
  learn(word: string): void {
    this.#words.add(word);
    if (word.length >= 4) this.#stems.add(stemGerman(word));
  }

  /** The parts of a word in lower case (umlauts as they are), from left to right; null: no compound of known words. */
  split(word: string): CompoundPart[] | null {
    if (word.length < SHORTEST_COMPOUND || word.length > LONGEST_COMPOUND) return null;
    if (this.#words.size === 0) for (const noun of this.#load()) this.learn(noun);
    if (this.#words.has(word) || this.#stems.has(stemGerman(word))) return null;
    // Fewest parts from each place to the end, found from right to left.
    const best: ({ next: number; part: CompoundPart; count: number } | undefined)[] = [];
    for (let start = word.length - 3; start >= 0; start--) {
      for (let end = Math.min(word.length, start + LONGEST_PART); end >= start + 3; end--) {
        const rest = end === word.length ? 0 : best[end]?.count;
        if (rest === undefined || (best[start]?.count ?? Infinity) <= rest + 1) continue;
        const part = this.#part(word, start, end);
        if (part) best[start] = { next: end, part, count: rest + 1 };
      }
    }
    const parts: CompoundPart[] = [];
    for (let step = best[0]; step; step = best[step.next]) parts.push(step.part);
    return parts.length > 1 ? parts : null;
  }

  #part(word: string, start: number, end: number): CompoundPart | null {
    const text = word.slice(start, end);
    if (end === word.length) return this.#isHead(text) ? { start, end, word: text } : null;
    for (const link of LINKS) {
      const bare = link === '' ? text : text.slice(0, -link.length);
      if (bare.length < 3 || !text.endsWith(link)) continue;
      if (this.#words.has(bare)) return { start, end: start + bare.length, word: bare };
    }
    // "Schul-" of Schule, "Sprach-" of Sprache.
    return text.length >= 4 && this.#words.has(`${text}e`) ? { start, end, word: `${text}e` } : null;
  }

  #isHead(text: string): boolean {
    return this.#words.has(text) || (text.length >= SHORTEST_INFLECTED && this.#stems.has(stemGerman(text)));
  }
}
