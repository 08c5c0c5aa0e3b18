import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeIndexed } from '../made-articles.ts';
import { makeDocuments } from '../made-corpus.ts';
import { openSearchHere } from '../open-search.ts';
import type { SearchIndex } from '../search-index.ts';

let folder = '';
const opened: SearchIndex[] = [];
const open = (token = 'one') => {
  const index = openSearchHere({ cacheFolder: folder, archiveId: 'archive', token });
  opened.push(index);
  return index;
};
const total = async (index: SearchIndex, query: string) =>
  (await index.search({ query, offset: 0, limit: 5, sort: 'relevance' })).total;
const files = (start: string) => readdirSync(folder).filter((name) => name.startsWith(start));
const bytes = (start: string) => files(start).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
const make = (count: number, word: string, tail = '') =>
  makeDocuments(count, 11).map(({ id, title, text }) =>
    makeIndexed(`a${id}`, { title, text: `${word} ${text} ${tail}` }),
  );

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nachlese-tidy-'));
});
afterEach(async () => {
  for (const index of opened.splice(0)) await index.close();
  rmSync(folder, { recursive: true, maxRetries: 5 });
});

describe('tidying the search cache', () => {
  it('packs a long log into a snapshot, behind which the log goes on', async () => {
    const first = open();
    await first.put(make(1_200, 'Anfang'));
    await first.flush();
    expect(files('catalogue-')).toHaveLength(1);
    expect(bytes('catalogue.log')).toBeLessThan(1_000);
    await first.put([makeIndexed('a7', { text: 'Danach' }), makeIndexed('new', { text: 'Danach' })]);
    await first.remove(['a8']);
    await first.close();
    const again = open();
    expect(again.loadedFromCache).toBe(true);
    expect(await total(again, 'anfang')).toBe(1_198);
    expect(await total(again, 'danach')).toBe(2);
    expect((await again.list({ sort: 'title', offset: 0, limit: 1, ids: null })).total).toBe(1_200);
    expect(await again.row('a8')).toBeNull();
  });

  it('begins anew when the snapshot is damaged, gone, or not the one the log follows', async () => {
    for (const damage of ['flipped', 'gone', 'swapped'] as const) {
      const first = open();
      await first.put(make(1_200, 'Anfang'));
      await first.flush();
      const path = join(folder, files('catalogue-')[0] ?? '');
      const before = readFileSync(path);
      if (damage === 'swapped') {
        await first.put(make(1_200, 'Ende'));
        await first.flush();
      }
      await first.close();
      const current = join(folder, files('catalogue-')[0] ?? '');
      if (damage === 'gone') rmSync(current);
      else
        writeFileSync(current, damage === 'swapped' ? before : before.map((byte, at) => (at === 999 ? ~byte : byte)));
      const again = open();
      expect(again.loadedFromCache, damage).toBe(false);
      expect(await total(again, '')).toBe(0);
      await again.close();
    }
  });

  it('never gives the number of a deleted article to another one', async () => {
    const first = open();
    await first.put(make(1_200, 'Anfang'));
    await first.flush();
    await first.remove(['a1199']);
    // Long enough a log to be packed again, without the last article.
    await first.put(make(1_100, 'Anfang'));
    await first.remove(['a1099']);
    await first.flush();
    await first.close();
    const again = open();
    await again.put([makeIndexed('new', { text: 'Danach' })]);
    expect(await total(again, 'anfang')).toBe(1_198);
    expect(await total(again, 'danach')).toBe(1);
  });

  it('renews a segment of which much is deleted, while it goes on answering', async () => {
    const first = open();
    await first.put(make(1_200, 'Anfang'));
    await first.flush();
    const before = bytes('segment-');
    await first.remove(Array.from({ length: 900 }, (_, at) => `a${at}`));
    await first.flush();
    expect(files('segment-')).toHaveLength(1);
    expect(bytes('segment-')).toBeLessThan(before / 2);
    expect(await total(first, 'anfang')).toBe(300);
    await first.remove(Array.from({ length: 300 }, (_, at) => `a${at + 900}`));
    await first.flush();
    expect(files('segment-')).toEqual([]);
    expect(await total(first, 'anfang')).toBe(0);
  });

  it('makes one segment of several of about the same size, without what was deleted', async () => {
    const first = open();
    for (const from of [0, 1_400, 2_800]) {
      await first.put(
        Array.from({ length: 1_400 }, (_, at) => makeIndexed(`a${from + at}`, { text: `Nummer ${from + at}` })),
      );
      await first.remove([`a${from}`]);
      await first.flush();
    }
    expect(files('segment-')).toHaveLength(1);
    expect(await total(first, 'nummer')).toBe(4_197);
    await first.close();
    const again = open();
    expect(files('segment-')).toHaveLength(1);
    expect(await total(again, 'nummer')).toBe(4_197);
    expect(await total(again, '"nummer 3000"')).toBe(1);
    expect(await total(again, '"nummer 1400"')).toBe(0);
  });

  it('gives the space of replaced texts back, and every text is still there', async () => {
    const long = 'Wort '.repeat(800);
    const first = open();
    await first.put(make(600, 'Anfang', long));
    await first.flush();
    const before = bytes('texts-');
    await first.put(make(600, 'Mitte', long));
    await first.put(make(500, 'Ende', long));
    await first.flush();
    expect(bytes('texts-')).toBeLessThan(before * 1.1);
    expect(await total(first, '"ende"')).toBe(500);
    expect((await first.matchesIn('a599', 'mitte')).length).toBe(1);
    await first.close();
    const again = open();
    expect(await total(again, 'mitte')).toBe(100);
    expect((await again.matchesIn('a599', 'mitte')).length).toBe(1);
    expect((await again.matchesIn('a0', 'ende')).length).toBe(1);
  });
});
