import type {
  ArticleRow,
  Completion,
  Excerpt,
  ListAnswer,
  ListRequest,
  SearchAnswer,
  SearchRequest,
  TextMatch,
} from '#contract';

/** All that is searched and listed of one article. */
export type IndexedArticle = {
  row: ArticleRow;
  /** {@link ScannedArticle.stamp} of what was read. */
  stamp: string;
  /** Normalised address, for look-up; null: none. */
  address: string | null;
  /** SHA-256 of the NFC plain text. */
  textHash: string;
  kicker: string | null;
  authors: string[];
  /** Plain text: lead and blocks. */
  text: string;
  hasImage: boolean;
  hasVideo: boolean;
  hasHighlight: boolean;
  notes: { id: string; text: string }[];
};

/**
 * Catalogue and full text of one archive, held in worker threads; everything in it can be rebuilt from the files.
 * Answers carry no sentences: remarks have codes, the archive makes them sentences.
 */
export type SearchIndex = {
  /** What the index holds: article id → stamp. */
  stamps(): Promise<Map<string, string>>;
  /** Found at the latest 100 ms after this resolves. Replaces earlier entries of the same id. */
  put(articles: IndexedArticle[]): Promise<void>;
  remove(ids: string[]): Promise<void>;
  /** Only what lists show or filter by changed, not the text. */
  changeRows(rows: ArticleRow[], stamps: Map<string, string>): Promise<void>;

  row(id: string): Promise<ArticleRow | null>;
  rows(ids: string[]): Promise<ArticleRow[]>;
  list(request: Omit<ListRequest, 'collection'> & { ids: string[] | null }): Promise<ListAnswer>;
  findByAddress(address: string): Promise<string | null>;
  findByTextHash(hash: string): Promise<string | null>;
  /** Ids that begin with this. */
  findByPrefix(prefix: string): Promise<string[]>;

  search(request: SearchRequest): Promise<SearchAnswer>;
  /** All ids that match, best first; for exports. */
  searchIds(query: string): Promise<string[]>;
  excerpts(query: string, ids: string[]): Promise<{ id: string; excerpt: Excerpt; at: number | null }[]>;
  matchesIn(id: string, query: string): Promise<TextMatch[]>;
  complete(query: string): Promise<Completion[]>;
  counts(): Promise<{
    articles: number;
    notes: number;
    words: number;
    sources: Map<string, number>;
    languages: Map<string, number>;
    years: Map<string, number>;
    tags: Map<string, number>;
  }>;

  /** Writes what is only in memory to the cache folder. */
  flush(): Promise<void>;
  /** Forgets everything and deletes its cache files. */
  clear(): Promise<void>;
  /** Tells of articles that must be put again, as their texts in the cache are damaged; one listener at a time. */
  onLost(listener: (ids: string[]) => void): void;
  /** Ms since opening until the cached catalogue answered; null: started empty. */
  readonly loadedFromCache: boolean;
  close(): Promise<void>;
};

export type SearchOptions = {
  /** This archive's cache folder; missing, foreign or damaged files in it are ignored and replaced. */
  cacheFolder: string;
  archiveId: string;
  /** The user's own list of names in several spellings; it need not exist. Absent: none. */
  namesFile?: string;
  now: () => Date;
};
