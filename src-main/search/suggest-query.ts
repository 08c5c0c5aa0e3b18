import type { QueryNode, WordNode } from './query/query-node.ts';
import type { SearchEngine } from './search-engine.ts';
import type { VocabularyWord } from './segments/word-query.ts';
import { spellWord } from './spell-word.ts';
import { typingDistance } from './typing-distance.ts';

/** Words of a query replaced by the archive's own; more would be another query. */
const MAX_REPLACED = 3;
/** Words tried in place of an unknown one, and queries in place of one with several. */
const MAX_WORDS = 6;
const MAX_QUERIES = 12;

/**
 * "Meinten Sie …": the query with its unknown words replaced by their parts or by near words of the archive, the likeliest
 * first; nothing where all words are known, or none is near. Ask only when nothing was found, and take the first that finds anything.
 */
export function* suggestQueries(query: string, root: QueryNode, engine: SearchEngine): Generator<string> {
  const unknown = wordsOf(root).filter(
    (node) => !engine.words.knows({ ...engine.rules.ofQueryWord(node.word), mode: node.mode, field: null }),
  );
  if (unknown.length === 0 || unknown.length > MAX_REPLACED) return;
  const near = unknown.map(({ word }) => [...dividedWord(engine, word), ...nearWords(engine, word)]);
  // Of several words the second likeliest of one is tried before the third of any.
  const choices = combine(near.map((words) => words.length)).slice(0, MAX_QUERIES);
  for (const choice of choices) {
    let suggestion = query;
    // From the end, so that places before it stay true.
    for (let at = unknown.length - 1; at >= 0; at--) {
      const { start, end } = unknown[at]!;
      suggestion = suggestion.slice(0, start) + near[at]![choice[at]!]! + suggestion.slice(end);
    }
    if (suggestion !== query) yield suggestion;
  }
}

/** All ways to take one of each list, those with the smallest places first. */
function combine(lengths: number[]): number[][] {
  let choices: number[][] = [[]];
  for (const length of lengths) {
    choices = choices.flatMap((choice) => Array.from({ length }, (_, at) => [...choice, at]));
  }
  const sum = (choice: number[]) => choice.reduce((total, at) => total + at, 0);
  return choices.sort((a, b) => sum(a) - sum(b));
}

function wordsOf(node: QueryNode): WordNode[] {
  if (node.type === 'word') return node.mode === 'whole' || node.mode === 'typing' ? [node] : [];
  return node.type === 'and' || node.type === 'or' ? node.nodes.flatMap(wordsOf) : [];
}

/** "Doping Sperre" for Dopingsperre: no article has the word, but perhaps one has both parts. */
function dividedWord(engine: SearchEngine, word: string): string[] {
  const parts = engine.rules.partsOf(word);
  return parts.length < 2 ? [] : [parts.map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join(' ')];
}

/** Fewest slips first, then words with the same first letter, then the more frequent word. */
function nearWords(engine: SearchEngine, word: string): string[] {
  const { key } = engine.rules.ofQueryWord(word);
  const limit = key.length < 3 ? 0 : key.length < 6 ? 1 : 2;
  if (limit === 0) return [];
  const near: (VocabularyWord & { slips: number })[] = [];
  // Two swapped letters are two errors to the index.
  for (const found of engine.words.vocabularyNear(key, 2)) {
    const slips = typingDistance(key, found.key, limit);
    if (slips <= limit && found.document !== null) near.push({ ...found, slips });
  }
  const other = (one: VocabularyWord) => (one.key.startsWith(key.charAt(0)) ? 0 : 1);
  return near
    .sort((a, b) => a.slips - b.slips || other(a) - other(b) || b.count - a.count)
    .slice(0, MAX_WORDS)
    .map((one) => spellWord(engine, one));
}
