import type { ArticleRow } from '#contract';
import type { SearchIndex } from './search-index.ts';

export type Counts = Awaited<ReturnType<SearchIndex['counts']>>;

/** What is counted of a row. */
export type CountedRow = Pick<
  ArticleRow,
  'notes' | 'words' | 'source' | 'language' | 'published' | 'archived' | 'tags' | 'read'
>;

/** Counts of the catalogue, kept up as rows come and go: a window asks for them after each change. */
export class CatalogueCounts {
  readonly #counts: Counts = {
    ...{ articles: 0, notes: 0, words: 0 },
    ...{ sources: new Map(), languages: new Map(), years: new Map(), tags: new Map() },
  };

  /** `by`: 1 for a row that comes, -1 for one that goes, as it was when it came. */
  add({ notes, words, source, language, published, archived, tags }: CountedRow, by: 1 | -1): void {
    const counts = this.#counts;
    counts.articles += by;
    counts.notes += by * notes;
    counts.words += by * words;
    addTo(counts.sources, source, by);
    if (language !== null) addTo(counts.languages, language, by);
    addTo(counts.years, (published ?? archived).slice(0, 4), by);
    for (const tag of tags) addTo(counts.tags, tag, by);
  }

  /** As they are now: what is given out does not change. */
  get(): Counts {
    const { sources, languages, years, tags, ...sums } = this.#counts;
    return {
      ...sums,
      ...{ sources: new Map(sources), languages: new Map(languages), years: new Map(years), tags: new Map(tags) },
    };
  }
}

function addTo(map: Map<string, number>, value: string, by: number): void {
  const count = (map.get(value) ?? 0) + by;
  if (count === 0) map.delete(value);
  else map.set(value, count);
}
