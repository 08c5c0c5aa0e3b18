import type { PhraseNode } from '../query/query-node.ts';
import type { FieldName, WordPlan } from './word-query.ts';

/** A phrase: articles with all its words, and for each field those that have them all in that field. */
export type PhrasePlan = {
  type: 'phrase';
  node: PhraseNode;
  words: WordPlan[];
  fields: { field: FieldName; words: WordPlan[] }[];
};

/** A query with all it needs to be evaluated on any segment; an empty "and" is everything. */
export type QueryPlan =
  | { type: 'word'; plan: WordPlan }
  | PhrasePlan
  | { type: 'and' | 'or'; nodes: QueryPlan[] }
  | { type: 'not'; node: QueryPlan }
  /** One byte an article number: 1 passes. */
  | { type: 'filter'; passes: Uint8Array };

/** About how many articles a part of a query finds: the rarest is looked up first. */
export function estimate(plan: QueryPlan): number {
  switch (plan.type) {
    case 'word':
      return plan.plan.counts.reduce(
        (sum, fields) => sum + fields.reduce((most, count) => Math.max(most, count), 0),
        0,
      );
    case 'phrase':
      return Math.min(...plan.words.map((word) => estimate({ type: 'word', plan: word })));
    case 'and':
      return plan.nodes.length === 0 ? Infinity : Math.min(...plan.nodes.map(estimate));
    case 'or':
      return plan.nodes.reduce((sum, node) => sum + estimate(node), 0);
    default:
      return Infinity;
  }
}
