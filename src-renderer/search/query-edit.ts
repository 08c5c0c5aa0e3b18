import type { FacetName, UiLanguage } from '#contract';

const FIELDS: Record<UiLanguage, Record<FacetName, string>> = {
  de: { source: 'quelle', month: 'datum', tag: 'schlagwort', language: 'sprache', notes: 'hat', unread: 'ist' },
  en: { source: 'source', month: 'date', tag: 'tag', language: 'lang', notes: 'has', unread: 'is' },
};
const WORDS: Record<UiLanguage, Partial<Record<FacetName, string>>> = {
  de: { notes: 'notiz', unread: 'ungelesen' },
  en: { notes: 'note', unread: 'unread' },
};

/** What narrows a query to one value of a facet, in the words of a language: `quelle:"Radio Nord"`. */
export function facetTerm(name: FacetName, value: string, language: UiLanguage): string {
  const plain = (WORDS[language][name] ?? value).replaceAll('"', '');
  return `${FIELDS[language][name]}:${/[\s()]/.test(plain) ? `"${plain}"` : plain}`;
}

/** True when the query says this, in either language. */
export function hasFacet(query: string, name: FacetName, value: string): boolean {
  return (['de', 'en'] as const).some((language) => termPlace(query, facetTerm(name, value, language)) !== null);
}

/** The query with the facet's value added at its end, or taken away where it stands. */
export function toggleFacet(query: string, name: FacetName, value: string, language: UiLanguage): string {
  for (const spoken of ['de', 'en'] as const) {
    const place = termPlace(query, facetTerm(name, value, spoken));
    if (place) return `${query.slice(0, place.start)}${query.slice(place.end)}`.replace(/\s+/g, ' ').trim();
  }
  return `${query.trim()} ${facetTerm(name, value, language)}`.trim();
}

/** The query after a proposal was taken: it stands for the last word; after a field one goes on typing its value. */
export function takeCompletion(query: string, text: string): string {
  const before = query.replace(/\S*$/, '');
  return `${before}${text}${text.endsWith(':') ? '' : ' '}`;
}

/** Equal but for spaces and case: not worth telling apart. */
export function sameQuery(one: string, other: string): boolean {
  const plain = (query: string): string => query.replace(/\s+/g, ' ').trim().toLowerCase();
  return plain(one) === plain(other);
}

function termPlace(query: string, term: string): { start: number; end: number } | null {
  const lower = query.toLowerCase();
  const wanted = term.toLowerCase();
  for (let start = lower.indexOf(wanted); start !== -1; start = lower.indexOf(wanted, start + 1)) {
    const end = start + wanted.length;
    if (/^$|\s/.test(query[start - 1] ?? '') && /^$|\s/.test(query[end] ?? '')) return { start, end };
  }
  return null;
}
