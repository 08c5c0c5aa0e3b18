import type { QueryNode, WordNode } from './query/query-node.ts';
import type { SearchEngine } from './search-engine.ts';
import type { VocabularyWord } from './segments/word-query.ts';
import { spellWord } from './spell-word.ts';

/** Words of a query replaced by the archive's own; more would be another query. */
const MAX_REPLACED = 3;

/**
 * "Meinten Sie …": the query with its unknown words replaced by the nearest words of the archive; null: all words are
 * known, or none is near. Ask only when nothing was found, and try what comes back.
 */
export function suggestQuery(query: string, root: QueryNode, engine: SearchEngine): string | null {
  const unknown = wordsOf(root).filter(
    (node) => !engine.words.knows({ ...engine.rules.ofQueryWord(node.word), mode: node.mode, field: null }),
  );
  if (unknown.length === 0 || unknown.length > MAX_REPLACED) return null;
  let suggestion = query;
  // From the end, so that places before it stay true.
  for (const node of [...unknown].sort((a, b) => b.start - a.start)) {
    const nearest = nearestWord(engine, engine.rules.ofQueryWord(node.word).key);
    if (!nearest) return null;
    suggestion = suggestion.slice(0, node.start) + spellWord(engine, nearest) + suggestion.slice(node.end);
  }
  return suggestion === query ? null : suggestion;
}

function wordsOf(node: QueryNode): WordNode[] {
  if (node.type === 'word') return node.mode === 'whole' || node.mode === 'typing' ? [node] : [];
  return node.type === 'and' || node.type === 'or' ? node.nodes.flatMap(wordsOf) : [];
}

/** Fewest errors first, then the more frequent word. */
function nearestWord(engine: SearchEngine, key: string): VocabularyWord | null {
  const distance = key.length < 3 ? 0 : key.length < 6 ? 1 : 2;
  if (distance === 0) return null;
  let best: (VocabularyWord & { distance: number }) | null = null;
  for (const word of engine.words.vocabularyNear(key, distance)) {
    const better =
      !best || word.distance < best.distance || (word.distance === best.distance && word.count > best.count);
    if (better && word.document !== null) best = word;
  }
  return best;
}
