import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeIndexed } from '../made-articles.ts';
import type { CatalogueChange } from './catalogue-log.ts';
import { packCatalogue } from './pack-catalogue.ts';
import { SearchCache } from './search-cache.ts';

let root = '';
let cache: SearchCache;
const open = () => new SearchCache(join(root, 'cache'), 'archive', 'token');
/** A file that cannot be written: as on a disk that is full just then. */
const refuse = () => mkdirSync(join(root, 'cache', 'catalogue.log.new'));
const allow = () => rmdirSync(join(root, 'cache', 'catalogue.log.new'));

/** Of somebody else, who gets the number of a file that was closed. */
const writtenElsewhere = (write: () => void): string => {
  const path = join(root, 'article.html');
  const files = Array.from({ length: 8 }, (_, number) => openSync(number === 0 ? path : `${path}.${number}`, 'w'));
  write();
  for (const file of files) closeSync(file);
  return files.map((_, number) => readFileSync(number === 0 ? path : `${path}.${number}`, 'utf8')).join('');
};
const put = (id: string): CatalogueChange => {
  const { row, stamp, address, textHash, kicker, authors, text, notes, ...has } = makeIndexed(id, {
    text: 'Ein Satz.',
  });
  const { hasImage, hasVideo, hasHighlight } = has;
  const place = cache.texts.append({ text, notes });
  return {
    put: { ordinal: 0, row, stamp, address, textHash, kicker, authors, hasImage, hasVideo, hasHighlight, place },
  };
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'nachlese-search-cache-'));
  cache = open();
  cache.load();
});
afterEach(() => {
  cache.close();
  rmSync(root, { recursive: true, maxRetries: 5 });
});

describe('a cache that cannot be written', () => {
  it('writes nothing into the files of others after it could not be emptied', () => {
    refuse();
    expect(() => {
      cache.clear();
    }).toThrow();
    expect(
      writtenElsewhere(() => {
        cache.append([{ remove: 'an-article' }]);
      }),
    ).toBe('');
    const place = cache.texts.append({ text: 'Danach', notes: [] });
    expect(cache.texts.read(place)).toEqual({ text: 'Danach', notes: [] });
    allow();
    cache.clear();
    cache.append([put('after')]);
    cache.close();
    cache = open();
    expect(cache.load().get('after')).toBeDefined();
  });

  it('goes on with its log where packing it fails at the end', async () => {
    cache.append([put('before')]);
    cache.append(Array.from({ length: 1_200 }, (_, number) => ({ remove: `a${number}` })));
    await cache.pack(1, async (job) => {
      packCatalogue(job);
      refuse();
    });
    expect(
      writtenElsewhere(() => {
        cache.append([{ remove: 'an-article' }]);
      }),
    ).toBe('');
    allow();
    cache.append([put('after')]);
    cache.close();
    cache = open();
    expect(cache.load().get('after')).toBeDefined();
  });
});
