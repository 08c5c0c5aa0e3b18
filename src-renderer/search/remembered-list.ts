import type { SortOrder } from '#contract';
import type { LibrarySort } from './list-page.ts';

type Sorting = { library: LibrarySort; search: SortOrder };
/** What the list was when it was left: coming back from another view it is there again. */
export type RememberedList = { query: string; sort: Partial<Sorting> };

const QUERY = 'nachlese.query';
const SORT = 'nachlese.list-order';
const LIBRARY: readonly string[] = ['newest', 'oldest', 'title', 'added'] satisfies LibrarySort[];

/** The query lives as long as the window, the order as long as the browser's storage. */
export function rememberedList(session: Pick<Storage, 'getItem'>, lasting: Pick<Storage, 'getItem'>): RememberedList {
  let sort: Partial<Sorting> = {};
  try {
    const kept = JSON.parse(lasting.getItem(SORT) ?? '{}') as Partial<Record<keyof Sorting, string>>;
    sort = {
      ...(LIBRARY.includes(kept.library ?? '') ? { library: kept.library as LibrarySort } : {}),
      ...([...LIBRARY, 'relevance'].includes(kept.search ?? '') ? { search: kept.search as SortOrder } : {}),
    };
  } catch {
    // What was kept is no order: the usual one.
  }
  return { query: session.getItem(QUERY) ?? '', sort };
}

export function rememberList(
  session: Pick<Storage, 'setItem'>,
  lasting: Pick<Storage, 'setItem'>,
  { query, sort }: RememberedList,
): void {
  try {
    session.setItem(QUERY, query);
    lasting.setItem(SORT, JSON.stringify(sort));
  } catch {
    // Forgotten, then.
  }
}
