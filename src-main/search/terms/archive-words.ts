import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../cache/section-file.ts';
import type { TermRules } from './term-rules.ts';
import { findWords } from './word-spans.ts';

/**
 * Nouns an archive taught the rules, in lower case and sorted; `articles`: how many it had then. The list only grows, so
 * that the terms of a segment follow from the version of the rules and this number.
 */
export type ArchiveWords = { articles: number; words: readonly string[] };

/** Fewer articles teach nothing; and nothing again until there are twice as many as the last time. */
const FIRST_ARTICLES = 300;
/** Articles looked at, evenly spread. */
const SAMPLE = 2_000;
/** Looked at in one go: about 5 ms. */
const AT_ONCE = 16;
/** A word of fewer articles may be a mistake. */
const LEAST_ARTICLES = 5;
const MAX_WORDS = 5_000;
const NOUN = /^\p{Lu}\p{Ll}{4,15}$/u;
/** What a sentence or a quotation begins behind: the word that follows has its capital from there. */
const OPENING = /(?:^|[.!?:…"„“”«»‚‘(–—•\n])\s*$/u;
const FILE = 'archive-words.json';
const FORMAT = 1;

/** null: there are none, or they are damaged, of another archive or of another version of the rules. */
export function readArchiveWords(folder: string, archiveId: string, rules: number): ArchiveWords | null {
  try {
    const read = JSON.parse(readFileSync(join(folder, FILE), 'utf8')) as Record<string, unknown>;
    const { articles, words } = read;
    if (read['format'] !== FORMAT || read['archiveId'] !== archiveId || read['rules'] !== rules) return null;
    if (typeof articles !== 'number' || !Array.isArray(words)) return null;
    return { articles, words: words.filter((word) => typeof word === 'string') };
  } catch {
    return null;
  }
}

/** Writes the list, whole or not at all. */
export function writeArchiveWords(folder: string, archiveId: string, rules: number, own: ArchiveWords): void {
  const text = JSON.stringify({ format: FORMAT, rules, archiveId, ...own });
  writeWhole(join(folder, FILE), Buffer.from(text));
}

/** Whether an archive of this size has something to teach; `learned`: its size the last time, 0: there was none. */
export function worthLearning(articles: number, learned: number): boolean {
  return articles >= FIRST_ARTICLES && articles >= learned * 2;
}

/** Every n-th of a list, so that at most {@link SAMPLE} are left. */
export function* takeSample<T>(all: ArrayLike<T>): Generator<T> {
  const step = Math.max(1, Math.ceil(all.length / SAMPLE));
  for (let at = 0; at < all.length; at += step) yield all[at]!;
}

/** Reads texts a few at a time, the thread free in between. null: no longer wanted. */
export async function collectWords(
  texts: Iterable<{ text: string; language: string | null }>,
  rules: TermRules,
  isWanted: () => boolean,
): Promise<string[] | null> {
  const collector = new WordCollector(rules);
  let count = 0;
  for (const { text, language } of texts) {
    collector.add(text, language);
    if (++count % AT_ONCE === 0) await new Promise((resolve) => setImmediate(resolve));
    if (!isWanted()) return null;
  }
  return collector.words();
}

/** Finds nouns the rules do not know in articles, German ones only. */
export class WordCollector {
  readonly #rules: TermRules;
  readonly #nouns = new Map<string, number>();
  readonly #others = new Set<string>();

  constructor(rules: TermRules) {
    this.#rules = rules;
  }

  add(text: string, language: string | null): void {
    if (this.#rules.kindOf(language) !== 'd') return;
    const own = new Set<string>();
    for (const { start, end } of findWords(text)) {
      const word = text.slice(start, end);
      const lower = word.toLowerCase();
      if (word === lower) this.#others.add(word);
      else if (NOUN.test(word) && !OPENING.test(text.slice(Math.max(0, start - 4), start))) own.add(lower);
    }
    for (const word of own) this.#nouns.set(word, (this.#nouns.get(word) ?? 0) + 1);
  }

  /** Frequent words that are always written with a capital, no compounds and no forms of known nouns or of each other. */
  words(): string[] {
    const frequent = [...this.#nouns].filter(([word, count]) => count >= LEAST_ARTICLES && !this.#others.has(word));
    frequent.sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1));
    // The shorter first: Brexit before Brexits.
    const candidates = frequent
      .slice(0, MAX_WORDS)
      .map(([word]) => word)
      .sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
    return this.#rules.newNouns(candidates);
  }
}
