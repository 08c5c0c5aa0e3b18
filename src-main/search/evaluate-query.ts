import { dateOf, type Catalogue, type CatalogueEntry } from './catalogue.ts';
import type { Filter, PhraseNode, QueryNode, WordNode } from './query/query-node.ts';
import type { WordQuery } from './segments/word-query.ts';
import { foldWord } from './terms/fold-word.ts';
import type { TermRules } from './terms/term-rules.ts';
import { cutWords } from './terms/word-spans.ts';

/** Articles found, by number, with their scores. */
export type Scores = Map<number, number>;

/** What a query is evaluated on. */
export type QueryGround = {
  rules: TermRules;
  catalogue: Catalogue;
  /** Articles with this word. */
  scores: (word: WordQuery) => Scores;
  /** Whether the phrase stands in the article. */
  hasPhrase: (ordinal: number, node: PhraseNode) => boolean;
};

/** All articles that match a query; without words to score, each scores 0. */
export function evaluateQuery(root: QueryNode, ground: QueryGround): Scores {
  const { catalogue } = ground;
  switch (root.type) {
    case 'word':
      return wordScores(root, ground);
    case 'phrase':
      return phraseScores(root, ground);
    case 'filter':
      return filterAll(catalogue, (entry) => passes(entry, root.filter));
    case 'not': {
      const excluded = excludedBy(root.node, ground);
      return filterAll(catalogue, (entry) => !excluded.has(entry.ordinal));
    }
    case 'or': {
      const joined: Scores = new Map();
      for (const node of root.nodes) {
        for (const [ordinal, score] of evaluateQuery(node, ground)) {
          joined.set(ordinal, (joined.get(ordinal) ?? 0) + score);
        }
      }
      return joined;
    }
    case 'and':
      return allOf(root.nodes, ground);
  }
}

/** Words first, then what only filters: filters look at few articles then. */
function allOf(nodes: QueryNode[], ground: QueryGround): Scores {
  let found: Scores | null = null;
  const later: QueryNode[] = [];
  for (const node of nodes) {
    if (node.type === 'filter' || node.type === 'not') later.push(node);
    else found = intersect(found, evaluateQuery(node, ground));
  }
  found ??= filterAll(ground.catalogue, () => true);
  for (const node of later) {
    if (node.type === 'filter') {
      for (const ordinal of found.keys()) {
        const entry = ground.catalogue.at(ordinal);
        if (!entry || !passes(entry, node.filter)) found.delete(ordinal);
      }
    } else if (node.type === 'not') {
      for (const ordinal of excludedBy(node.node, ground).keys()) found.delete(ordinal);
    }
  }
  return found;
}

function intersect(found: Scores | null, other: Scores): Scores {
  if (!found) return new Map(other);
  const [few, many] = found.size < other.size ? [found, other] : [other, found];
  const both: Scores = new Map();
  for (const [ordinal, score] of few) {
    const more = many.get(ordinal);
    if (more !== undefined) both.set(ordinal, score + more);
  }
  return both;
}

/** "-x" excludes x and its word forms, not parts or typos. */
function excludedBy(node: QueryNode, ground: QueryGround): Scores {
  if (node.type !== 'word' || node.mode === 'prefix' || node.mode === 'fuzzy') return evaluateQuery(node, ground);
  return ground.scores({ ...ground.rules.ofQueryWord(node.word), mode: 'form', field: node.field });
}

function wordScores(node: WordNode, { rules, scores }: QueryGround): Scores {
  return scores({ ...rules.ofQueryWord(node.word), mode: node.mode, field: node.field });
}

function phraseScores(node: PhraseNode, ground: QueryGround): Scores {
  let found: Scores | null = null;
  for (const [index, word] of node.words.entries()) {
    const unfinished = node.typing && index === node.words.length - 1;
    const mode = unfinished ? (node.forms ? 'typing' : 'prefix') : node.forms ? 'form' : 'exact';
    found = intersect(found, ground.scores({ ...ground.rules.ofQueryWord(word), mode, field: node.field }));
    if (found.size === 0) break;
  }
  const phrases: Scores = new Map();
  for (const [ordinal, score] of found ?? []) if (ground.hasPhrase(ordinal, node)) phrases.set(ordinal, score);
  if (node.joined === null) return phrases;
  const mode = node.typing ? 'typing' : 'whole';
  const joined = ground.scores({ ...ground.rules.ofQueryWord(node.joined), mode, field: node.field });
  for (const [ordinal, score] of joined) phrases.set(ordinal, Math.max(phrases.get(ordinal) ?? 0, score));
  return phrases;
}

function filterAll(catalogue: Catalogue, accept: (entry: CatalogueEntry) => boolean): Scores {
  const found: Scores = new Map();
  for (const entry of catalogue.entries()) if (accept(entry)) found.set(entry.ordinal, 0);
  return found;
}

/** Whether an article is what a filter asks for. */
export function passes(entry: CatalogueEntry, filter: Filter): boolean {
  const { row } = entry;
  switch (filter.kind) {
    case 'source':
      return hasWords([row.source], filter.words, filter.whole);
    case 'author':
      return hasWords(entry.authors, filter.words, filter.whole);
    case 'tag':
      return hasWords(row.tags, filter.words, filter.whole);
    case 'language': {
      const language = (row.language ?? '').toLowerCase();
      return language === filter.value || language.startsWith(`${filter.value}-`);
    }
    case 'date': {
      const date = dateOf(row);
      const { from, until } = filter.range;
      return (from === null || date >= from) && (until === null || date < until);
    }
    case 'has':
      if (filter.what === 'note') return row.notes > 0;
      return filter.what === 'image' ? entry.hasImage : filter.what === 'video' ? entry.hasVideo : entry.hasHighlight;
    case 'is':
      return filter.what === 'starred' ? row.starred : row.read === (filter.what === 'read');
    case 'address':
      return entry.address === filter.address;
  }
}

/** All words, each at the beginning of a word of one value; quoted: the very words, side by side. */
function hasWords(values: readonly string[], words: readonly string[], whole: boolean): boolean {
  return values.some((value) => {
    const own = cutWords(value).map(foldWord);
    if (whole) return own.some((_, at) => words.every((word, offset) => own[at + offset] === word));
    return words.every((word) => own.some((candidate) => candidate.startsWith(word)));
  });
}
