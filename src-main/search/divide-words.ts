import type { PhraseNode, QueryNode, WordNode } from './query/query-node.ts';
import type { WordQuery } from './segments/word-query.ts';
import type { TermRules } from './terms/term-rules.ts';
import type { WordIndex } from './word-index.ts';

/** What a query is read with: the words there are, and what they are found by. */
export type ReadingGround = { words: WordIndex; rules: TermRules };

/** Shorter words have parts by chance. */
const SHORTEST_WORD = 8;
const SHORTEST_PART = 3;
/** A piece being typed: fewer letters begin too many words. */
const SHORTEST_BEGINNING = 4;
const MAX_DIVISIONS = 4;

/**
 * The query with words the archive does not have also looked for in two pieces: "Nokiaboss" is found where it is written
 * "Nokia-Boss" or "Nokia Boss".
 */
export function divideWords(node: QueryNode, engine: ReadingGround): QueryNode {
  switch (node.type) {
    case 'and':
    case 'or':
      return { ...node, nodes: node.nodes.map((child) => divideWords(child, engine)) };
    case 'word':
      return divideWord(node, engine);
    default:
      return node;
  }
}

function divideWord(node: WordNode, engine: ReadingGround): QueryNode {
  const { word, mode, field, start, end } = node;
  if ((mode !== 'whole' && mode !== 'typing') || word.length < SHORTEST_WORD || !/^\p{L}+$/u.test(word)) return node;
  const knows = (text: string, how: WordQuery['mode']) =>
    engine.words.knows({ ...engine.rules.ofQueryWord(text), mode: how, field: null });
  if (knows(word, mode)) return node;
  const divided: PhraseNode[] = [];
  for (let at = SHORTEST_PART; at <= word.length - SHORTEST_PART && divided.length < MAX_DIVISIONS; at++) {
    const words = [word.slice(0, at), word.slice(at)];
    const unfinished = mode === 'typing' && word.length - at >= SHORTEST_BEGINNING;
    if (!knows(words[0]!, 'exact') || !knows(words[1]!, unfinished ? 'prefix' : 'form')) continue;
    const rest = { distance: null, forms: true, typing: mode === 'typing', joined: null } as const;
    divided.push({ type: 'phrase', words, ...rest, field, start, end });
  }
  return divided.length === 0 ? node : { type: 'or', nodes: [node, ...divided] };
}
