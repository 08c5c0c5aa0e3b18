import { nounForm, withoutForeignS, type NounForm } from './noun-forms.ts';
import { stemGerman } from './stem-german.ts';

/**
 * A known part inside a compound: [start, end) in the compound without its linking letters, and the part as a word;
 * null: what only qualifies the rest ("Haupt-", "Sonder-"), and is not looked for by itself.
 */
export type CompoundPart = { start: number; end: number; word: string | null };

const LINKS = ['', 's', 'es', 'n', 'en', 'er', 'ens', 'e'] as const;
const PLAIN: Record<string, string> = { ä: 'a', ö: 'o', ü: 'u' };
/** No nouns, but no prepositions either: "Vorfall" and "Gegenteil" are no kinds of Fall and Teil. */
const QUALIFIERS = [
  ...['alt', 'außen', 'einzel', 'gesamt', 'groß', 'haupt', 'innen', 'klein', 'kurz', 'lang', 'neben', 'neu', 'privat'],
  ...['sonder', 'vize', 'wieder', 'zusatz'],
];
/** Nouns read in one go: about 1 ms. */
const AT_ONCE = 256;
const SHORTEST_COMPOUND = 7;
const LONGEST_COMPOUND = 50;
const LONGEST_PART = 20;
const SHORTEST_INFLECTED = 5;
const SHORTEST_PART = 3;

/** Splits German compounds, into known words only and without a rest: "Waffenlieferung" into Waffe and Lieferung. */
export class CompoundSplitter {
  readonly #load: () => Iterable<string>;
  readonly #learned: string[] = [];
  /** Nouns as they are; what splitting needs besides takes longer to make, and a query does without. */
  #nouns: Set<string> | null = null;
  #known: KnownWords | null = null;
  /** Of those, while they are being read. */
  #making: Generator<void, KnownWords> | null = null;

  /** `load` gives nouns in lower case that are no compounds themselves; called when they are needed first. */
  constructor(load: () => Iterable<string>) {
    this.#load = load;
  }

  /** Adds a noun. */
  learn(word: string): void {
    this.#learned.push(word);
    this.#nouns?.add(word);
    this.#known?.add(word);
  }

