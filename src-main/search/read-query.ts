import { divideWords, type ReadingGround } from './divide-words.ts';
import { parseQuery } from './query/parse-query.ts';
import type { ParsedQuery } from './query/query-node.ts';
import { refuseWide } from './refuse-wide.ts';

/** A query as it is searched: read, refused where it is too wide (`query-refused`), words that are not there divided. */
export function readQuery(query: string, ground: ReadingGround): ParsedQuery {
  const parsed = parseQuery(query);
  refuseWide(query, parsed.root);
  return { ...parsed, root: divideWords(parsed.root, ground) };
}
