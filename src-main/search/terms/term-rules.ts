import { RecentAnswers } from '../recent-answers.ts';
import type { ArchiveWords } from './archive-words.ts';
import { foldLower, lowerWord } from './fold-word.ts';
import type { NameVariants } from './name-variants.ts';
import { withoutForeignS } from './noun-forms.ts';
import type { CompoundSplitter } from './split-compound.ts';
import { stemEnglish } from './stem-english.ts';
import { stemGerman } from './stem-german.ts';
import { otherStemmer, stemmerOfKind, type StemmedLanguage } from './stem-other.ts';

/** Raise whenever a word gets other terms than before: an index made under another version is rebuilt. */
export const TERM_RULES_VERSION = 4;

/**
 * What a word is found by. A stem carries its language in its first letter: d German, e English, others in
 * {@link otherStemmer}, x a language without a stemmer.
 */
export type WordTerms = {
  /** Folded word. */
  key: string;
  stems: readonly string[];
  /** Stems of the parts of a compound; empty for other words. */
  parts: readonly string[];
};

/** What a word of a query is looked up by. */
export type QueryTerms = {
  /** The same for words that are looked up alike. */
  name: string;
  key: string;
  stems: readonly string[];
  /** Those of its stems that are of other spellings of a name. */
  names?: ReadonlySet<string>;
};

type LanguageRules = { kind: string; other: StemmedLanguage | null; memo: Map<string, WordTerms> };

const MEMO_SIZE = 200_000;
/** Words of queries kept: those asked for last, and those asked for most. */
const KEPT = 32;
const MOST_COMMON = 16_384;
const NO_PARTS: readonly string[] = [];

/** The rules by which words become terms, for texts and for queries alike. */
export class TermRules {
  readonly #compounds: CompoundSplitter;
  readonly #names: NameVariants;
  /** By the letter of the language. */
  readonly #memos = new Map<string, Map<string, WordTerms>>();
  readonly #languages = new Map<string | null, LanguageRules>();
  /** Languages of the archive besides German and English. */
  readonly #met = new Map<string, StemmedLanguage>();
  /** By word as it was typed. */
  #asked = new RecentAnswers<QueryTerms>(KEPT);
  /** The same of {@link keepQueryWord}. */
  readonly #common = new Map<string, QueryTerms>();
  #archiveWords: ArchiveWords | null = null;

  constructor(compounds: CompoundSplitter, names: NameVariants) {
    this.#compounds = compounds;
    this.#names = names;
  }

  /**
   * To be told which languages articles of the archive have, by {@link kindOf}: words typed are looked up in those only.
   * What was asked of in {@link ofWord} is known.
   */
  meet(kinds: Iterable<string>): void {
    for (const kind of kinds) {
      const other = this.#met.has(kind) ? null : stemmerOfKind(kind);
      if (other) this.#meet(kind, other);
    }
  }

  /** What was learnt last. */
  get archiveWords(): ArchiveWords | null {
    return this.#archiveWords;
  }

  /** {@link CompoundSplitter.prepareSome} */
  prepareSome(): boolean {
    return this.#compounds.prepareSome();
  }

