import type { TextField } from '../query/query-node.ts';

/** One word to be looked up in the segments. */
export type WordQuery = {
  key: string;
  stems: readonly string[];
  /** "form": the word and its forms, no parts; "exact": the very word (for phrases). */
  mode: 'whole' | 'typing' | 'prefix' | 'fuzzy' | 'form' | 'exact';
  field: TextField | null;
};

/** What is indexed of one article; searched with these weights. */
export const FIELDS = ['title', 'kicker', 'text', 'authors', 'tags', 'source', 'notes'] as const;
export type FieldName = (typeof FIELDS)[number];
export const FIELD_WEIGHTS: Record<FieldName, number> = {
  title: 3,
  kicker: 1.5,
  text: 1,
  authors: 1.5,
  tags: 2,
  source: 1,
  notes: 1,
};

/**
 * Tiers as term weights: every exact match is also one of the word's forms, and every form one of its parts, so the
 * three add up: exact 1, form 0.8, part 0.5.
 */
export const EXACT_WEIGHT = 0.2;
export const FORM_WEIGHT = 0.3;
export const PART_WEIGHT = 0.5;
export const FUZZY_WEIGHT = 0.3;
export const PREFIX_WEIGHT = 0.375;

/** Errors allowed in a word that is searched with "~". */
export function fuzzyDistance(key: string): number {
  return key.length < 4 ? 0 : key.length < 8 ? 1 : 2;
}

/** A word of the index: about how many articles have it, and one that has. */
export type VocabularyWord = { key: string; count: number; document: number | null };
