import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeIndexed } from '../made-articles.ts';
import { packCatalogue } from '../cache/pack-catalogue.ts';
import { parseQuery } from '../query/parse-query.ts';
import { SearchEngine, type Builders } from '../search-engine.ts';
import { buildSegment } from '../segments/build-segment.ts';
import { readArchiveWords, takeSample, WordCollector, worthLearning, writeArchiveWords } from './archive-words.ts';
import { TERM_RULES_VERSION } from './term-rules.ts';
import { loadTermRules } from './word-lists.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'archive-words-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, maxRetries: 5 });
});

describe('what an archive teaches', () => {
  const collect = (texts: string[], language: string | null = 'de') => {
    const collector = new WordCollector(loadTermRules());
    for (const text of texts) collector.add(text, language);
    return collector.words();
  };

  it('are frequent nouns that are no compounds and no forms of known ones', () => {
    const text =
      'Der Quaxel und die Quaxels, die Zorbine mit Waffenlieferung, neue Häuser. Gestern war es. Das Gestern war schön.';
    expect(collect(Array.from({ length: 5 }, () => text))).toEqual(['quaxel', 'zorbine']);
    expect(collect(Array.from({ length: 4 }, () => text))).toEqual([]);
    expect(collect(Array.from({ length: 5 }, () => text))).toEqual(collect(Array.from({ length: 5 }, () => text)));
  });

  it('are no words that only begin sentences, and none of other languages', () => {
    expect(collect(Array.from({ length: 9 }, () => 'Gleichwohl kam er. „Gleichwohl“, sagte er.'))).toEqual([]);
    expect(
      collect(
        Array.from({ length: 9 }, () => 'The Parliament of Quaxel'),
        'en',
      ),
    ).toEqual([]);
  });

  it('is learnt at certain sizes, from articles spread evenly', () => {
    expect([100, 300, 599, 600].map((size) => worthLearning(size, 300))).toEqual([false, false, false, true]);
    expect(worthLearning(299, 0)).toBe(false);
    expect([...takeSample(Array.from({ length: 5_000 }, (_, at) => at))].slice(0, 3)).toEqual([0, 3, 6]);
  });

  it('makes them parts of compounds, and never letters that are left over', () => {
    const rules = loadTermRules();
    const parts = (word: string) => rules.ofWord(word, 'de').parts;
    expect(parts('Zorbinenhersteller')).toEqual([]);
    rules.learn({ articles: 300, words: ['wallbox', 'sport', 'gipfel', 'zorbine'] });
    expect(parts('Wallboxhersteller')).toContain('dwallbox');
    expect(parts('Zorbinenhersteller')).toContain('dzorbin');
    for (const word of ['Sporthalle', 'Sporthallen', 'Wallboxen', 'Wallbox'])
      for (const part of parts(word)) expect(part.length).toBeGreaterThan(4);
    expect(parts('Gipfeltreffen')).toContain('dgipfel');
  });
});

describe('the list of an archive', () => {
  it('is read again, but not another archive’s, one of other rules or a damaged one', () => {
    const words = { articles: 300, words: ['quasar'] };
    writeArchiveWords(folder, 'one', 1, words);
    expect(readArchiveWords(folder, 'one', 1)).toEqual(words);
    expect(readArchiveWords(folder, 'two', 1)).toBeNull();
    expect(readArchiveWords(folder, 'one', 2)).toBeNull();
    writeFileSync(join(folder, 'archive-words.json'), '{');
    expect(readArchiveWords(folder, 'one', 1)).toBeNull();
  });

  it('makes segments anew, in which the new parts are found; the next start knows it', async () => {
    const open = () => {
      const rules = loadTermRules();
      const builders: Builders = {
        threads: 1,
        build: async (job) => buildSegment(job, rules),
        pack: async (job) => {
          packCatalogue(job);
        },
      };
      return new SearchEngine({ cacheFolder: folder, archiveId: 'archive', token: 'one' }, rules, builders, null);
    };
    const total = ({ words }: SearchEngine, query: string) => words.find(parseQuery(query).root).count;
    const made = Array.from({ length: 320 }, (_, at) =>
      makeIndexed(`a${at}`, {
        text: at < 300 ? `Der Zorbulus ist Nummer ${at}.` : 'Die Zorbulusforschung lebt.',
      }),
    );
    const first = open();
    first.put(made);
    await first.settle();
    expect(total(first, 'Zorbulus ')).toBe(300);
    await first.keepUp();
    expect(total(first, 'Zorbulus ')).toBe(320);
    first.close();
    expect(readArchiveWords(folder, 'archive', TERM_RULES_VERSION)?.words).toContain('zorbulus');
    const again = open();
    await again.whenComplete();
    expect(total(again, 'Zorbulus ')).toBe(320);
    again.close();
  });
});