  /** Nouns of the archive: known parts of compounds from now on. A later list holds the earlier ones. */
  learn(words: ArchiveWords): void {
    if (words.articles <= (this.#archiveWords?.articles ?? 0)) return;
    this.#archiveWords = words;
    for (const word of words.words) this.#compounds.learn(word);
    this.#forgetAsked();
    // Only German words have parts.
    this.#memos.get('d')?.clear();
  }

  /** Those of some words in lower case that are no compounds and no forms of known nouns or of those before them. */
  newNouns(words: readonly string[]): string[] {
    const known = this.#compounds.copy();
    return words.filter((word) => {
      if (known.knows(word) || known.split(word) !== null) return false;
      known.learn(word);
      return true;
    });
  }

  /** The first letter of the stems of this language's words. */
  kindOf(language: string | null): string {
    return this.#rulesOf(language).kind;
  }

  /** Terms of a word as it stands in a text of this language (BCP 47; null is read as German). */
  ofWord(word: string, language: string | null): WordTerms {
    const { memo, kind, other } = this.#rulesOf(language);
    const known = memo.get(word);
    if (known) return known;
    if (memo.size >= MEMO_SIZE) memo.clear();
    const terms = this.#analyse(word, kind, other);
    memo.set(word, terms);
    return terms;
  }

  /** {@link ofWord} without keeping it: for who meets each word once, and keeps what comes of it. */
  ofNewWord(word: string, language: string | null): WordTerms {
    const { kind, other } = this.#rulesOf(language);
    return this.#analyse(word, kind, other);
  }

  /**
   * Terms a typed word is looked up by: the stems of every language, since nobody says which one is meant, and those of
   * all spellings of a name.
   */
  ofQueryWord(word: string): QueryTerms {
    const known = this.#asked.get(word);
    return known ?? this.#asked.keep(word, this.#common.get(word) ?? this.#analyseQueryWord(word));
  }

  /** {@link ofQueryWord}, to be known from now on, until the rules learn something. */
  keepQueryWord(word: string): QueryTerms {
    const known = this.#common.get(word);
    if (known) return known;
    if (this.#common.size >= MOST_COMMON) this.#common.clear();
    const terms = this.#analyseQueryWord(word);
    this.#common.set(word, terms);
    return terms;
  }

  #analyseQueryWord(word: string): QueryTerms {
    const lower = lowerWord(word);
    const key = foldLower(lower);
    const stems = this.#allStems(lower, key);
    const spellings = this.#names.find(key);
    if (!spellings) return { name: nameOf(key, stems), key, stems };
    const names = new Set<string>();
    for (const spelling of spellings) {
      const other = lowerWord(spelling);
      for (const stem of this.#allStems(other, foldLower(other))) if (!stems.includes(stem)) names.add(stem);
    }
    const all = [...stems, ...names];
    return { name: nameOf(key, all), key, stems: all, names };
  }

  #meet(kind: string, language: StemmedLanguage): void {
    this.#met.set(kind, language);
    this.#forgetAsked();
  }

  #forgetAsked(): void {
    this.#asked = new RecentAnswers(KEPT);
    this.#common.clear();
  }

  #allStems(lower: string, key: string): string[] {
    const stems = [...this.#germanStems(lower), `e${foldLower(stemEnglish(lower))}`, `x${key}`];
    for (const { kind, stem } of this.#met.values()) stems.push(kind + foldLower(stem(lower)));
    return stems;
  }

  #rulesOf(language: string | null): LanguageRules {
    const known = this.#languages.get(language);
    if (known) return known;
    const other = language === null ? null : otherStemmer(language);
    const kind = /^de\b/i.test(language ?? 'de') ? 'd' : /^en\b/i.test(language ?? '') ? 'e' : (other?.kind ?? 'x');
    let memo = this.#memos.get(kind);
    if (!memo) this.#memos.set(kind, (memo = new Map<string, WordTerms>()));
    if (other) this.#meet(kind, other);
    const rules = { kind, other, memo };
    this.#languages.set(language, rules);
    return rules;
  }

  /** The parts of a compound as words in lower case: "waffe", "lieferung"; empty for other words. */
  partsOf(word: string): string[] {
    const parts = this.#compounds.split(lowerWord(word)) ?? [];
    return parts.map((part) => part.word).filter((part) => part !== null);
  }

  #analyse(word: string, kind: string, other: StemmedLanguage | null): WordTerms {
    const lower = lowerWord(word);
    const key = foldLower(lower);
    if (kind === 'd') {
      const stems = this.#germanStems(lower);
      return { key, stems, parts: isCapitalised(word) ? this.#parts(lower, stems) : [] };
    }
    const stem = kind === 'e' ? stemEnglish(lower) : other ? other.stem(lower) : lower;
    return { key, stems: [kind + foldLower(stem)], parts: NO_PARTS };
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
}

function nameOf(key: string, stems: readonly string[]): string {
  return [key, ...stems].join('\n');
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
