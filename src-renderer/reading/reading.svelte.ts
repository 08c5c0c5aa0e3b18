import type { Asset, Block, Corrections, NachleseApi, OpenedArticle, TextMatch } from '#contract';
import { Patience } from '../shell/patience.svelte.ts';
import { loadHyphenation, noBreaks, patternName, type FindBreaks } from './hyphenation.ts';

/** What the reader asks of the archive. */
export type ReadingApi = Pick<
  NachleseApi,
  'openArticle' | 'openVersion' | 'matchesIn' | 'editArticle' | 'tagArticles' | 'markArticles' | 'restoreVersion'
>;

/** Where to go in an article: an offset, a note, and the query whose hits are marked. */
export type ReadingPlace = { at: number | null; noteId: string | null; query: string };

/** ms until an article counts as slow. */
const PATIENCE = 200;

/**
 * The article being read. The last one stays on the screen until the next is there, and an answer that comes after
 * a newer question is dropped.
 */
export class Reading {
  readonly #archive: ReadingApi;
  #turn = 0;
  #refresh = 0;
  #opened: OpenedArticle | null = $state.raw(null);
  #version: string | null = $state(null);
  #newest: string | null = $state(null);
  #failure: unknown = $state.raw(null);
  readonly #patience = new Patience(PATIENCE);
  #query = $state('');
  #hits: readonly TextMatch[] = $state.raw([]);
  #hitNumber: number | null = $state(null);
  #hyphenation: ReadonlyMap<string, FindBreaks> = $state.raw(new Map());

  constructor(archive: ReadingApi) {
    this.#archive = archive;
  }

  get opened(): OpenedArticle | null {
    return this.#opened;
  }
  /** The earlier version that is shown; null: the newest. */
  get version(): string | null {
    return this.#version;
  }
  /** When the newest version was captured, also while an earlier one is shown. */
  get newest(): string | null {
    return this.#newest;
  }
  /** Why the article could not be opened; null: it could. */
  get failure(): unknown {
    return this.#failure;
  }
  /** True only when an answer takes long enough to say so. */
  get slow(): boolean {
    return this.#patience.slow;
  }
  get query(): string {
    return this.#query;
  }
  get hits(): readonly TextMatch[] {
    return this.#hits;
  }
  /** Number of the current hit, from 0; null: there is none yet. */
  get hitNumber(): number | null {
    return this.#hitNumber;
  }

