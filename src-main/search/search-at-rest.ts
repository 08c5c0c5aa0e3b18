import type { SearchAnswer, SearchRequest } from '#contract';
import { IdlePace, pause } from './idle-pace.ts';
import { rehearse } from './rehearsal.ts';
import { releaseReplaced } from './release-memory.ts';
import type { RestingNews } from './resting-notice.ts';
import { RestingSearch } from './resting-search.ts';
import type { TermRules } from './terms/term-rules.ts';
import { loadTermRules } from './terms/word-lists.ts';

/** ms an index must have been at rest before searches are prepared for: who saves articles one after the other is not done. */
const AFTER = 500;

/** What the thread that asks can answer itself: from the first news of an index at rest until that is no longer so. */
export class SearchAtRest {
  readonly #names: string;
  readonly #ask: (request: SearchRequest) => Promise<SearchAnswer>;
  #rules: TermRules | null = null;
  /** null: the index is not at rest. */
  #resting: RestingSearch | null = null;
  /** Bytes of each segment that was at rest last. */
  #sizes: readonly number[] = [];
  #isRehearsed = false;
  #ended = false;

  /** `names`: the user's own; `ask`: any search, here or in the other thread, to be rehearsed. */
  constructor(names: string, ask: (request: SearchRequest) => Promise<SearchAnswer>) {
    this.#names = names;
    this.#ask = ask;
  }

  hear(news: RestingNews): void {
    // The other thread may say a last thing while it is closed.
    if (this.#ended) return;
    if ('rows' in news) this.#resting?.changeRows(news.rows);
    else if (news.resting === null) this.#resting = null;
    else this.#begin(new RestingSearch(news.resting, (this.#rules ??= loadTermRules(this.#names))));
  }

  /** null: to be asked in the other thread. Throws what that would. */
  search(request: SearchRequest): SearchAnswer | null {
    return this.#resting?.search(request) ?? null;
  }

  end(): void {
    this.#ended = true;
    this.#resting = null;
  }

  #begin(resting: RestingSearch): void {
    this.#resting = resting;
    const sizes = resting.segments.map(({ bytes }) => bytes);
    releaseReplaced(this.#sizes, sizes);
    this.#sizes = sizes;
    // What could not be prepared is looked up when it is asked for.
    this.#prepare(resting).catch(() => undefined);
  }

  /** Makes the next searches quick, while nothing else is done. */
  async #prepare(resting: RestingSearch): Promise<void> {
    const isWanted = () => this.#resting === resting;
    await pause(AFTER);
    const pace = new IdlePace();
    const work = resting.lookUpCommonWords();
    while (isWanted() && work.next().done !== true) await pace.breathe();
    if (!isWanted() || this.#isRehearsed) return;
    // With a caller it waits for nothing that is still to be indexed.
    const request = { offset: 0, limit: 20, sort: 'relevance', withoutExcerpts: true, caller: 'rehearsal' } as const;
    await rehearse(resting.segments, (query) => this.#ask({ ...request, query }), isWanted);
    this.#isRehearsed ||= isWanted();
  }
}
