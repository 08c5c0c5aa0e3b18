import type { ArticleRow, Excerpt, Facet, Hit, SortOrder } from '#contract';
import { Patience } from '../shell/patience.svelte.ts';
import {
  askForFacets,
  askForPage,
  pagesBetween,
  PAGE,
  type Asking,
  type ListFacts,
  type ListItem,
  type ListPage,
  type SearchApi,
  type Sorting,
} from './list-page.ts';

export type SearchOptions = {
  /** Count of articles in the archive: large ones get excerpts afterwards. */
  size: () => number;
  sort?: Partial<Sorting>;
  /** Tells this list from those of other windows, whose questions it must not have given up for its own. */
  caller?: string;
};

/** Pages fetched at the same time for a common action. */
const AT_ONCE = 4;
/** Articles from which on excerpts follow the list: a page of them takes longer than a key press may. */
const LARGE = 1_000;
/** ms until a list counts as slow. */
const PATIENCE = 250;

/**
 * The list in the middle: the library, or what was found. Newest wins: an answer that comes after a newer question is
 * dropped, and the old list stays until the new one is there.
 */
export class Search {
  readonly #archive: SearchApi;
  readonly #size: () => number;
  readonly #caller: string;
  #query = $state('');
  #sorting: Sorting = $state.raw({ library: 'newest', search: 'relevance' });
  #facts: ListFacts | null = $state.raw(null);
  #pages: ReadonlyMap<number, readonly ListItem[]> = $state.raw(new Map());
  #excerpts: ReadonlyMap<string, { excerpt: Excerpt; at: number | null }> = $state.raw(new Map());
  #facets: readonly Facet[] = $state.raw([]);
  #failure: unknown = $state.raw(null);
  #edition = $state(0);
  readonly #patience = new Patience(PATIENCE);
  #facetsWanted = false;
  #turn = 0;
  #lastRun: Promise<void> = Promise.resolve();
  #asked = new Set<string>();
  #shown = { first: 0, last: 0 };

  constructor(archive: SearchApi, { size, sort, caller = 'list' }: SearchOptions) {
    this.#archive = archive;
    this.#size = size;
    this.#caller = caller;
    this.#sorting = { ...this.#sorting, ...sort };
  }

  /** As typed; the list may still answer an older one. */
  get query(): string {
    return this.#query;
  }
  get searching(): boolean {
    return this.#query.trim() !== '';
  }
  get sort(): SortOrder {
    return this.searching ? this.#sorting.search : this.#sorting.library;
  }
  get sorting(): Readonly<Sorting> {
    return this.#sorting;
  }
  /** null only before the first answer. */
  get facts(): ListFacts | null {
    return this.#facts;
  }
  get facets(): readonly Facet[] {
    return this.#facets;
  }
  /** Why there is no list; null: there is one, or will be. */
  get failure(): unknown {
    return this.#failure;
  }
  /** True only when an answer takes long enough to say so. */
  get slow(): boolean {
    return this.#patience.slow;
  }
  /** Counts up with each new list, not when the same one is only brought up to date. */
  get edition(): number {
    return this.#edition;
  }
  get total(): number {
    return this.#facts?.total ?? 0;
  }

  /** The line at a place in the list; undefined: not loaded yet. */
  item(index: number): ListItem | undefined {
    const size = this.#pageSize;
    return this.#pages.get(Math.floor(index / size))?.[index % size];
  }

  /** Where an article stands among the lines that are loaded; null: it does not. */
  indexOf(articleId: string): number | null {
    for (const [page, items] of this.#pages) {
      const inside = items.findIndex(({ row }) => row.id === articleId);
      if (inside !== -1) return page * this.#pageSize + inside;
    }
    return null;
  }

  /** Excerpt and first place of a hit, which may have come after it. */
  excerptOf(hit: Hit): { excerpt: Excerpt; at: number | null } {
    return this.#excerpts.get(hit.id) ?? { excerpt: hit.excerpt, at: hit.at };
  }