  /** True when the article is there and still the one asked for last. */
  async open(articleId: string, place: ReadingPlace): Promise<boolean> {
    const turn = this.#begin();
    try {
      const again = this.#opened?.article.id === articleId && this.#version === null ? this.#opened : null;
      const [opened, hits] = await Promise.all([
        again ?? this.#archive.openArticle(articleId),
        this.#matches(articleId, place.query),
      ]);
      await this.#prepare(opened);
      if (turn !== this.#turn) return false;
      this.#show(opened, null);
      this.#query = place.query;
      this.#hits = hits;
      this.#hitNumber = firstHitFrom(hits, place.at);
      return true;
    } catch (error) {
      this.#fail(turn, error);
      return false;
    } finally {
      this.#end(turn);
    }
  }

  /** Asks again for what is shown, after it changed; hits are kept. */
  async refresh(): Promise<void> {
    const id = this.#opened?.article.id;
    if (id === undefined || this.#version !== null) return;
    const turn = this.#turn;
    const refresh = ++this.#refresh;
    // The next article may have been asked for before this, and be there before the answer to this is.
    const isStale = () => refresh !== this.#refresh || this.#opened?.article.id !== id;
    try {
      const [opened, hits] = await Promise.all([this.#archive.openArticle(id), this.#matches(id, this.#query)]);
      if (turn !== this.#turn || isStale()) return;
      this.#show(opened, null);
      this.#hits = hits;
      if (this.#hitNumber !== null && this.#hitNumber >= hits.length) this.#hitNumber = hits.length ? 0 : null;
    } catch (error) {
      // Deleted meanwhile or damaged: say so in its place.
      if (!isStale()) this.#fail(turn, error);
    }
  }

  /** Shows an earlier capture; null: the newest again. */
  async openVersion(version: string | null): Promise<void> {
    const id = this.#opened?.article.id;
    if (id === undefined) return;
    const turn = this.#begin();
    try {
      const opened = await (version === null ? this.#archive.openArticle(id) : this.#archive.openVersion(id, version));
      const hits = version === null ? await this.#matches(id, this.#query) : [];
      await this.#prepare(opened);
      if (turn !== this.#turn) return;
      this.#show(opened, version);
      this.#hits = hits;
      this.#hitNumber = firstHitFrom(hits, null);
    } catch (error) {
      this.#fail(turn, error);
    } finally {
      this.#end(turn);
    }
  }

  /**
   * Makes an earlier version of an article its newest, and shows it where that article is still open. Answers the name
   * of the one that was, to take it back by; null: unknown.
   */
  async restoreVersion(articleId: string, version: string): Promise<string | null> {
    const turn = this.#turn;
    const before = this.#isOpen(articleId) ? this.#newest : null;
    const opened = await this.#archive.restoreVersion(articleId, version);
    if (this.#isOpen(articleId)) {
      // What was asked for before is out of date; what was asked for meanwhile is still to come.
      if (turn === this.#turn) {
        this.#turn++;
        this.#patience.end();
      }
      this.#show(opened, null);
    }
    return opened.versions.find(({ archived }) => archived === before)?.id ?? null;
  }

  close(): void {
    this.#turn++;
    this.#opened = null;
    this.#version = null;
    this.#failure = null;
    this.#patience.end();
    this.#query = '';
    this.#hits = [];
    this.#hitNumber = null;
  }

  /** Goes one hit on (1) or back (-1), round and round. */
  step(by: 1 | -1): TextMatch | null {
    const count = this.#hits.length;
    if (count === 0) return null;
    const from = this.#hitNumber ?? (by === 1 ? -1 : 0);
    this.#hitNumber = (from + by + count) % count;
    return this.#hits[this.#hitNumber] ?? null;
  }

  /** No hits are marked any more. */
  clearHits(): void {
    this.#query = '';
    this.#hits = [];
    this.#hitNumber = null;
  }

  async correct(articleId: string, corrections: Partial<Corrections>): Promise<void> {
    const opened = await this.#archive.editArticle(articleId, corrections);
    if (this.#isOpen(articleId)) this.#opened = opened;
  }

  async tag(articleId: string, add: string[], remove: string[]): Promise<void> {
    this.#adopt(articleId, await this.#archive.tagArticles([articleId], add, remove));
  }

  /** Marks the article that is open. */
  async mark(change: { read?: boolean; starred?: boolean }): Promise<void> {
    const id = this.#opened?.article.id;
    if (id !== undefined) this.#adopt(id, await this.#archive.markArticles([id], change));
  }

  /** The file of that name; undefined when it is not kept. */
  asset(name: string | null): Asset | undefined {
    return name === null ? undefined : this.#opened?.article.assets.find((asset) => asset.name === name);
  }

  findBreaks(language: string | null): FindBreaks {
    const name = patternName(language);
    return (name === null ? undefined : this.#hyphenation.get(name)) ?? noBreaks;
  }

  #isOpen(articleId: string): boolean {
    return this.#opened?.article.id === articleId;
  }

  #adopt(articleId: string, [row]: readonly OpenedArticle['row'][]): void {
    const opened = this.#opened;
    if (!row || opened?.article.id !== articleId) return;
    const { tags, read, starred } = row;
    this.#opened = { ...opened, row, state: { ...opened.state, tags, read, starred } };
  }

  #begin(): number {
    const turn = ++this.#turn;
    this.#patience.begin();
    return turn;
  }

  #end(turn: number): void {
    if (turn === this.#turn) this.#patience.end();
  }

  #show(opened: OpenedArticle, version: string | null): void {
    this.#opened = opened;
    this.#version = version;
    if (version === null) this.#newest = opened.article.archived;
    this.#failure = null;
  }

  #fail(turn: number, error: unknown): void {
    if (turn !== this.#turn) return;
    this.#opened = null;
    this.#version = null;
    this.#hits = [];
    this.#hitNumber = null;
    this.#failure = error;
  }

  /** A query that marks nothing must not keep the article from being read. */
  async #matches(articleId: string, query: string): Promise<TextMatch[]> {
    if (query.trim() === '') return [];
    try {
      const matches = await this.#archive.matchesIn(articleId, query);
      return [...matches].sort((a, b) => a.start - b.start || b.end - a.end);
    } catch {
      return [];
    }
  }

  /** Patterns come before the first drawing: lines must not break anew while one reads. */
  async #prepare(opened: OpenedArticle): Promise<void> {
    const found = new Map<string, FindBreaks>();
    for (const language of languagesOf(opened)) {
      const name = patternName(language);
      if (name !== null && !this.#hyphenation.has(name)) found.set(name, await loadHyphenation(language));
    }
    // Those of another article may have come meanwhile.
    if (found.size > 0) this.#hyphenation = new Map([...this.#hyphenation, ...found]);
  }
}

function firstHitFrom(hits: readonly TextMatch[], at: number | null): number | null {
  if (hits.length === 0) return null;
  const found = at === null ? -1 : hits.findIndex(({ end }) => end > at);
  return found === -1 ? 0 : found;
}

function languagesOf(opened: OpenedArticle): Set<string | null> {
  const languages = new Set<string | null>([opened.article.language]);
  const waiting: Block[] = [...opened.article.blocks];
  for (let block = waiting.pop(); block; block = waiting.pop()) {
    languages.add(block.language);
    if (block.type === 'quote' || block.type === 'footnote') waiting.push(...block.blocks);
    else if (block.type === 'list') waiting.push(...block.items.flat());
    else if (block.type === 'definition-list')
      waiting.push(...block.entries.flatMap((entry) => entry.definitions.flat()));
  }
  return languages;
}
