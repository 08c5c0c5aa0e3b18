import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeIndexed } from './made-articles.ts';
import { openSearchHere } from './open-search.ts';
import type { SearchIndex } from './search-index.ts';

const TEXTS: Record<string, string> = {
  summit: 'Nach dem Gipfeltreffen reiste er ab.',
  tomahawk: 'Über die Tomahawk-Lieferung wurde gestritten.',
  weapons: 'Die Waffenlieferungen gehen weiter.',
  umlaut: 'Bürgermeister Schlüter sprach.',
  digraph: 'Buergermeister Schlueter schwieg.',
  plain: 'Burgermeister Schluter ging.',
  president: 'Präsident Selenskyj sprach mit Minister Lawrow.',
  english: 'President Zelenskyy spoke, so did Lavrov.',
  polish: 'Zelensky und Selenski sind eine Person.',
  hall: 'Die Sporthalle mit Wallboxen und einer Wallbox.',
};

let folder: string;
let index: SearchIndex;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'must-find-'));
  index = openSearchHere({ cacheFolder: folder, archiveId: 'test', token: 'test' });
  const language = (id: string) => (id === 'english' ? 'en' : 'de');
  await index.put(
    Object.entries(TEXTS).map(([id, text]) => makeIndexed(id, { text, title: '', language: language(id) })),
  );
});

afterAll(async () => {
  await index.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

const find = async (query: string) => {
  const { hits } = await index.search({ query: `${query} `, offset: 0, limit: 20, sort: 'relevance' });
  return hits.map(({ id }) => id).sort();
};

type Case = [query: string, ids: string[]];
const CASES: Case[] = [
  ['Gipfel', ['summit']],
  ['Treffen', ['summit']],
  ['Lieferung', ['tomahawk', 'weapons']],
  ['Waffe', ['weapons']],
  ['Tomahawklieferung', ['tomahawk']],
  ...['Schlüter', 'Schlueter', 'Schluter', 'SCHLÜTER'].map((name): Case => [name, ['digraph', 'plain', 'umlaut']]),
  ...['Selenskyj', 'Selenski', 'Zelensky', 'Zelenskyy', 'selenskij'].map((name): Case => [
    name,
    ['english', 'polish', 'president'],
  ]),
  ...['Lawrow', 'Lavrov', 'Lawrows'].map((name): Case => [name, ['english', 'president']]),
  ['Zelenzky~', ['english', 'polish']],
  ['Halle', ['hall']],
  ['Sport', ['hall']],
  ['Wallbox', ['hall']],
  ...['e', 'en', 'n', 's'].map((rest): Case => [rest, []]),
];

describe('what must be found, and what must not', () => {
  it.each(CASES)('%s: %j', async (query, ids) => {
    expect(await find(query)).toEqual(ids);
  });
});
