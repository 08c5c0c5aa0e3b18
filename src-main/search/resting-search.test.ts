import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SearchRequest } from '#contract';
import { encodeSnapshot, StoredCatalogue } from './cache/catalogue-snapshot.ts';
import { makeIndexed } from './made-articles.ts';
import { makeDocuments } from './made-corpus.ts';
import { openSearchHere, type SearchHere } from './open-search.ts';
import { RestingNotice, type RestingNews } from './resting-notice.ts';
import { RestingSearch } from './resting-search.ts';
import { loadTermRules } from './terms/word-lists.ts';

const articles = makeDocuments(300, 21).map(({ id, title, text, language }) =>
  makeIndexed(`a${String(id).padStart(3, '0')}`, { title, text, language, published: `2025-01-${10 + (id % 20)}` }),
);
const asked = { offset: 0, limit: 20, sort: 'relevance', withoutExcerpts: true } as const;
const OF_WORDS = [
  ...[
    'haus',
    'Lieferungen ',
    'w',
    'wa',
    'wahl',
    'wa*',
    'der krieg wahl',
    'haus OR krieg ',
    'haus -krieg ',
    'title:wahl ',
  ],
  ...['haus OR (krieg wahl) ', 'Schlüter ', 'müssen', '(haus '],
];

let folder = '';
let index: SearchHere;
let notice: RestingNotice;
let resting: RestingSearch | null = null;
let news: RestingNews[] = [];

/** What the thread that asks does with what it is told. */
function hear(one: RestingNews): void {
  news.push(one);
  if ('rows' in one) resting?.changeRows(one.rows);
  else resting = one.resting && new RestingSearch(one.resting, loadTermRules());
}
async function begin(): Promise<void> {
  index = openSearchHere({ cacheFolder: folder, archiveId: 'a', token: 't' });
  news = [];
  resting = null;
  notice = new RestingNotice(index.engine, hear, 1);
  await comeToRest();
}
/** Looked at in ever longer intervals, which one second is not always enough for. */
const comeToRest = (isSo = () => resting !== null) => vi.waitUntil(isSo, { timeout: 10_000 });
const here = (request: Partial<SearchRequest> & { query: string }) => resting!.search({ ...asked, ...request });
const there = (request: Partial<SearchRequest> & { query: string }) => index.search({ ...asked, ...request });

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'nachlese-resting-'));
  const filled = openSearchHere({ cacheFolder: folder, archiveId: 'a', token: 't' });
  await filled.put(articles.slice(0, 200));
  await filled.flush();
  await filled.put(articles.slice(200));
  await filled.flush();
  await filled.close();
  await begin();
});
afterEach(async () => {
  await index.close();
  rmSync(folder, { recursive: true, maxRetries: 5 });
});

describe('an index at rest', () => {
  it('answers words in the thread that asks as the index itself does', async () => {
    for (const query of OF_WORDS) {
      for (const offset of [0, 20]) {
        const answer = here({ query, offset });
        expect(answer, query).toEqual({ ...(await there({ query, offset })), tookMs: answer?.tookMs });
      }
    }
    expect(here({ query: 'haus' })!.total).toBeGreaterThan(20);
  });

  it('answers the same when common words were looked up in advance', async () => {
    const before = OF_WORDS.map((query) => here({ query }));
    const work = resting!.lookUpCommonWords();
    while (work.next().done !== true);
    const after = OF_WORDS.map((query) => here({ query }));
    expect(after).toEqual(before.map((answer, at) => ({ ...answer, tookMs: after[at]?.tookMs })));
  });

  it('leaves to the index what needs texts, filters, an order, facets or excerpts, and what finds nothing', () => {
    for (const query of ['"der die"', 'haus is:unread ', 'Gipfl~', 'nirgends ', '', '  '])
      expect(here({ query })).toBeNull();
    for (const rest of [{ sort: 'newest' }, { facets: true }, { withoutExcerpts: false }] as const)
      expect(here({ query: 'haus', ...rest })).toBeNull();
  });

  it('refuses what the index refuses', () => {
    expect(() => here({ query: 'x'.repeat(9_999) })).toThrow(/query-refused/);
  });

  it('shows a row as it is now, however often it changes', async () => {
    const { row } = here({ query: 'haus' })!.hits[0]!;
    for (const starred of [true, false, true]) {
      await index.changeRows([{ ...row, starred }], new Map());
      notice.changed();
      expect(here({ query: 'haus' })!.hits[0]!.row.starred).toBe(starred);
    }
    await index.close();
    await begin();
    expect(here({ query: 'haus' })!.hits[0]!.row.starred).toBe(true);
  });

  it('is at rest no longer when an article is put or deleted, and again when that is in a segment', async () => {
    await index.put([makeIndexed('new', { text: 'Ein Zyxwvut steht hier.' })]);
    notice.changed();
    expect(resting).toBeNull();
    // Whether or not it is worth a segment by itself, the upkeep makes one of it.
    await index.engine.keepUp();
    await comeToRest();
    expect(here({ query: 'zyxwvut ' })!.hits.map(({ id }) => id)).toEqual(['new']);
    await index.remove(['new']);
    notice.changed();
    expect(resting).toBeNull();
    await comeToRest();
    expect(here({ query: 'zyxwvut ' })).toBeNull();
  });

  it('is told of what happens in the background without being asked', async () => {
    const known = news.length;
    await index.put(articles.slice(0, 100).map(({ row, ...rest }) => ({ ...rest, row, text: 'Etwas ganz anderes.' })));
    await index.flush();
    await comeToRest(() => resting !== null && news.length > known + 1);
    expect(here({ query: 'anderes ' })!.total).toBe(100);
  });

  it('leaves to the index what has a row it was not told of', async () => {
    const changed = (await there({ query: 'haus' })).hits[0]!.row;
    await index.close();
    await begin();
    const { resting: told } = news.at(-1) as Extract<RestingNews, { resting: unknown }>;
    expect(told?.catalogue).toBeNull();
    const rules = loadTermRules();
    const rows = told!.rows.filter(([, { id }]) => id !== changed.id);
    const some = new RestingSearch({ ...told!, rows }, rules);
    expect(some.search({ ...asked, query: 'haus' })).toBeNull();
    expect(some.search({ ...asked, query: 'haus', limit: 0 })).not.toBeNull();

    // Stored as it was before it changed.
    const entries = [...index.engine.catalogue.entries()];
    const { buffer } = encodeSnapshot('a', entries, new Map(), 1_000);
    const catalogue = StoredCatalogue.decode(buffer, 'a')!.sections;
    const stored = new RestingSearch({ ...told!, catalogue, rows: [] }, rules);
    expect(stored.search({ ...asked, query: 'haus' })?.hits).toEqual((await there({ query: 'haus' })).hits);
    const untold = Uint32Array.of(entries.find(({ row }) => row.id === changed.id)!.ordinal);
    const unsure = new RestingSearch({ ...told!, catalogue, rows: [], untold }, rules);
    expect(unsure.search({ ...asked, query: 'haus' })).toBeNull();
  });
});
