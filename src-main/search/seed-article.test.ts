import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeIndexed } from './made-articles.ts';
import { openSearchHere } from './open-search.ts';
import type { SearchIndex } from './search-index.ts';

const SEED = 'resources/seed';
const folder = mkdtempSync(join(tmpdir(), 'nachlese-seed-'));
let index: SearchIndex;

beforeAll(async () => {
  const file = readdirSync(SEED).find((name) => name.endsWith('.txt')) ?? '';
  const text = readFileSync(join(SEED, file), 'utf8').replace(/^ date \S+ /, '');
  index = openSearchHere({ cacheFolder: folder, archiveId: 'seed', token: 'test' });
  await index.put([makeIndexed('seed', { title: 'Trump will Russlands Staatschef Putin in Budapest treffen', text })]);
});
afterAll(async () => {
  await index.close();
  rmSync(folder, { recursive: true, maxRetries: 5 });
});

const search = async (query: string) => {
  const { hits } = await index.search({ query, offset: 0, limit: 20, sort: 'relevance' });
  return hits.map(({ excerpt }) => excerpt.marks.map(([start, end]) => excerpt.text.slice(start, end)))[0];
};

describe('the first article', () => {
  it.each([
    ['Marschflugkörper Reichweite', ['Marschflugkörper', 'Reichweite']],
    ['tomahawk lieferung', ['Tomahawk', 'Lieferung']],
    ['waffenruhe', ['Waffenruhe']],
    ['Selenskyj alaska', ['Selenskyj', 'Alaska']],
    ['"völlig neuen Eskalation"', ['völlig neuen Eskalation']],
    ['marschflugkoerper', ['Marschflugkörper']],
    ['Eskalat', ['Eskalation']],
    ['Selenskij~', ['Selenskyj']],
    ['Zelenskyy Washington', ['Selenskyj', 'Washington']],
    ['Gipfel', ['Gipfeltreffen']],
  ])('is found by %s, marked exactly', async (query, words) => {
    expect([...new Set(await search(query))]).toEqual(words);
  });

  it('is found by another form, and by a part, of its words', async () => {
    expect(await search('Lieferungen')).toContain('Lieferung');
    expect(await search('Flugkörper')).toContain('Marschflugkörpern');
  });

  it('is not found by a phrase in another order, nor with a word excluded', async () => {
    expect(await search('"neuen völlig Eskalation"')).toBeUndefined();
    expect(await search('Tomahawk -Alaska')).toBeUndefined();
  });

  it('is marked for the reader at the very words', async () => {
    const matches = await index.matchesIn('seed', 'Marschflugkörper Reichweite');
    const text = readFileSync(join(SEED, readdirSync(SEED).find((name) => name.endsWith('.txt')) ?? ''), 'utf8');
    const body = text.replace(/^ date \S+ /, '');
    const words = matches.map(({ start, end }) => body.slice(start, end));
    expect(words).toEqual(['Marschflugkörpern', 'Marschflugkörper', 'Reichweite', 'Marschflugkörper']);
  });
});
