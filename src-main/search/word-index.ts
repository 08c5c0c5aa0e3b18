import { NEVER_STOPPED, type CallStop } from './call-stop.ts';
import type { Filter, QueryNode } from './query/query-node.ts';
import { DeadDocuments, type Dead } from './segments/dead-documents.ts';
import type { DocumentScores } from './segments/document-scores.ts';
import { FoundArticles } from './segments/found-articles.ts';
import { SEGMENT_SIZE } from './segments/freeze-segment.ts';
import type { FrozenSegment } from './segments/frozen-segment.ts';
import type { IndexedDocument } from './segments/grouped-mini-search.ts';
import { LiveSegment } from './segments/live-segment.ts';
import { planQuery } from './segments/plan-query.ts';
import { workOf, type QueryPlan } from './segments/query-plan.ts';
import { PACKED_MODE, type PackedWords } from './segments/packed-words.ts';
import { countWord } from './segments/resolve-word.ts';
import { scanLive } from './segments/scan-live.ts';
import { SegmentScanner, type HasPhrase } from './segments/scan-segment.ts';
import { FAILED, type ScanShare } from './segments/scan-share.ts';
import type { JointPlaces } from './segments/joint-segments.ts';
import type { SecondScanner } from './segments/second-scanner.ts';
import { joinVocabulary, sumUp } from './segments/sum-up-segments.ts';
import { FIELDS, tiersOf, type Statistics, type VocabularyWord, type WordQuery } from './segments/word-query.ts';
import type { ArchiveWords } from './terms/archive-words.ts';
import type { TermRules } from './terms/term-rules.ts';

/** What the word index asks of the catalogue. */
export type WordGround = {
  /** One byte an article number: 1 is in the catalogue. */
  alive: () => Uint8Array;
  /** Another one whenever a number is no longer alive. */
  deaths: () => number;
  passes: (filter: Filter) => Uint8Array;
  hasPhrase: HasPhrase;
};

/** All words of all articles: frozen segments, one that is being frozen, and the live one. */
export class WordIndex {
  readonly #rules: TermRules;
  readonly #ground: WordGround;
  readonly #scanner: SegmentScanner;
  readonly #found = new FoundArticles();
  readonly #dead = new DeadDocuments();
  readonly #frozen: FrozenSegment[] = [];
  readonly #second: SecondScanner | null;
  #version = 0;
  /** As of so many {@link changes}. */
  #known: { changes: number; statistics: Statistics } | null = null;
  #changes = 0;
  /** Words of all frozen segments, looked up in advance; null: none. */
  #common: PackedWords | null = null;
  #onChange: () => void = () => undefined;
  #sealed: LiveSegment | null = null;
  #live: LiveSegment;

  /** `second` null: all is searched in this thread. */
  constructor(rules: TermRules, ground: WordGround, second: SecondScanner | null = null) {
    this.#rules = rules;
    this.#ground = ground;
    this.#second = second;
    this.#scanner = new SegmentScanner(SEGMENT_SIZE, ground.hasPhrase);
    this.#live = new LiveSegment(rules);
  }

  /** What the archive taught the rules of its words. */
  get archiveWords(): ArchiveWords | null {
    return this.#rules.archiveWords;
  }

  /** Articles in the live segment. */
  get liveSize(): number {
    return this.#live.size;
  }

  /** All segments, if every article is in a frozen one; null: some are in the live one, or on their way from there. */
  get resting(): readonly FrozenSegment[] | null {
    return this.#sealed || this.#live.size > 0 ? null : this.#frozen;
  }

  /** The second thread's joined lists, and whether there is anything to be waited for until they are made. */
  get joint(): JointPlaces | null | 'soon' {
    return this.#second?.jointOf(this.#frozen) ?? null;
  }

  add(document: IndexedDocument): void {
    this.#change();
    this.#live.add(document);
  }

  /** Frozen articles are left out by not being alive. */
  remove(ordinal: number): void {
    this.#change();
    this.#live.remove(ordinal);
    this.#sealed?.remove(ordinal);
  }

