import { describe, expect, it, vi } from 'vitest';
import type { ArticleRow, Hit, SearchAnswer, SearchRequest } from '#contract';
import { ArchiveFailure } from '../archive-client.ts';
import { HIT_PAGE, type SearchApi } from './list-page.ts';
import { Search } from './search.svelte.ts';
import { eventually } from '../testing/eventually.ts';

function row(id: string): ArticleRow {
  return {
    id,
    title: id,
    source: '',
    published: null,
    archived: '2026-01-01',
    language: null,
    url: null,
    tags: [],
    notes: 0,
    read: false,
    starred: false,
    words: 1,
    image: null,
    unreadable: false,
  };
}

function hit(id: string, excerpt = ''): Hit {
  const empty = { title: id, source: '', published: null, score: 1, reasons: [], at: null, note: null };
  return { id, ...empty, excerpt: { text: excerpt, marks: [] }, row: row(id) };
}

function answer(query: string, ids: string[], total = ids.length): SearchAnswer {
  return {
    query,
    understood: query,
    remarks: [],
    total,
    tookMs: 1,
    hits: ids.map((id) => hit(id)),
    facets: [],
    suggestion: null,
    complete: true,
  };
}

/** An archive whose answers come when the test says so, in any order. */
function slowArchive() {
  const waiting = new Map<string, (answer: SearchAnswer) => void>();
  const api: SearchApi = {
    search: ({ query }) => new Promise((resolve) => waiting.set(query, resolve)),
    excerpts: async () => [],
    listArticles: async () => ({ total: 1, rows: [row('library')] }),
  };
  const give = async (query: string, ids: string[]): Promise<void> => {
    waiting.get(query)?.(answer(query, ids));
    await eventually(() => undefined);
    await new Promise((resolve) => setTimeout(resolve));
  };
  return { api, give };
}

