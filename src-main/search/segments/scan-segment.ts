import type { PhraseNode } from '../query/query-node.ts';
import { ScorePool, type DocumentScores } from './document-scores.ts';
import type { FrozenSegment } from './frozen-segment.ts';
import { estimate, type PhrasePlan, type QueryPlan } from './query-plan.ts';
import { PhraseScan } from './scan-phrase.ts';
import { Occurrences, scanWord } from './scan-word.ts';
import type { FieldName, Statistics, WordPlan } from './word-query.ts';

/** Looks a phrase up in one field of an article, where the segment alone cannot tell. */
export type HasPhrase = (ordinal: number, node: PhraseNode, field: FieldName) => boolean;

/** Evaluates queries on frozen segments; its tables are used again from search to search. */
export class SegmentScanner {
  readonly #pool: ScorePool;
  readonly #occurrences: Occurrences;
  readonly #hasPhrase: HasPhrase;

  /** `capacity`: documents of the largest segment. */
  constructor(capacity: number, hasPhrase: HasPhrase) {
    this.#pool = new ScorePool(capacity);
    this.#occurrences = new Occurrences(capacity);
    this.#hasPhrase = hasPhrase;
  }

  /** All documents that match; give them back by {@link release}. */
  scan(segment: FrozenSegment, plan: QueryPlan, statistics: Statistics): DocumentScores {
    return new Scan(segment, statistics, this.#pool, this.#occurrences, this.#hasPhrase).evaluate(plan, null);
  }

  release(scores: DocumentScores): void {
    this.#pool.give(scores);
  }
}

class Scan {
  readonly #segment: FrozenSegment;
  readonly #statistics: Statistics;
  readonly #pool: ScorePool;
  readonly #occurrences: Occurrences;
  readonly #hasPhrase: HasPhrase;

  constructor(
    segment: FrozenSegment,
    statistics: Statistics,
    pool: ScorePool,
    occurrences: Occurrences,
    hasPhrase: HasPhrase,
  ) {
    this.#segment = segment;
    this.#statistics = statistics;
    this.#pool = pool;
    this.#occurrences = occurrences;
    this.#hasPhrase = hasPhrase;
  }

  /** Only documents of `within` are looked at. */
  evaluate(plan: QueryPlan, within: DocumentScores | null): DocumentScores {
    switch (plan.type) {
      case 'word':
        return this.#word(plan.plan, within);
      case 'phrase':
        return this.#phrase(plan, within);
      case 'or': {
        const joined = this.#pool.take();
        for (const node of plan.nodes) {
          const found = this.evaluate(node, within);
          for (let at = 0; at < found.count; at++)
            joined.add(found.documents[at]!, found.scores[found.documents[at]!]!);
          this.#pool.give(found);
        }
        return joined;
      }
      case 'and':
        return this.#all(plan.nodes, within);
      default:
        return this.#narrow(this.#everything(within), plan);
    }
  }

  #word(plan: WordPlan, within: DocumentScores | null): DocumentScores {
    const found = this.#pool.take();
    scanWord(this.#segment, plan, this.#statistics, within?.has ?? null, this.#occurrences, found);
    return found;
  }

  /** The rarest first: the others look at few documents then. What only narrows comes last. */
  #all(nodes: readonly QueryPlan[], within: DocumentScores | null): DocumentScores {
    const narrowing = nodes.filter(({ type }) => type === 'not' || type === 'filter');
    const finding = nodes.filter(({ type }) => type !== 'not' && type !== 'filter');
    const ordered = finding.length > 1 ? [...finding].sort((a, b) => estimate(a) - estimate(b)) : finding;
    let found: DocumentScores | null = null;
    for (const node of ordered) {
      const next: DocumentScores = this.evaluate(node, found ?? within);
      if (found) {
        for (let at = 0; at < next.count; at++) next.scores[next.documents[at]!]! += found.scores[next.documents[at]!]!;
        this.#pool.give(found);
      }
      found = next;
      if (found.count === 0) return found;
    }
    found ??= this.#everything(within);
    for (const node of narrowing) this.#narrow(found, node);
    return found;
  }

  #narrow(found: DocumentScores, plan: QueryPlan): DocumentScores {
    if (plan.type === 'filter') found.keep((document) => plan.passes[this.#segment.ordinals[document]!] === 1);
    if (plan.type === 'not') {
      const excluded = this.evaluate(plan.node, found);
      found.keep((document) => excluded.has[document] === 0);
      this.#pool.give(excluded);
    }
    return found;
  }

  #everything(within: DocumentScores | null): DocumentScores {
    const all = this.#pool.take();
    for (let document = 0; document < this.#segment.size; document++) {
      if (!within || within.has[document] === 1) all.add(document, 0);
    }
    return all;
  }

  #phrase({ node, words, fields }: PhrasePlan, within: DocumentScores | null): DocumentScores {
    const candidates = this.#all(
      words.map((plan) => ({ type: 'word', plan })),
      within,
    );
    const found = this.#pool.take();
    if (candidates.count > 0) {
      for (const { field, words: inField } of fields) {
        const there = this.#all(
          inField.map((plan) => ({ type: 'word', plan })),
          candidates,
        );
        const scan = field === 'text' && there.count > 0 ? new PhraseScan(this.#segment, inField, node.distance) : null;
        for (let at = 0; at < there.count; at++) {
          const document = there.documents[at]!;
          if (found.has[document] === 1) continue;
          const verdict = scan?.verdict(document) ?? 'perhaps';
          if (verdict === 'no') continue;
          if (verdict === 'perhaps' && !this.#hasPhrase(this.#segment.ordinals[document]!, node, field)) continue;
          found.add(document, candidates.scores[document]!);
        }
        this.#pool.give(there);
      }
    }
    this.#pool.give(candidates);
    return found;
  }
}
