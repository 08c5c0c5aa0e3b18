import { foldLower, lowerWord } from './fold-word.ts';
import type { NameVariants } from './name-variants.ts';
import { withoutForeignS } from './noun-forms.ts';
import type { CompoundSplitter } from './split-compound.ts';
import { stemEnglish } from './stem-english.ts';
import { stemGerman } from './stem-german.ts';

/** Raise whenever a word gets other terms than before: an index made under another version is rebuilt. */
export const TERM_RULES_VERSION = 3;

/**
 * What a word is found by. A stem carries its kind in its first letter: d German, e English, n a name, x a word of
 * another language.
 */
export type WordTerms = {
  /** Folded word. */
  key: string;
  stems: readonly string[];
  /** Stems of the parts of a compound; empty for other words. */
  parts: readonly string[];
};

const MEMO_SIZE = 200_000;

/** The rules by which words become terms, for texts and for queries alike. */
export class TermRules {
  readonly #compounds: CompoundSplitter;
  readonly #names: NameVariants;
  readonly #memo = {
    de: new Map<string, WordTerms>(),
    en: new Map<string, WordTerms>(),
    other: new Map<string, WordTerms>(),
  };

  constructor(compounds: CompoundSplitter, names: NameVariants) {
    this.#compounds = compounds;
    this.#names = names;
  }

  /** Terms of a word as it stands in a text of this language (BCP 47; null is read as German). */
  ofWord(word: string, language: string | null): WordTerms {
    const rules = language === null || language.startsWith('de') ? 'de' : language.startsWith('en') ? 'en' : 'other';
    const memo = this.#memo[rules];
    const known = memo.get(word);
    if (known) return known;
    if (memo.size >= MEMO_SIZE) memo.clear();
    const terms = this.#analyse(word, rules);
    memo.set(word, terms);
    return terms;
  }

  /** Terms a typed word is looked up by: the stems of every language, since nobody says which one is meant. */
  ofQueryWord(word: string): WordTerms {
    const lower = lowerWord(word);
    const key = foldLower(lower);
    const stems = [...this.#germanStems(lower), `e${foldLower(stemEnglish(lower))}`, `x${key}`];
    return { key, stems: this.#withName(stems, key), parts: [] };
  }

  /** The parts of a compound as words in lower case: "waffe", "lieferung"; empty for other words. */
  partsOf(word: string): string[] {
    const parts = this.#compounds.split(lowerWord(word)) ?? [];
    return parts.map((part) => part.word).filter((part) => part !== null);
  }

  #analyse(word: string, rules: 'de' | 'en' | 'other'): WordTerms {
    const lower = lowerWord(word);
    const key = foldLower(lower);
    if (rules === 'other') return { key, stems: this.#withName([`x${key}`], key), parts: [] };
    if (rules === 'en') return { key, stems: this.#withName([`e${foldLower(stemEnglish(lower))}`], key), parts: [] };
    const stems = this.#germanStems(lower);
    return { key, stems: this.#withName(stems, key), parts: isCapitalised(word) ? this.#parts(lower, stems) : [] };
  }

  #germanStems(lower: string): string[] {
    const noun = this.#compounds.nounForm(lower);
    const stem = germanStem(noun?.alone ? noun.form : lower);
    if (noun && !noun.alone) return [stem, germanStem(noun.form)];
    const base = withoutForeignS(lower);
    return base === null ? [stem] : [stem, germanStem(base)];
  }

  /** Stems of every run of parts but the whole: of "Atomwaffenlieferung" also Atomwaffe and Waffenlieferung. */
  #parts(lower: string, whole: readonly string[]): string[] {
    const parts = this.#compounds.split(lower);
    if (!parts) return [];
    const stems = new Set<string>();
    for (const [from, first] of parts.entries()) {
      if (first.word !== null) for (const stem of this.#germanStems(first.word)) stems.add(stem);
      for (const last of parts.slice(from + 1)) {
        const run = lower.slice(first.start, last.end);
        if (run !== lower) for (const stem of this.#germanStems(run)) stems.add(stem);
      }
    }
    for (const stem of whole) stems.delete(stem);
    return [...stems];
  }

  #withName(stems: string[], key: string): string[] {
    const name = this.#names.find(key);
    return name === null ? stems : [...stems, `n${name}`];
  }
}

/** Snowball keeps the endings of "kommentiert" and "kommentierend": read as their infinitive. */
const FORM_OF_IEREN = /^(.*[aeiouyäöü].*ier)(?:te?[nrsm]?|tet|test|st|ende?[nrsm]?)$/;

function germanStem(lower: string): string {
  const infinitive = lower.includes('ier') ? lower.replace(FORM_OF_IEREN, '$1en') : lower;
  return `d${foldLower(stemGerman(infinitive))}`;
}

function isCapitalised(word: string): boolean {
  const first = word[0] ?? '';
  return first !== first.toLowerCase();
}