function quickArchive(total: number) {
  const requests: SearchRequest[] = [];
  const excerptsOf: string[][] = [];
  const api: SearchApi = {
    search: async (request) => {
      requests.push(request);
      const count = Math.max(0, Math.min(request.limit, total - request.offset));
      return answer(
        request.query,
        Array.from({ length: count }, (_, index) => `a${String(request.offset + index)}`),
        total,
      );
    },
    excerpts: async (_, ids) => {
      excerptsOf.push(ids);
      return ids.map((id) => ({ id, excerpt: { text: `about ${id}`, marks: [] }, at: 7 }));
    },
    listArticles: async () => ({ total: 0, rows: [] }),
  };
  return { api, requests, excerptsOf };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('the list of what was found', () => {
  it('answers the newest question, whichever answer comes last', async () => {
    const { api, give } = slowArchive();
    const search = new Search(api, { size: () => 10 });
    search.type('wa');
    search.type('waf');
    await give('waf', ['new']);
    await give('wa', ['old', 'older']);
    expect(search.facts?.query).toBe('waf');
    expect(search.item(0)?.row.id).toBe('new');
    expect(search.total).toBe(1);
  });

  it('keeps the old list until the new one is there', async () => {
    const { api, give } = slowArchive();
    const search = new Search(api, { size: () => 10 });
    search.type('wa');
    await give('wa', ['one']);
    search.type('waf');
    expect(search.item(0)?.row.id).toBe('one');
    expect(search.facts?.query).toBe('wa');
  });

  it('is the library again when the box is emptied, even if an answer is still on its way', async () => {
    const { api, give } = slowArchive();
    const search = new Search(api, { size: () => 10 });
    search.type('wa');
    search.type('');
    await settled();
    await give('wa', ['late']);
    expect(search.facts?.query).toBe('');
    expect(search.item(0)).toEqual({ row: row('library'), hit: null });
  });

  it('asks for excerpts only in large archives, and only for what can be seen', async () => {
    const { api, requests, excerptsOf } = quickArchive(500);
    const search = new Search(api, { size: () => 10_000 });
    search.show(0, 9);
    search.type('x');
    await settled();
    expect(requests[0]?.withoutExcerpts).toBe(true);
    expect(excerptsOf.flat()).toEqual(['a0', 'a1', 'a2', 'a3', 'a4', 'a5', 'a6', 'a7', 'a8', 'a9']);
    const first = search.item(0)?.hit;
    expect(first && search.excerptOf(first)).toEqual({ excerpt: { text: 'about a0', marks: [] }, at: 7 });
  });

  it('asks at every key, in the largest archives too, as one caller, so that older questions are given up', async () => {
    const { api, requests } = quickArchive(3);
    const search = new Search(api, { size: () => 100_000 });
    for (const query of ['w', 'wa', 'waf']) search.type(query);
    await settled();
    expect(requests.map(({ query }) => query)).toEqual(['w', 'wa', 'waf']);
    expect(new Set(requests.map(({ caller }) => caller)).size).toBe(1);
    expect(search.facts?.query).toBe('waf');
  });

  it('fetches a far page when it is looked at, once', async () => {
    const { api, requests } = quickArchive(1_000);
    const search = new Search(api, { size: () => 10 });
    search.type('x');
    await settled();
    search.show(450, 460);
    search.show(451, 461);
    await settled();
    expect(requests.map(({ offset }) => offset)).toEqual([0, 18 * HIT_PAGE]);
    expect(search.item(450)?.row.id).toBe('a450');
    expect(search.item(300)).toBeUndefined();
  });

  it('stays in its place when the archive changes', async () => {
    const { api, requests } = quickArchive(1_000);
    const search = new Search(api, { size: () => 10 });
    search.type('x');
    await settled();
    const edition = search.edition;
    search.show(450, 460);
    await settled();
    requests.length = 0;
    await search.refresh();
    expect(requests.map(({ offset }) => offset)).toEqual([450]);
    expect(search.edition).toBe(edition);
    expect(search.item(455)?.row.id).toBe('a455');
  });

  it('says why there is no list, and recovers with the next key', async () => {
    const { api } = quickArchive(1);
    const failing: SearchApi = {
      ...api,
      search: (request) => (request.query === 'bad' ? Promise.reject(new Error('no')) : api.search(request)),
    };
    const search = new Search(failing, { size: () => 10 });
    search.type('bad');
    await settled();
    expect(search.failure).toBeInstanceOf(Error);
    search.type('good');
    await settled();
    expect(search.failure).toBeNull();
    expect(search.total).toBe(1);
  });

  it('can be waited for, so that Enter opens what was typed and not what was there before', async () => {
    const { api, give } = slowArchive();
    const search = new Search(api, { size: () => 10 });
    search.type('wa');
    await give('wa', ['old']);
    search.type('waf');
    let settledNow = false;
    const waiting = search.settled().then(() => (settledNow = true));
    await settled();
    expect(settledNow).toBe(false);
    search.type('waff');
    await give('waf', ['older']);
    await give('waff', ['new']);
    await waiting;
    expect(search.item(0)?.row.id).toBe('new');
  });

  it('takes over changed rows without asking', async () => {
    const { api } = quickArchive(3);
    const search = new Search(api, { size: () => 10 });
    search.type('x');
    await settled();
    search.adopt([{ ...row('a1'), starred: true }]);
    expect(search.item(1)?.row.starred).toBe(true);
    expect(search.item(1)?.hit?.row.starred).toBe(true);
    expect(search.item(0)?.row.starred).toBe(false);
  });

  it('is asked for as this window alone, its pages and its facets each for themselves', async () => {
    const callers = async (caller: string): Promise<Set<string | undefined>> => {
      const { api, requests } = quickArchive(1_000);
      const search = new Search(api, { size: () => 10, caller });
      search.wantFacets(true);
      search.type('x');
      await settled();
      search.show(450, 460);
      await settled();
      return new Set(requests.map((request) => request.caller));
    };
    const [one, other] = [await callers('one'), await callers('other')];
    expect([one.size, other.size, new Set([...one, ...other]).size]).toEqual([3, 3, 6]);
  });

  describe('given up by the archive', () => {
    const cancelled = new ArchiveFailure('cancelled', 'Abgebrochen.');

    function givingUp(times: number) {
      const { api, requests } = quickArchive(500);
      let left = times;
      const search = vi.fn<SearchApi['search']>((request) =>
        left-- > 0 ? Promise.reject(cancelled) : api.search(request),
      );
      return { api: { ...api, search }, requests, giveUp: (more: number) => (left = more) };
    }

    it('is asked for again, as nothing newer was asked for here', async () => {
      const { api, giveUp } = givingUp(1);
      const search = new Search(api, { size: () => 10 });
      search.type('wort');
      await search.settled();
      expect(search.facts?.query).toBe('wort');
      search.show(100, 110);
      await settled();
      giveUp(1);
      await search.refresh();
      expect(search.item(105)?.row.id).toBe('a105');
      giveUp(1);
      search.show(300, 310);
      await settled();
      expect(search.item(305)?.row.id).toBe('a305');
      expect([search.slow, search.failure]).toEqual([false, null]);
    });

    it('is not asked for again once something newer was, or the list is taken away', async () => {
      const { api } = givingUp(0);
      const waiting: ((why: unknown) => void)[] = [];
      api.search.mockImplementation(() => new Promise((_, reject) => void waiting.push(reject)));
      const search = new Search(api, { size: () => 10 });
      search.type('wa');
      search.type('waf');
      waiting[0]?.(cancelled);
      await settled();
      expect(api.search).toHaveBeenCalledTimes(2);
      search.end();
      waiting[1]?.(cancelled);
      await settled();
      expect(api.search).toHaveBeenCalledTimes(2);
      expect(search.failure).toBeNull();
    });

    it('again and again is said, instead of being waited for without end', async () => {
      const { api } = givingUp(Infinity);
      const search = new Search(api, { size: () => 10 });
      search.type('wort');
      await search.settled();
      expect(search.failure).toBe(cancelled);
      expect(search.slow).toBe(false);
    });
  });
});
