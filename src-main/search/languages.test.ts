import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeIndexed } from './made-articles.ts';
import { openSearchHere } from './open-search.ts';
import type { SearchIndex } from './search-index.ts';

let folder: string;
let index: SearchIndex;
const options = () => ({ cacheFolder: folder, archiveId: 'test', token: 'test' });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'languages-'));
  index = openSearchHere(options());
  await index.put([
    makeIndexed('de', { text: 'Die Waren kamen fast alle an.' }),
    makeIndexed('de-fast', { text: 'Fast nichts.' }),
    makeIndexed('en', { text: 'They die. He eats fast, and prisons are full.', language: 'en' }),
    makeIndexed('fr', { text: 'Les étudiantes françaises ont manifesté.', language: 'fr' }),
    // Enough to be frozen.
    ...Array.from({ length: 80 }, (_, at) => makeIndexed(`more-${at}`, { text: `Das ist fast die Nummer ${at}.` })),
  ]);
});

afterAll(async () => {
  await index.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

const find = async (query: string) => {
  const { hits } = await index.search({ query, offset: 0, limit: 5, sort: 'relevance' });
  return hits.map(({ id }) => id).sort();
};

async function findsWhatItShould() {
  // German "die" and "fast" are no forms of these, though they are written like English ones.
  expect(await find('dying ')).toEqual(['en']);
  expect(await find('fasting ')).toEqual(['en']);
  expect(await find('fasting dying prisons ')).toEqual(['en']);
  expect(await find('étudiante ')).toEqual(['fr']);
  expect(await find('française manifesté ')).toEqual(['fr']);
}

describe('articles of several languages', () => {
  it('have each the forms of their own language', findsWhatItShould);

  it('have them when they are frozen, too, and at the next start', async () => {
    await index.flush();
    await findsWhatItShould();
    await index.close();
    index = openSearchHere(options());
    await findsWhatItShould();
    expect(await find('fast ')).toHaveLength(5);
  });

  it('are indexed anew when their language is corrected', async () => {
    const row = await index.row('de-fast');
    await index.changeRows([{ ...row!, language: 'en' }], new Map());
    expect(await find('fasting ')).toEqual(['de-fast', 'en']);
  });
});
