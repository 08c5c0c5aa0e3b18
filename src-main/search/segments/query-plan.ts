import type { PhraseNode } from '../query/query-node.ts';
import { tiersOf, type FieldName, type WordPlan } from './word-query.ts';

export type WordNodePlan = { type: 'word'; plan: WordPlan };

/** A phrase: articles with all its words, and for each field those that have them all in that field. */
export type PhrasePlan = {
  type: 'phrase';
  node: PhraseNode;
  words: WordNodePlan[];
  fields: { field: FieldName; words: WordNodePlan[] }[];
};

/**
 * A query with all it needs to be evaluated on any segment, in any thread; an empty "and" is everything. The parts of an
 * "and" stand in the order they are best looked up in.
 */
export type QueryPlan =
  | WordNodePlan
  | PhrasePlan
  | { type: 'and' | 'or'; nodes: QueryPlan[] }
  | { type: 'not'; node: QueryPlan }
  /** One byte an article number: 1 passes. */
  | { type: 'filter'; passes: Uint8Array };

/** By field, postings of all keys of a word: its last tier counts those of the tiers before as well, but "prefix" only its own. */
function postingsOf({ query, counts }: WordPlan): number[] {
  const last = counts.length - 1;
  const hasPrefix = tiersOf(query.mode)[last]?.kind === 'prefix';
  return counts[last]!.map((count, field) => count + (hasPrefix ? (counts[last - 1]?.[field] ?? 0) : 0));
}

/** About how many articles a part of a query finds. */
export function estimate(plan: QueryPlan): number {
  switch (plan.type) {
    case 'word':
      return Math.max(...postingsOf(plan.plan));
    case 'phrase':
      return Math.min(...plan.words.map(estimate));
    case 'and':
      return plan.nodes.length === 0 ? Infinity : Math.min(...plan.nodes.map(estimate));
    case 'or':
      return plan.nodes.reduce((sum, node) => sum + estimate(node), 0);
    default:
      return Infinity;
  }
}

function isNarrowing({ type }: QueryPlan): boolean {
  return type === 'not' || type === 'filter';
}

/** The rarest first: the others look at few articles then. What only narrows comes last. */
export function inBestOrder<P extends QueryPlan>(nodes: readonly P[]): P[] {
  if (nodes.length < 2) return [...nodes];
  const known = nodes.map((node) => ({ node, narrows: isNarrowing(node) ? 1 : 0, cost: estimate(node) }));
  return known.sort((a, b) => a.narrows - b.narrows || a.cost - b.cost || 0).map(({ node }) => node);
}

/** About how many postings and words of texts have to be looked at. */
export function workOf(plan: QueryPlan, documents: number): number {
  switch (plan.type) {
    case 'word':
      return postingsOf(plan.plan).reduce((sum, count) => sum + count, 0);
    case 'phrase':
      return workOf({ type: 'and', nodes: plan.words }, documents) + Math.min(estimate(plan), documents) * PHRASE_WORK;
    case 'and': {
      // What comes behind a rare word is looked up only where that is.
      let most = Infinity;
      let sum = 0;
      for (const node of plan.nodes) {
        sum += Math.min(workOf(node, documents), most * LOOK_UP);
        most = Math.min(most, estimate(node));
      }
      return plan.nodes.some(({ type }) => type !== 'not' && type !== 'filter') ? sum : sum + documents;
    }
    case 'or':
      return plan.nodes.reduce((sum, node) => sum + workOf(node, documents), 0);
    case 'not':
      return workOf(plan.node, documents);
    default:
      return 0;
  }
}

/** Postings that take as long as looking through a text for a phrase, and as looking a document up. */
const PHRASE_WORK = 15;
const LOOK_UP = 24;
