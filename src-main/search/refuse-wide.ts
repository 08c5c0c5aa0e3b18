import { ArchiveError } from '../errors.ts';
import type { QueryNode } from './query/query-node.ts';
import { lowerWord } from './terms/fold-word.ts';

/** Different ones a query may have. Each takes as long as many whole words; nobody types as many as that. */
const MOST = { beginnings: 8, typos: 8 };
/** Longer beginnings find few words. */
const SHORT = 2;

/**
 * Refuses a query that would keep the search busy for longer than one waits for: with many beginnings of a letter or
 * two, or many words that may have typos (`query-refused` with `reason`, `count` and `limit`).
 */
export function refuseWide(query: string, root: QueryNode): void {
  const beginnings = new Set<string>();
  const typos = new Set<string>();
  const visit = (node: QueryNode): void => {
    if (node.type === 'and' || node.type === 'or') for (const child of node.nodes) visit(child);
    else if (node.type === 'not') visit(node.node);
    else if (node.type === 'word') {
      const word = lowerWord(node.word);
      if (node.mode === 'fuzzy') typos.add(word);
      else if ((node.mode === 'prefix' || node.mode === 'typing') && word.length <= SHORT) beginnings.add(word);
    }
  };
  visit(root);
  if (beginnings.size > MOST.beginnings) refuse(query, 'query-beginnings', beginnings.size, MOST.beginnings);
  if (typos.size > MOST.typos) refuse(query, 'query-typos', typos.size, MOST.typos);
}

function refuse(query: string, reason: string, count: number, limit: number): never {
  const subject = query.length > 60 ? `${query.slice(0, 60)}…` : query;
  throw new ArchiveError('query-refused', { query: subject, reason, count, limit });
}
