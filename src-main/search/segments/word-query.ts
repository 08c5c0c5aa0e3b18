import type { TextField } from '../query/query-node.ts';

/** What is indexed of one article: title with kicker; text; authors, tags and outlet; notes. */
export const FIELDS = ['title', 'text', 'more', 'notes'] as const;
export type FieldName = (typeof FIELDS)[number];
/** Place of the text among the fields. */
export const TEXT = 1;
export const FIELD_WEIGHTS: Record<FieldName, number> = { title: 3, text: 1, more: 1.5, notes: 1 };
/** The same, in the order of {@link FIELDS}. */
export const WEIGHTS = FIELDS.map((field) => FIELD_WEIGHTS[field]);

/** One word to be looked up in the segments. */
export type WordQuery = {
  /** The same for words with the same key and stems, and another for others. */
  name: string;
  key: string;
  stems: readonly string[];
  /** "form": the word and its forms, no parts; "exact": the very word. */
  mode: 'whole' | 'typing' | 'prefix' | 'fuzzy' | 'form' | 'exact';
  field: TextField | 'text' | 'more' | null;
};

/**
 * Which keys of the index count for a word, and how much. The keys of each tier include those of the tiers before it
 * (but "prefix", which stands alone), so weights add up: exact 1, form 0.8, part 0.5, typo 0.3.
 */
export type TierKind = 'key' | 'forms' | 'parts' | 'near' | 'prefix';
export type Tier = { kind: TierKind; weight: number };

const TIERS: Record<WordQuery['mode'], readonly Tier[]> = {
  exact: [{ kind: 'key', weight: 1 }],
  form: [{ kind: 'forms', weight: 1 }],
  prefix: [{ kind: 'prefix', weight: 1 }],
  whole: [
    { kind: 'key', weight: 0.2 },
    { kind: 'forms', weight: 0.3 },
    { kind: 'parts', weight: 0.5 },
  ],
  fuzzy: [
    { kind: 'key', weight: 0.2 },
    { kind: 'forms', weight: 0.5 },
    { kind: 'near', weight: 0.3 },
  ],
  typing: [
    { kind: 'key', weight: 0.2 },
    { kind: 'forms', weight: 0.3 },
    { kind: 'parts', weight: 0.5 },
    { kind: 'prefix', weight: 0.4 },
  ],
};

export function tiersOf(mode: WordQuery['mode']): readonly Tier[] {
  return TIERS[mode];
}

/** Errors allowed in a word that is searched with "~". */
export function fuzzyDistance(key: string): number {
  return key.length < 4 ? 0 : key.length < 8 ? 1 : 2;
}

/** What scores refer to: numbers of the whole archive, not of one segment, so that segments can be merged by score. */
export type Statistics = { documents: number; averages: readonly number[] };

/**
 * A word with, for each tier and field, how many articles have it (the sum over its keys), and what a match there
 * weighs: tier, field and rarity.
 */
export type WordPlan = { query: WordQuery; counts: readonly (readonly number[])[]; weights: readonly number[] };

/** The part of BM25+ that does not depend on the article, as MiniSearch has it. */
export function weighWord(query: WordQuery, counts: WordPlan['counts'], documents: number): WordPlan {
  const weights = new Array<number>(counts.length * FIELDS.length).fill(0);
  for (const [tier, { weight }] of tiersOf(query.mode).entries()) {
    for (const field of FIELDS.keys()) {
      const found = Math.min(counts[tier]![field]!, documents);
      const rarity = Math.log(1 + (documents - found + 0.5) / (found + 0.5));
      weights[tier * FIELDS.length + field] = weight * WEIGHTS[field]! * rarity;
    }
  }
  return { query, counts, weights };
}

/** A word of the index: about how many articles have it, and one that has. */
export type VocabularyWord = { key: string; count: number; document: number | null };
