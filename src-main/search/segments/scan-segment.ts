import type { PhraseNode } from '../query/query-node.ts';
import { ScorePool, type DocumentScores } from './document-scores.ts';
import type { FrozenSegment } from './frozen-segment.ts';
import type { PhrasePlan, QueryPlan } from './query-plan.ts';
import { PhraseScan } from './scan-phrase.ts';
import { scanWord } from './scan-word.ts';
import { Occurrences } from './field-scan.ts';
import type { FieldName, WordPlan } from './word-query.ts';

/** Looks a phrase up in one field of an article, where the segment alone cannot tell. */
export type HasPhrase = (ordinal: number, node: PhraseNode, field: FieldName) => boolean;

/** Documents looked at between two looks at whether the search is still wanted. */
const CHECKED = 64;

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

  /**
   * All documents that match, those outside of `within` left out; give them back by {@link release}. `averages`: words
   * of an article, by field. `check` is called now and then; what it throws ends the scan.
   */
  scan(
    segment: FrozenSegment,
    plan: QueryPlan,
    averages: readonly number[],
    check: () => void,
    within: DocumentScores | null = null,
  ): DocumentScores {
    try {
      const scan = new Scan(segment, averages, this.#pool, this.#occurrences, this.#hasPhrase, check);
      return scan.evaluate(plan, within);
    } catch (error) {
      this.#pool.giveAll();
      this.#occurrences.clear(null);
      throw error;
    }
  }

  /** An empty table, to be filled as the `within` of a scan. */
  table(): DocumentScores {
    return this.#pool.take();
  }

  release(scores: DocumentScores): void {
    this.#pool.give(scores);
  }

  /** Takes back all tables that are still out. */
  releaseAll(): void {
    this.#pool.giveAll();
  }
}

class Scan {
  readonly #segment: FrozenSegment;
  readonly #averages: readonly number[];
  readonly #pool: ScorePool;
  readonly #occurrences: Occurrences;
  readonly #hasPhrase: HasPhrase;
  readonly #check: () => void;

  constructor(
    segment: FrozenSegment,
    averages: readonly number[],
    pool: ScorePool,
    occurrences: Occurrences,
    hasPhrase: HasPhrase,
    check: () => void,
  ) {
    this.#segment = segment;
    this.#averages = averages;
    this.#pool = pool;
    this.#occurrences = occurrences;
    this.#hasPhrase = hasPhrase;
    this.#check = check;
  }

  /** Only documents of `within` are looked at. */
  evaluate(plan: QueryPlan, within: DocumentScores | null): DocumentScores {
    this.#check();
    switch (plan.type) {
      case 'word':
        return this.#word(plan.plan, within);
      case 'phrase':
        return this.#phrase(plan, within);
      case 'or': {
        const joined = this.#pool.take();
        for (const node of plan.nodes) {
          const found = this.evaluate(node, within);
          for (let at = 0; at < found.count; at++) joined.add(found.documents[at]!, found.scores[at]!);
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
    scanWord(this.#segment, plan, this.#averages, within, this.#occurrences, found, this.#check);
    return found;
  }

  /** In the order of the plan: the rarest first, so that the others look at few documents; what narrows comes last. */
  #all(nodes: readonly QueryPlan[], within: DocumentScores | null): DocumentScores {
    let found: DocumentScores | null = null;
    for (const node of nodes) {
      if (node.type === 'not' || node.type === 'filter') {
        found = this.#narrow(found ?? this.#everything(within), node);
        continue;
      }
      const next: DocumentScores = this.evaluate(node, found ?? within);
      if (found) {
        for (let at = 0; at < next.count; at++) next.scores[at]! += found.scoreOf(next.documents[at]!);
        this.#pool.give(found);
      }
      found = next;
      if (found.count === 0) return found;
    }
    return found ?? this.#everything(within);
  }

  #narrow(found: DocumentScores, plan: QueryPlan): DocumentScores {
    if (plan.type === 'filter') found.keep((document) => plan.passes[this.#segment.ordinals[document]!] === 1);
    if (plan.type === 'not') {
      const excluded = this.evaluate(plan.node, found);
      found.keep((document) => !excluded.has(document));
      this.#pool.give(excluded);
    }
    return found;
  }

  #everything(within: DocumentScores | null): DocumentScores {
    const all = this.#pool.take();
    for (let document = 0; document < this.#segment.size; document++) {
      if (!within || within.has(document)) all.add(document, 0);
    }
    return all;
  }

  #phrase({ node, words, fields }: PhrasePlan, within: DocumentScores | null): DocumentScores {
    const inText = fields.find(({ field }) => field === 'text');
    const plans = inText?.words.map(({ plan }) => plan);
    const scan = plans ? new PhraseScan(this.#segment, plans, node.distance) : null;
    try {
      const reach = scan?.documents ? this.#reach(scan.documents, fields, within) : null;
      const candidates = this.#all(words, reach ?? within);
      const found = this.#pool.take();
      if (scan) this.#phraseInText(scan, node, candidates, found);
      for (const { field, words: inField } of candidates.count > 0 ? fields : [])
        if (field !== 'text') this.#phraseElsewhere(inField, node, field, candidates, found);
      this.#pool.give(candidates);
      if (reach) this.#pool.give(reach);
      return found;
    } finally {
      scan?.end();
    }
  }

  /** Where a phrase can stand: in these texts, or where another field has all its words. */
  #reach(documents: Uint16Array, fields: PhrasePlan['fields'], within: DocumentScores | null): DocumentScores {
    const reach = this.#pool.take();
    for (const document of documents) if (!within || within.has(document)) reach.add(document, 0);
    for (const { field, words } of fields) {
      if (field === 'text') continue;
      const there = this.#all(words, within);
      for (let at = 0; at < there.count; at++) reach.add(there.documents[at]!, 0);
      this.#pool.give(there);
    }
    return reach;
  }

  #phraseInText(scan: PhraseScan, node: PhraseNode, candidates: DocumentScores, found: DocumentScores): void {
    for (let at = 0; at < candidates.count; at++) {
      if (at % CHECKED === 0) this.#check();
      const document = candidates.documents[at]!;
      const verdict = scan.verdict(document);
      if (verdict === 'no') continue;
      if (verdict === 'perhaps' && !this.#hasPhrase(this.#segment.ordinals[document]!, node, 'text')) continue;
      found.add(document, candidates.scores[at]!);
    }
  }

  #phraseElsewhere(
    words: PhrasePlan['words'],
    node: PhraseNode,
    field: FieldName,
    candidates: DocumentScores,
    found: DocumentScores,
  ): void {
    const there = this.#all(words, candidates);
    for (let at = 0; at < there.count; at++) {
      this.#check();
      const document = there.documents[at]!;
      if (found.has(document) || !this.#hasPhrase(this.#segment.ordinals[document]!, node, field)) continue;
      found.add(document, candidates.scoreOf(document));
    }
    this.#pool.give(there);
  }
}
