import type { Filter, PhraseNode, QueryNode, WordNode } from '../query/query-node.ts';
import type { TermRules } from '../terms/term-rules.ts';
import type { PhrasePlan, QueryPlan } from './query-plan.ts';
import { FIELDS, tiersOf, type FieldName, type TierKind, type WordPlan, type WordQuery } from './word-query.ts';

/** What planning asks of the whole index. */
export type PlanGround = {
  rules: TermRules;
  /** Articles that have a key of this tier, by field: summed over keys and segments. */
  countTier: (query: WordQuery, kind: TierKind) => number[];
  /** One byte an article number: 1 passes. */
  passes: (filter: Filter) => Uint8Array;
};

/** Turns a query into a plan: words into keys, stems and counts, filters into tables. */
export function planQuery(root: QueryNode, ground: PlanGround): QueryPlan {
  switch (root.type) {
    case 'and':
    case 'or':
      return { type: root.type, nodes: root.nodes.map((node) => planQuery(node, ground)) };
    case 'word':
      return { type: 'word', plan: planWord(root.word, root.mode, root.field, ground) };
    case 'phrase':
      return planPhrase(root, ground);
    case 'filter':
      return { type: 'filter', passes: ground.passes(root.filter) };
    case 'not':
      return { type: 'not', node: planExcluded(root.node, ground) };
  }
}

/** "-x" excludes x and its word forms, not parts or typos. */
function planExcluded(node: QueryNode, ground: PlanGround): QueryPlan {
  if (node.type !== 'word' || node.mode === 'prefix' || node.mode === 'fuzzy') return planQuery(node, ground);
  return { type: 'word', plan: planWord(node.word, 'form', node.field, ground) };
}

function planWord(word: string, mode: WordQuery['mode'], field: WordQuery['field'], ground: PlanGround): WordPlan {
  const { key, stems } = ground.rules.ofQueryWord(word);
  const query: WordQuery = { key, stems, mode, field };
  return { query, counts: tiersOf(mode).map(({ kind }) => ground.countTier(query, kind)) };
}

function planPhrase(node: PhraseNode, ground: PlanGround): QueryPlan {
  const wordsIn = (field: WordQuery['field']) =>
    node.words.map((word, at) => planWord(word, phraseMode(node, at), field, ground));
  const fields: FieldName[] = node.field ? [node.field] : [...FIELDS];
  const phrase: PhrasePlan = {
    type: 'phrase',
    node,
    words: wordsIn(node.field),
    fields: fields.map((field) => ({ field, words: wordsIn(field) })),
  };
  if (node.joined === null) return phrase;
  const mode: WordNode['mode'] = node.typing ? 'typing' : 'whole';
  return { type: 'or', nodes: [phrase, { type: 'word', plan: planWord(node.joined, mode, node.field, ground) }] };
}

function phraseMode(node: PhraseNode, at: number): WordQuery['mode'] {
  const unfinished = node.typing && at === node.words.length - 1;
  return unfinished ? (node.forms ? 'typing' : 'prefix') : node.forms ? 'form' : 'exact';
}
