import type { ArticleRow, Facet, Hit, NachleseApi, QueryRemark, SearchAnswer, SortOrder } from '#contract';
import { insist } from './insist.ts';

/** What the list asks of the archive. */
export type SearchApi = Pick<NachleseApi, 'search' | 'excerpts' | 'listArticles'>;

/** One line of the list; `hit` is null while nothing is searched. */
export type ListItem = { row: ArticleRow; hit: Hit | null };

/** What is known about the whole list that is shown. */
export type ListFacts = {
  /** The query the list answers; "" is the library. */
  query: string;
  /** Lines that are fetched together. */
  pageSize: number;
  sort: SortOrder;
  total: number;
  /** ms, in the archive; null: not searched. */
  tookMs: number | null;
  understood: string;
  remarks: readonly QueryRemark[];
  suggestion: string | null;
  complete: boolean;
};

/** Orders of the library and of what was found; each is kept while the other is shown. */
export type Sorting = { library: LibrarySort; search: SortOrder };
export type LibrarySort = Exclude<SortOrder, 'relevance'>;

/** Lines asked for at once: of the library, and of hits, of which every key brings others. */
export const PAGE = 200;
export const HIT_PAGE = 25;

/** Lines that stand together in the list, and what is known about the whole. */
export type ListPage = { facts: ListFacts; items: ListItem[] };

/** Who asks, and until when. */
export type Asking = {
  query: string;
  /** Whose list it is: of two questions for the same page of it, the archive gives up the older one. */
  caller: string;
  /** False once something newer was asked for the same list. */
  isWanted: () => boolean;
};
type PageRequest = Asking & { offset: number; sorting: Sorting; withoutExcerpts: boolean };

/** The page of the list from a line on: of the library where the query is blank, else of what it finds. */
export async function askForPage(
  archive: SearchApi,
  { query, caller, isWanted, offset, sorting, withoutExcerpts }: PageRequest,
): Promise<ListPage> {
  if (query.trim() === '') {
    const sort = sorting.library;
    const { total, rows } = await archive.listArticles({ sort, offset, limit: PAGE, collection: null });
    const facts: ListFacts = { ...NOT_SEARCHED, sort, total };
    return { facts, items: rows.map((row) => ({ row, hit: null })) };
  }
  const sort = sorting.search;
  const asked = { query, offset, limit: HIT_PAGE, sort, withoutExcerpts, facets: false };
  const answer = await insist(() => archive.search({ ...asked, caller: `${caller} ${String(offset)}` }), isWanted);
  return { facts: factsOf(answer, query, sort), items: answer.hits.map((hit) => ({ row: hit.row, hit })) };
}

/** How what a query finds is spread over sources, months and so on. */
export async function askForFacets(archive: SearchApi, { query, caller, isWanted }: Asking): Promise<readonly Facet[]> {
  const asked = { query, offset: 0, limit: 0, sort: 'newest', withoutExcerpts: true, facets: true } as const;
  const { facets } = await insist(() => archive.search({ ...asked, caller: `${caller} facets` }), isWanted);
  return facets;
}

/** Numbers of the pages of `size` lines that hold the lines from one to another, both included. */
export function pagesBetween(first: number, last: number, size: number): number[] {
  const from = Math.floor(Math.max(0, first) / size);
  const until = Math.max(from, Math.floor(last / size));
  return Array.from({ length: until - from + 1 }, (_, index) => from + index);
}

const NOT_SEARCHED = {
  query: '',
  pageSize: PAGE,
  tookMs: null,
  understood: '',
  remarks: [],
  suggestion: null,
  complete: true,
} as const;

function factsOf(answer: SearchAnswer, query: string, sort: SortOrder): ListFacts {
  const { total, tookMs, understood, remarks, suggestion, complete } = answer;
  return { query, pageSize: HIT_PAGE, sort, total, tookMs, understood, remarks, suggestion, complete };
}