  /** Follows the box: searches at once; a search that is still running for an older key is given up. */
  type(query: string): void {
    if (query === this.#query && this.#facts !== null) return;
    this.#query = query;
    void this.run();
  }

  sortBy(sort: SortOrder): void {
    if (this.searching) this.#sorting = { ...this.#sorting, search: sort };
    else if (sort !== 'relevance') this.#sorting = { ...this.#sorting, library: sort };
    void this.run();
  }

  /** Counts by source, month and so on cost a little: they are asked for only while they are looked at. */
  wantFacets(wanted: boolean): void {
    if (this.#facetsWanted === wanted) return;
    this.#facetsWanted = wanted;
    if (wanted) void this.#loadFacets(this.#turn);
  }

  /** Asks for a new list from its beginning. */
  run(): Promise<void> {
    this.#lastRun = this.#run();
    return this.#lastRun;
  }

  /** Resolves when the list answers what stands in the box. */
  async settled(): Promise<void> {
    let run = null;
    while (run !== this.#lastRun) await (run = this.#lastRun);
  }

  async #run(): Promise<void> {
    const turn = ++this.#turn;
    this.#patience.begin();
    const query = this.#query;
    try {
      const { facts, items } = await this.#ask(turn, query, 0);
      if (turn !== this.#turn) return;
      this.#excerpts = new Map();
      this.#edition++;
      this.#shown = { first: 0, last: Math.min(this.#shown.last - this.#shown.first, facts.total) };
      this.#take(facts, new Map([[0, items]]));
    } catch (error) {
      if (turn !== this.#turn) return;
      this.#failure = error;
      this.#facts = null;
      this.#pages = new Map();
      this.#patience.end();
    }
  }

  /** Brings the list up to date after the archive changed; what one looks at stays where it is. */
  async refresh(): Promise<void> {
    const query = this.searching ? this.#query : '';
    if (this.#facts?.query !== query) return this.run();
    const turn = ++this.#turn;
    const wanted = pagesBetween(this.#shown.first, this.#shown.last, this.#pageSize);
    try {
      const answers = await Promise.all(wanted.map((page) => this.#ask(turn, query, page * this.#pageSize)));
      const [first] = answers;
      if (turn !== this.#turn || !first) return;
      this.#take(first.facts, new Map(wanted.map((page, index) => [page, answers[index]?.items ?? []])));
    } catch (error) {
      if (turn !== this.#turn) return;
      this.#failure = error;
      this.#patience.end();
    }
  }

  /** Puts what was answered in the place of the list, and asks for what follows it. */
  #take(facts: ListFacts, pages: ReadonlyMap<number, readonly ListItem[]>): void {
    this.#asked = new Set();
    this.#pages = pages;
    this.#facts = facts;
    this.#failure = null;
    this.#patience.end();
    void this.#loadExcerpts(this.#turn);
    if (this.#facetsWanted) void this.#loadFacets(this.#turn);
  }

  /** Tells which lines can be seen; the ones not there yet are fetched. */
  show(first: number, last: number): void {
    this.#shown = { first, last };
    if (this.#facts === null) return;
    for (const page of pagesBetween(first, Math.min(last, this.#facts.total - 1), this.#pageSize))
      void this.#loadPage(page);
    void this.#loadExcerpts(this.#turn);
  }

  /** The articles from one place to another, both included, fetched where they are not there. */
  async rowsBetween(first: number, last: number): Promise<ArticleRow[]> {
    const pages = pagesBetween(first, last, this.#pageSize);
    // A few at a time: very many at once would keep everything else waiting.
    for (let from = 0; from < pages.length; from += AT_ONCE)
      await Promise.all(pages.slice(from, from + AT_ONCE).map((page) => this.#loadPage(page)));
    const rows: ArticleRow[] = [];
    for (let index = first; index <= last; index++) {
      const item = this.item(index);
      if (item) rows.push(item.row);
    }
    return rows;
  }

  /** Puts changed rows in their places without asking again. */
  adopt(rows: readonly ArticleRow[]): void {
    if (rows.length === 0) return;
    const changed = new Map(rows.map((row) => [row.id, row]));
    this.#pages = new Map(
      [...this.#pages].map(([page, items]) => [
        page,
        items.map((item) => {
          const row = changed.get(item.row.id);
          return row ? { row, hit: item.hit && { ...item.hit, row } } : item;
        }),
      ]),
    );
  }

  /** Nothing is asked for any more: the list is taken away. */
  end(): void {
    this.#turn++;
    this.#patience.end();
  }

  #ask(turn: number, query: string, offset: number): Promise<ListPage> {
    const withoutExcerpts = this.#size() > LARGE;
    return askForPage(this.#archive, { ...this.#asking(turn, query), offset, sorting: this.#sorting, withoutExcerpts });
  }

  #asking(turn: number, query: string): Asking {
    return { query, caller: this.#caller, isWanted: () => turn === this.#turn };
  }

  async #loadPage(page: number): Promise<void> {
    const key = `page ${String(page)}`;
    if (this.#pages.has(page) || this.#asked.has(key) || this.#facts === null) return;
    const turn = this.#turn;
    const asked = this.#asked;
    asked.add(key);
    try {
      const { items } = await this.#ask(turn, this.#facts.query, page * this.#pageSize);
      if (turn !== this.#turn) return;
      this.#pages = new Map([...this.#pages, [page, items]]);
      void this.#loadExcerpts(turn);
    } catch {
      // Asked again when it is looked at again.
      asked.delete(key);
    }
  }

  async #loadExcerpts(turn: number): Promise<void> {
    const facts = this.#facts;
    if (turn !== this.#turn || !facts || facts.query === '') return;
    const ids: string[] = [];
    for (let index = this.#shown.first; index <= Math.min(this.#shown.last, facts.total - 1); index++) {
      const hit = this.item(index)?.hit;
      if (hit?.excerpt.text !== '' || hit.note || this.#asked.has(hit.id)) continue;
      this.#asked.add(hit.id);
      ids.push(hit.id);
    }
    if (ids.length === 0) return;
    try {
      const found = await this.#archive.excerpts(facts.query, ids);
      if (turn !== this.#turn) return;
      this.#excerpts = new Map([
        ...this.#excerpts,
        ...found.map(({ id, excerpt, at }) => [id, { excerpt, at }] as const),
      ]);
    } catch {
      // A list without excerpts is still a list.
    }
  }

  async #loadFacets(turn: number): Promise<void> {
    try {
      const facets = await askForFacets(this.#archive, this.#asking(turn, this.#query));
      if (turn === this.#turn) this.#facets = facets;
    } catch {
      if (turn === this.#turn) this.#facets = [];
    }
  }

  get #pageSize(): number {
    return this.#facts?.pageSize ?? PAGE;
  }
}
