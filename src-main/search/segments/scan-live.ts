import type { LiveSegment } from './live-segment.ts';
import type { QueryPlan } from './query-plan.ts';
import type { HasPhrase } from './scan-segment.ts';
import { tiersOf, type Statistics, type WordPlan } from './word-query.ts';

/** Evaluates a plan on a MiniSearch in memory: article numbers with their scores. */
export function scanLive(
  live: LiveSegment,
  plan: QueryPlan,
  statistics: Statistics,
  hasPhrase: HasPhrase,
): Map<number, number> {
  const evaluate = (node: QueryPlan): Map<number, number> => {
    switch (node.type) {
      case 'word':
        return isIn(live, node.plan) ? live.scores(node.plan, statistics) : new Map<number, number>();
      case 'phrase': {
        const candidates = all(node.words);
        const found = new Map<number, number>();
        for (const { field, words } of candidates.size > 0 ? node.fields : []) {
          const plans = words.map(({ plan: own }) => own);
          const inText = field === 'text' ? live.phraseFinder(plans, node.node.distance) : null;
          for (const ordinal of all(words).keys()) {
            if (found.has(ordinal)) continue;
            if (inText ? inText(ordinal) : hasPhrase(ordinal, node.node, field)) {
              found.set(ordinal, candidates.get(ordinal) ?? 0);
            }
          }
        }
        return found;
      }
      case 'or': {
        const joined = new Map<number, number>();
        for (const child of node.nodes) {
          for (const [ordinal, score] of evaluate(child)) joined.set(ordinal, (joined.get(ordinal) ?? 0) + score);
        }
        return joined;
      }
      case 'and':
        return all(node.nodes);
      default:
        return all([node]);
    }
  };

  const all = (nodes: readonly QueryPlan[]): Map<number, number> => {
    let found: Map<number, number> | null = null;
    for (const node of nodes) {
      if (node.type === 'not' || node.type === 'filter') continue;
      found = found ? intersect(found, evaluate(node)) : new Map(evaluate(node));
      if (found.size === 0) return found;
    }
    const kept = found ?? new Map([...live.ordinals()].map((ordinal) => [ordinal, 0]));
    for (const node of nodes) {
      if (node.type === 'filter') {
        for (const ordinal of kept.keys()) if (node.passes[ordinal] !== 1) kept.delete(ordinal);
      } else if (node.type === 'not') for (const ordinal of evaluate(node.node).keys()) kept.delete(ordinal);
    }
    return kept;
  };
  return evaluate(plan);
}

/** MiniSearch need not be asked for words it does not have. */
function isIn(live: LiveSegment, { query }: WordPlan): boolean {
  return tiersOf(query.mode).some(({ kind }) => live.countTier(query, kind).some((count) => count > 0));
}

function intersect(found: Map<number, number>, other: Map<number, number>): Map<number, number> {
  const both = new Map<number, number>();
  for (const [ordinal, score] of found) {
    const more = other.get(ordinal);
    if (more !== undefined) both.set(ordinal, score + more);
  }
  return both;
}
