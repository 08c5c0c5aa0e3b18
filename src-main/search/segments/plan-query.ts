import type { Filter, PhraseNode, QueryNode, WordNode } from '../query/query-node.ts';
import type { TermRules } from '../terms/term-rules.ts';
import { inBestOrder, type PhrasePlan, type QueryPlan, type WordNodePlan } from './query-plan.ts';
import { weighWord, type FieldName, type WordPlan, type WordQuery } from './word-query.ts';

/** What planning asks of the whole index. */
export type PlanGround = {
  rules: TermRules;
  /** Articles indexed. */
  documents: number;
  /** For each tier of a word's mode, articles that have a key of it, by field: summed over keys and segments. */
  count: (query: WordQuery) => number[][];
  /** One byte an article number: 1 passes. */
  passes: (filter: Filter) => Uint8Array;
};

/** Turns a query into a plan: words into keys, stems and counts, filters into tables. */
export function planQuery(root: QueryNode, ground: PlanGround): QueryPlan {
  return new Planner(ground).plan(root);
}

class Planner {
  readonly #ground: PlanGround;
  /** By mode and word: fields do not matter to what is counted. */
  readonly #known = new Map<string, WordPlan>();

  constructor(ground: PlanGround) {
    this.#ground = ground;
  }

  plan(root: QueryNode): QueryPlan {
    switch (root.type) {
      case 'and':
        return { type: 'and', nodes: inBestOrder(root.nodes.map((node) => this.plan(node))) };
      case 'or':
        return { type: 'or', nodes: root.nodes.map((node) => this.plan(node)) };
      case 'word':
        return this.#word(root.word, root.mode, root.field);
      case 'phrase':
        return this.#phrase(root);
      case 'filter':
        return { type: 'filter', passes: this.#ground.passes(root.filter) };
      case 'not':
        return { type: 'not', node: this.#excluded(root.node) };
    }
  }

  /** "-x" excludes x and its word forms, not parts or typos. */
  #excluded(node: QueryNode): QueryPlan {
    if (node.type !== 'word' || node.mode === 'prefix' || node.mode === 'fuzzy') return this.plan(node);
    return this.#word(node.word, 'form', node.field);
  }

  #word(word: string, mode: WordQuery['mode'], field: WordQuery['field']): WordNodePlan {
    const asked = `${mode} ${word}`;
    let plan = this.#known.get(asked);
    if (!plan) {
      const { name, key, stems } = this.#ground.rules.ofQueryWord(word);
      const query: WordQuery = { name, key, stems, mode, field: null };
      plan = weighWord(query, this.#ground.count(query), this.#ground.documents);
      this.#known.set(asked, plan);
    }
    return { type: 'word', plan: field === null ? plan : { ...plan, query: { ...plan.query, field } } };
  }

  #phrase(node: PhraseNode): QueryPlan {
    const wordsIn = (field: WordQuery['field']) =>
      node.words.map((word, at) => this.#word(word, phraseMode(node, at), field));
    const fields: FieldName[] = node.field ? [node.field] : TEXT_FIRST;
    const phrase: PhrasePlan = {
      type: 'phrase',
      node,
      words: inBestOrder(wordsIn(node.field)),
      // Not in the best order: a phrase has its own.
      fields: fields.map((field) => ({ field, words: wordsIn(field) })),
    };
    if (node.joined === null) return phrase;
    const mode: WordNode['mode'] = node.typing ? 'typing' : 'whole';
    return { type: 'or', nodes: [phrase, this.#word(node.joined, mode, node.field)] };
  }
}

/** Texts tell by themselves; the others have to be read for what was not found there. */
const TEXT_FIRST: FieldName[] = ['text', 'title', 'more', 'notes'];

function phraseMode(node: PhraseNode, at: number): WordQuery['mode'] {
  const unfinished = node.typing && at === node.words.length - 1;
  return unfinished ? (node.forms ? 'typing' : 'prefix') : node.forms ? 'form' : 'exact';
}
