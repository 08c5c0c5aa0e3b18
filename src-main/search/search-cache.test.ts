import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeIndexed } from './made-articles.ts';
import { makeDocuments } from './made-corpus.ts';
import { openSearchHere } from './open-search.ts';
import type { SearchIndex } from './search-index.ts';

let folder = '';
const opened: SearchIndex[] = [];
const open = (token = 'one', archiveId = 'archive') => {
  const index = openSearchHere({ cacheFolder: folder, archiveId, token });
  opened.push(index);
  return index;
};
const total = async (index: SearchIndex, query: string) =>
  (await index.search({ query, offset: 0, limit: 5, sort: 'relevance' })).total;
const three = ['a', 'b', 'c'].map((id) => makeIndexed(id, { text: `Waffenruhe ${id}` }));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nachlese-cache-'));
});
afterEach(async () => {
  for (const index of opened.splice(0)) await index.close();
  rmSync(folder, { recursive: true, maxRetries: 5 });
});

describe('the search cache', () => {
  it('is used up to the first damaged entry', async () => {
    const first = open();
    await first.put(three);
    await first.close();
    const path = join(folder, 'catalogue.log');
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace('"id":"b"', '"id":"x"'));
    const again = open();
    expect([...(await again.stamps()).keys()]).toEqual(['a']);
    expect(await total(again, 'waffenruhe')).toBe(1);
  });

  it('forgets an article whose text is damaged, so that it is put again', async () => {
    const first = open();
    await first.put(three);
    await first.close();
    const path = join(folder, 'texts-000001.log');
    writeFileSync(path, readFileSync(path, 'utf8').replace('Waffenruhe b', 'Waffenruhe x'));
    const again = open();
    await again.flush();
    expect([...(await again.stamps()).keys()]).toEqual(['a', 'c']);
  });

  it('tells at once of articles whose texts are gone, listed or not', async () => {
    const lost = (index: SearchIndex) =>
      new Promise<string[]>((resolve) => {
        index.onLost((ids) => {
          resolve(ids.sort());
        });
      });
    const first = open();
    const many = Array.from({ length: 70 }, (_, at) => makeIndexed(`m${at}`, { text: `Waffenruhe ${at}` }));
    await first.put([...three, ...many]);
    await first.flush();
    await first.close();
    const path = join(folder, 'texts-000001.log');
    const text = readFileSync(path, 'utf8');

    // Cut, they are known to be lost before anybody asks; by its words each is still found.
    writeFileSync(path, text.slice(0, text.indexOf('Waffenruhe 68')));
    const cut = open();
    expect(await lost(cut)).toEqual(['m68', 'm69']);
    expect(await total(cut, 'waffenruhe')).toBe(73);
    await cut.close();

    // Damaged within, it is noticed when the text is wanted.
    writeFileSync(path, text.replace('Waffenruhe b', 'Waffenruhe x'));
    const damaged = open();
    const told = lost(damaged);
    await damaged.excerpts('waffenruhe', ['a', 'b']);
    expect(await told).toEqual(['b']);
    await damaged.put([makeIndexed('b', { text: 'Waffenruhe b' })]);
    expect((await damaged.excerpts('waffenruhe', ['b']))[0]?.excerpt.text).toContain('Waffenruhe b');
    await damaged.close();

    // Without a segment it cannot be indexed anew: listed no more, and told of.
    writeFileSync(path, readFileSync(path, 'utf8').replace('Waffenruhe 7', 'Waffenruhe y'));
    for (const name of readdirSync(folder)) if (name.startsWith('segment')) rmSync(join(folder, name));
    const anew = open();
    expect(await lost(anew)).toEqual(['m7']);
    expect(await anew.row('m7')).toBeNull();
    expect(await total(anew, 'waffenruhe')).toBe(72);
  });

  it('of another archive, or no cache at all, is begun anew', async () => {
    const first = open();
    await first.put(three);
    await first.close();
    const other = open('one', 'other');
    expect(other.loadedFromCache).toBe(false);
    expect(await total(other, '')).toBe(0);
    await other.close();
    for (const name of readdirSync(folder)) writeFileSync(join(folder, name), Buffer.alloc(100, 7));
    rmSync(join(folder, 'lock'), { force: true });
    expect(open().loadedFromCache).toBe(false);
  });

  it('is read, not written, by a second process', async () => {
    const first = open('one');
    await first.put(three);
    const second = open('two');
    expect(await total(second, 'waffenruhe')).toBe(3);
    await second.put([makeIndexed('d', { text: 'Waffenruhe d' })]);
    expect(await total(second, 'waffenruhe')).toBe(4);
    await second.close();
    await first.put([makeIndexed('e', { text: 'Waffenruhe e' })]);
    await first.close();
    expect([...(await open('three').stamps()).keys()].sort()).toEqual(['a', 'b', 'c', 'e']);
  });

  it('never answers from a segment that says something else than the catalogue', async () => {
    const first = open();
    const made = makeDocuments(1_100, 5).map(({ id, title, text }) => makeIndexed(`a${id}`, { title, text }));
    await first.put(made);
    await first.flush();
    const expected = await total(first, 'wahlkampf');
    await first.close();
    const segments = readdirSync(folder).filter((name) => name.startsWith('segment'));
    expect(segments).toHaveLength(1);
    const catalogue = join(folder, 'catalogue.log');
    const path = join(folder, segments[0] ?? '');
    const bytes = readFileSync(path);
    for (const damage of ['flipped', 'cut', 'swapped']) {
      const damaged = Buffer.from(bytes);
      if (damage === 'flipped') damaged[damaged.length >> 1]! ^= 1;
      writeFileSync(path, damage === 'cut' ? damaged.subarray(0, 5_000) : damaged);
      if (damage === 'swapped') {
        // The catalogue begins anew, and gives the old numbers to other articles.
        rmSync(catalogue);
        const other = open();
        await other.put(made.map(({ row, text }) => makeIndexed(row.id, { title: row.title, text: `${text} Neues` })));
        await other.flush();
        expect(await total(other, 'neues')).toBe(1_100);
        await other.close();
        writeFileSync(join(folder, 'segment-000099.bin'), bytes);
      }
      const again = open();
      await again.flush();
      expect(await total(again, 'wahlkampf'), damage).toBe(expected);
      await again.close();
    }
  });
});
