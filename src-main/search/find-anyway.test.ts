import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { editDistance } from './matching/edit-distance.ts';
import { makeIndexed } from './made-articles.ts';
import { openSearchHere } from './open-search.ts';
import type { SearchIndex } from './search-index.ts';
import { typingDistance } from './typing-distance.ts';
import { readOwnNames } from './terms/word-lists.ts';

let folder: string;
let index: SearchIndex;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'find-anyway-'));
  index = openSearchHere({ cacheFolder: folder, archiveId: 'test', token: 'test' });
  await index.put([
    makeIndexed('mountain', { text: 'Eine Lawine verschüttet die Passstraße.' }),
    makeIndexed('mood', { text: 'Die Laune am Hof ist gut. Eine Laune der Natur.' }),
    makeIndexed('mood-2', { text: 'Schlechte Laune im Amt.' }),
    makeIndexed('phone', { text: 'Der Nokia-Boss tritt ab. Die Aktie fällt.' }),
    makeIndexed('boss', { text: 'Nokia baut um. Der Boss bleibt.' }),
    makeIndexed('growth', { text: 'Der Gewinn steigt.' }),
    makeIndexed('spices', { text: 'Der Gwin ist ein Wein.' }),
  ]);
});

afterAll(async () => {
  await index.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

const search = (query: string) => index.search({ query, offset: 0, limit: 10, sort: 'relevance' });
const find = async (query: string) => (await search(query)).hits.map(({ id }) => id);

describe('a suggestion', () => {
  it('is the likeliest that finds something, not the likeliest word', async () => {
    expect((await search('Lawne ')).suggestion).toBe('Laune ');
    expect((await search('Passstraße Lawne')).suggestion).toBe('Passstraße Lawine');
  });

  it('knows swapped letters', async () => {
    expect((await search('Gewnin ')).suggestion).toBe('Gewinn ');
  });

  it('takes a compound apart that no article has', async () => {
    expect((await search('Lawinenstraße ')).suggestion).toBe('Lawine Straße ');
  });

  it('counts swapped neighbours once, and everything else as it is', () => {
    expect(typingDistance('gewnin', 'gewinn', 2)).toBe(1);
    expect(typingDistance('abc', 'abcdef', 2)).toBe(3);
    fc.assert(
      fc.property(fc.stringMatching(/^[abc]{0,6}$/), fc.stringMatching(/^[abc]{0,6}$/), (a, b) => {
        expect(typingDistance(a, b, 9)).toBeLessThanOrEqual(editDistance(a, b, 9));
        expect(typingDistance(a, b, 9)).toBe(typingDistance(b, a, 9));
        expect(typingDistance(a, b, 9) === 0).toBe(a === b);
      }),
    );
  });
});

describe('a word the archive does not have', () => {
  it('is found with a hyphen or a blank inside, side by side only', async () => {
    expect(await find('Nokiaboss ')).toEqual(['phone']);
    expect(await find('Nokiabo')).toEqual([]);
    expect(await find('nokiabosses Aktie')).toEqual(['phone']);
  });

  it('is marked where it was found', async () => {
    const [match] = await index.matchesIn('phone', 'Nokiaboss ');
    expect(match).toMatchObject({ start: 4, end: 14 });
  });
});

describe('names of one’s own', () => {
  it('are read from a file when the archive is opened, and need no new index', async () => {
    const cacheFolder = join(folder, 'names');
    const namesFile = join(folder, 'names.txt');
    const open = () =>
      openSearchHere({ cacheFolder, archiveId: 'test', token: 'test', names: readOwnNames(namesFile) });
    const count = async (of: SearchIndex) =>
      (await of.search({ query: 'Tschechow ', offset: 0, limit: 9, sort: 'relevance' })).total;
    let own = open();
    await own.put([makeIndexed('cherry', { text: 'Chekhov schrieb den Kirschgarten.' })]);
    expect(await count(own)).toBe(0);
    await own.close();
    writeFileSync(namesFile, '# Dichter\nTschechow, Chekhov\n');
    own = open();
    expect(await count(own)).toBe(1);
    const [match] = await own.matchesIn('cherry', 'Tschechow');
    expect(match).toMatchObject({ start: 0, end: 7, kind: 'name' });
    await own.close();
  });
});
