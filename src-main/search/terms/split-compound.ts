import { stemGerman } from './stem-german.ts';

/** A known part inside a compound: [start, end) in the compound without its linking letters, and the part as a word. */
export type CompoundPart = { start: number; end: number; word: string };

const LINKS = ['', 's', 'es', 'n', 'en', 'er', 'ens', 'e'] as const;
const SHORTEST_COMPOUND = 7;
const LONGEST_COMPOUND = 50;
const LONGEST_PART = 20;
const SHORTEST_INFLECTED = 5;
const SHORTEST_PART = 3;

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
    const stem = stemGerman(word);
    if (this.#words.has(word) || this.#stems.has(stem)) return null;
    return new Splitting(word, stem, this.#words, this.#stems).fewestParts();
  }
}

/** One word being split: from each place that is reached, the fewest parts to the end. */
class Splitting {
  readonly #word: string;
  readonly #words: Set<string>;
  readonly #stems: Set<string>;
  readonly #best = new Map<number, CompoundPart[] | null>();
  /** The word without its ending and its umlauts: what heads end in as stems. */
  readonly #stem: string;
  /** The stem stands in the word place for place: no letter of it was written as one for two or two for one. */
  readonly #aligned: boolean;

  constructor(word: string, stem: string, words: Set<string>, stems: Set<string>) {
    this.#word = word;
    this.#stem = stem;
    this.#aligned = !/ß|[aou]e/.test(word);
    this.#words = words;
    this.#stems = stems;
  }

  fewestParts(): CompoundPart[] | null {
    const parts = this.#from(0);
    return parts && parts.length > 1 ? parts : null;
  }

  #from(start: number): CompoundPart[] | null {
    const known = this.#best.get(start);
    if (known !== undefined) return known;
    const word = this.#word;
    let best: CompoundPart[] | null = null;
    if (start > 0 && this.#isHead(start)) best = [{ start, end: word.length, word: word.slice(start) }];
    else {
      const longest = Math.min(word.length - SHORTEST_PART, start + LONGEST_PART);
      for (let end = longest; end >= start + SHORTEST_PART; end--) {
        const text = word.slice(start, end);
        const part = this.#words.has(text) ? text : this.#withoutE(text, end);
        if (part === null) continue;
        for (const link of LINKS) {
          if (!word.startsWith(link, end)) continue;
          const rest = this.#from(end + link.length);
          if (rest && (!best || rest.length + 1 < best.length)) best = [{ start, end, word: part }, ...rest];
        }
      }
    }
    this.#best.set(start, best);
    return best;
  }

  /** "Schul-" of Schule, "Sprach-" of Sprache. */
  #withoutE(text: string, end: number): string | null {
    return text.length > SHORTEST_PART && this.#word[end] !== 'e' && this.#words.has(`${text}e`) ? `${text}e` : null;
  }

  #isHead(start: number): boolean {
    const length = this.#word.length - start;
    if (length < SHORTEST_PART) return false;
    const text = this.#word.slice(start);
    if (this.#words.has(text)) return true;
    // The ending of a compound is that of its head: looked up before the head is stemmed itself.
    const end = this.#stem.length;
    if (length < SHORTEST_INFLECTED || end - start < SHORTEST_PART) return false;
    return (!this.#aligned || this.#stems.has(this.#stem.slice(start))) && this.#stems.has(stemGerman(text));
  }
}