  /** Puts the live segment aside to be frozen; it is still searched. Its articles; null: the last one is not done yet. */
  seal(): number[] | null {
    if (this.#sealed) return null;
    this.#change();
    this.#sealed = this.#live;
    this.#live = new LiveSegment(this.#rules);
    return [...this.#sealed.ordinals()];
  }

  /** The sealed segment is frozen now, or could not be. */
  dropSealed(): void {
    this.#change();
    this.#sealed = null;
  }

  addFrozen(segment: FrozenSegment): void {
    this.#rules.meet(segment.kinds);
    this.#change();
    this.#frozen.push(segment);
  }

  removeFrozen(segment: FrozenSegment): void {
    this.#change();
    // What was found in it must not keep it in memory.
    this.#found.list();
    this.#scanner.releaseAll();
    this.#second?.forget(segment);
    const at = this.#frozen.indexOf(segment);
    if (at >= 0) this.#frozen.splice(at, 1);
  }

  clear(): void {
    this.#change();
    this.#forgetFound();
    for (const segment of this.#frozen) this.#second?.forget(segment);
    this.#frozen.length = 0;
    this.#sealed = null;
    this.#live = new LiveSegment(this.#rules);
  }

  /** All articles a query finds; valid until the next search. */
  find(root: QueryNode, stop: CallStop = NEVER_STOPPED): FoundArticles {
    return this.findWithin(root, Infinity, stop)!;
  }

  /** {@link find}; null: about so many postings would have to be looked at, or more. */
  findWithin(root: QueryNode, most: number, stop: CallStop = NEVER_STOPPED): FoundArticles | null {
    this.#version++;
    this.#forgetFound();
    try {
      return this.#find(root, most, stop) ? this.#found : null;
    } catch (error) {
      this.#forgetFound();
      throw error;
    }
  }

  /** Another one with each {@link find} and each change: what was found before is gone or old. */
  get version(): number {
    return this.#version;
  }

  /** False: it was too much. */
  #find(root: QueryNode, most: number, stop: CallStop): boolean {
    const { check } = stop;
    const statistics = this.#statistics();
    const plan = planQuery(root, {
      rules: this.#rules,
      documents: statistics.documents,
      count: (query) => this.#count(query, check),
      passes: this.#ground.passes,
    });
    if (most < Infinity && workOf(plan, statistics.documents) >= most) return false;
    this.#scanFrozen(plan, statistics, stop);
    for (const live of this.#lives()) {
      if (live.size === 0) continue;
      check();
      for (const [ordinal, score] of scanLive(live, plan, statistics, this.#ground.hasPhrase))
        this.#found.add(ordinal, score);
    }
    return true;
  }

  /** Its tables are free for the next search. */
  #forgetFound(): void {
    this.#found.clear();
    this.#scanner.releaseAll();
  }

  /** Another one with each change of what is indexed. */
  get changes(): number {
    return this.#changes;
  }

  /** Tells of each change while it is made; replaces the listener before. */
  onChange(listener: () => void): void {
    this.#onChange = listener;
  }

  /** From now on these words are found at hand; `words`: of all frozen segments, in their order. */
  useCommon(words: PackedWords): void {
    this.#common = words;
    for (const [place, { known }] of this.#frozen.entries()) known.packed = { words, place };
  }

  #change(): void {
    this.#common = null;
    this.#version++;
    this.#changes++;
    this.#onChange();
  }

  #scanFrozen(plan: QueryPlan, { documents, averages }: Statistics, stop: CallStop): void {
    const scanHere = (at: number) => {
      const segment = this.#frozen[at]!;
      this.#addTable(segment, this.#scanner.scan(segment, plan, averages, stop.check));
    };
    const share = this.#second?.use(this.#frozen, workOf(plan, documents));
    if (!share) {
      for (const at of this.#frozen.keys()) scanHere(at);
      return;
    }
    for (const at of this.#second!.divide(stop, { plan, averages }, scanHere)) {
      if (share.states[at] === FAILED) scanHere(at);
      else this.#takeOver(at, plan, averages, share, stop);
    }
  }

  /** What the second thread found of a segment; where texts have to be looked at, that is done here. */
  #takeOver(at: number, plan: QueryPlan, averages: readonly number[], share: ScanShare, { check }: CallStop): void {
    const segment = this.#frozen[at]!;
    const { documents, scores } = share.results(at, segment.size);
    this.#found.addList(segment.ordinals, { documents, scores, count: share.found[at]! }, this.#deadIn(segment));
    const unsure = share.unsure[at]!;
    if (unsure === 0) return;
    const within = this.#scanner.table();
    for (let place = segment.size - unsure; place < segment.size; place++) within.add(documents[place]!, 0);
    this.#addTable(segment, this.#scanner.scan(segment, plan, averages, check, within));
    this.#scanner.release(within);
  }

  #addTable(segment: FrozenSegment, scores: DocumentScores): void {
    const isNeeded = this.#found.addTable(segment.ordinals, scores, this.#deadIn(segment));
    if (!isNeeded) this.#scanner.release(scores);
  }

  #deadIn(segment: FrozenSegment): Dead | null {
    return this.#dead.of(segment, this.#ground.alive(), this.#ground.deaths());
  }

  /** Whether any article has this word. */
  knows(query: WordQuery): boolean {
    const own = query.mode === 'prefix' ? 'typing' : query.mode;
    const asked: WordQuery = { ...query, mode: own === 'exact' || own === 'typing' ? own : 'whole' };
    return (
      this.#common?.has(asked.name) === true ||
      this.#frozen.some((segment) => countWord(segment, asked).some((count) => count > 0)) ||
      this.#lives().some((live) =>
        tiersOf(asked.mode).some(({ kind }) => live.countTier(asked, kind).some((count) => count > 0)),
      )
    );
  }

  vocabularyNear(key: string, distance: number): Iterable<VocabularyWord & { distance: number }> {
    return joinVocabulary(this.#all().map((segment) => segment.vocabularyNear(key, distance)));
  }

  #lives(): LiveSegment[] {
    return this.#sealed ? [this.#sealed, this.#live] : [this.#live];
  }

  #all(): (FrozenSegment | LiveSegment)[] {
    return [...this.#frozen, ...this.#lives()];
  }

  /** For each tier, articles that have a key of it, by field. */
  #count(query: WordQuery, check: () => void): number[][] {
    const common = query.mode === PACKED_MODE ? this.#common?.counts(query.name) : null;
    // Where it is there, nothing is in the live segment.
    if (common) return common;
    const tiers = tiersOf(query.mode);
    const sums = tiers.map(() => FIELDS.map(() => 0));
    for (const segment of this.#frozen) {
      check();
      const counts = countWord(segment, query, check);
      for (let tier = 0; tier < tiers.length; tier++) {
        for (let field = 0; field < FIELDS.length; field++)
          sums[tier]![field]! += counts[tier * FIELDS.length + field]!;
      }
    }
    for (const live of this.#lives()) {
      if (live.size === 0) continue;
      for (const [tier, { kind }] of tiers.entries()) {
        for (const [field, count] of live.countTier(query, kind).entries()) sums[tier]![field]! += count;
      }
    }
    return sums;
  }

  #statistics(): Statistics {
    if (this.#known?.changes !== this.#changes)
      this.#known = { changes: this.#changes, statistics: sumUp(this.#all()) };
    return this.#known.statistics;
  }
}