  /** One that learns without this one. */
  copy(): CompoundSplitter {
    const learned = [...this.#learned];
    return new CompoundSplitter(() => [...this.#load(), ...learned]);
  }

  /** {@link nounForm} of a noun it knows. */
  nounForm(word: string): NounForm | null {
    const form = nounForm(word);
    if (!form) return null;
    this.#nouns ??= new Set([...this.#load(), ...this.#learned]);
    return this.#nouns.has(word) ? form : null;
  }

  /** Whether it is a noun or another form of one. */
  knows(word: string): boolean {
    const { words, stems } = this.#knownWords();
    return words.has(word) || stems.has(stemGerman(word));
  }

  /** The parts of a word in lower case (umlauts as they are), from left to right; null: no compound of known words. */
  split(word: string): CompoundPart[] | null {
    if (word.length < SHORTEST_COMPOUND || word.length > LONGEST_COMPOUND) return null;
    const { words, stems, beginnings } = this.#knownWords();
    const stem = stemGerman(word);
    if (words.has(word) || stems.has(stem)) return null;
    return new Splitting(word, stem, words, stems, beginnings).fewestParts();
  }

  /** Reads a few of its nouns, so that the first word need not wait for all of them; true: it has all. */
  prepareSome(): boolean {
    if (!this.#known) this.#readSome();
    return this.#known !== null;
  }

  #knownWords(): KnownWords {
    while (!this.#known) this.#readSome();
    return this.#known;
  }

  #readSome(): void {
    this.#making ??= makeKnown([this.#load(), this.#learned]);
    const { done, value } = this.#making.next();
    if (!done) return;
    this.#known = value;
    this.#making = null;
  }
}

/** Lists may still grow meanwhile. */
function* makeKnown(lists: Iterable<Iterable<string>>): Generator<void, KnownWords> {
  const known = new KnownWords();
  let count = 0;
  for (const list of lists) {
    for (const noun of list) {
      known.add(noun);
      if (++count % AT_ONCE === 0) yield;
    }
  }
  return known;
}

/** What a compound may be made of. */
class KnownWords {
  readonly words = new Set<string>();
  readonly stems = new Set<string>();
  readonly beginnings = new Beginnings();

  add(noun: string): void {
    this.#addWord(noun);
    if (noun.length >= 4) this.stems.add(stemGerman(noun));
    if (withoutForeignS(`${noun}s`) !== null) this.stems.add(stemGerman(`${noun}s`));
    const other = nounForm(noun);
    if (!other) return;
    this.stems.add(stemGerman(other.form));
    // "Firmenchef", "Themenabend"; "Problem-e-" has its link already.
    if (!other.alone) this.#addWord(other.form);
  }

  #addWord(word: string): void {
    this.words.add(word);
    this.beginnings.add(word);
  }
}

/**
 * How long the known words are that begin at a place, by bits of hashes of all their beginnings: most places begin none.
 * It may name a length that is none: what it names is looked up.
 */
class Beginnings {
  readonly #beginnings = new Uint8Array(1 << (HASH_BITS - 3));
  readonly #wholes = new Uint8Array(1 << (HASH_BITS - 3));

  add(word: string): void {
    const plain = plainUmlauts(word);
    let sum = 0;
    for (let at = 0; at < plain.length; at++) {
      // "Schul-" of Schule counts as well.
      if (at === plain.length - 1 && plain[at] === 'e') setBit(this.#wholes, sum);
      sum = addLetter(sum, plain.charCodeAt(at));
      setBit(this.#beginnings, sum);
    }
    setBit(this.#wholes, sum);
  }

  /** Bit n: there may be one of n letters, from a place of a word without umlauts. */
  lengthsAt(plain: string, start: number): number {
    let lengths = 0;
    let sum = 0;
    const end = Math.min(plain.length, start + LONGEST_PART);
    for (let at = start; at < end; at++) {
      sum = addLetter(sum, plain.charCodeAt(at));
      if (!hasBit(this.#beginnings, sum)) break;
      if (hasBit(this.#wholes, sum)) lengths |= 1 << (at + 1 - start);
    }
    return lengths;
  }
}

const HASH_BITS = 22;

function addLetter(sum: number, letter: number): number {
  const product = Math.imul(sum ^ letter, 0x9e3779b1);
  return product ^ (product >>> 15);
}

function setBit(bits: Uint8Array, sum: number): void {
  const bit = sum >>> (32 - HASH_BITS);
  bits[bit >> 3]! |= 1 << (bit & 7);
}

function hasBit(bits: Uint8Array, sum: number): boolean {
  const bit = sum >>> (32 - HASH_BITS);
  return (bits[bit >> 3]! & (1 << (bit & 7))) !== 0;
}

function plainUmlauts(word: string): string {
  return word.replace(/[äöü]/g, (letter) => PLAIN[letter] ?? letter);
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
  readonly #beginnings: Beginnings;
  readonly #plain: string;

  constructor(word: string, stem: string, words: Set<string>, stems: Set<string>, beginnings: Beginnings) {
    this.#beginnings = beginnings;
    this.#plain = plainUmlauts(word);
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
      const lengths = this.#beginnings.lengthsAt(this.#plain, start);
      const longest = Math.min(word.length - SHORTEST_PART, start + LONGEST_PART);
      for (let end = longest; end >= start + SHORTEST_PART; end--) {
        if ((lengths & (1 << (end - start))) === 0) continue;
        const text = word.slice(start, end);
        for (const link of LINKS) {
          if (!word.startsWith(link, end)) continue;
          const part = this.#partOf(text, end, link);
          if (part === null) continue;
          const rest = this.#from(end + link.length);
          if (rest && (!best || rest.length + 1 < best.length)) best = [{ start, end, word: part }, ...rest];
        }
      }
    }
    if (start === 0 && !best) best = this.#qualified();
    this.#best.set(start, best);
    return best;
  }

  #qualified(): CompoundPart[] | null {
    const qualifier = QUALIFIERS.find((candidate) => this.#word.startsWith(candidate));
    const rest = qualifier === undefined ? null : this.#from(qualifier.length);
    return rest && qualifier !== undefined ? [{ start: 0, end: qualifier.length, word: null }, ...rest] : null;
  }

  #partOf(text: string, end: number, link: string): string | null {
    if (this.#words.has(text)) return text;
    return link === 'er' || link === 'e' ? this.#withoutUmlaut(text) : this.#withoutE(text, end);
  }

  /** "Länder-" of Land, "Städte-" of Stadt. */
  #withoutUmlaut(text: string): string | null {
    const singular = text.replace(/[äöü](?=[^äöü]*$)/, (letter) => PLAIN[letter] ?? letter);
    return singular !== text && this.#words.has(singular) ? singular : null;
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
