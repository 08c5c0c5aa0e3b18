import type { Facet, FacetName } from '#contract';
import type { CatalogueEntry } from './catalogue.ts';

/** Values shown of one facet; the rarest are left out. */
const MAX_VALUES = 50;

/** How the found articles divide by source, month, tag and so on, the most frequent value first, months newest first. */
export function countFacets(entries: Iterable<CatalogueEntry>): Facet[] {
  const counts: Record<FacetName, Map<string, number>> = {
    ...{ source: new Map(), month: new Map(), tag: new Map() },
    ...{ language: new Map(), notes: new Map(), unread: new Map() },
  };
  const count = (name: FacetName, value: string | null) => {
    if (value !== null && value !== '') counts[name].set(value, (counts[name].get(value) ?? 0) + 1);
  };
  for (const { row } of entries) {
    count('source', row.source);
    count('month', (row.published ?? row.archived).slice(0, 7));
    count('language', row.language);
    for (const tag of row.tags) count('tag', tag);
    if (row.notes > 0) count('notes', 'with');
    if (!row.read) count('unread', 'unread');
  }
  return (Object.keys(counts) as FacetName[]).map((name) => ({
    name,
    values: [...counts[name]]
      .map(([value, number]) => ({ value, count: number }))
      .sort((a, b) =>
        name === 'month' ? (a.value < b.value ? 1 : -1) : b.count - a.count || (a.value < b.value ? -1 : 1),
      )
      .slice(0, MAX_VALUES),
  }));
}
