import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { facetTerm, hasFacet, sameQuery, takeCompletion, toggleFacet } from './query-edit.ts';

describe('editing a query', () => {
  it('narrows it to a facet in the words of the language', () => {
    expect(facetTerm('source', 'Radio Nord', 'de')).toBe('quelle:"Radio Nord"');
    expect(facetTerm('month', '2025-10', 'en')).toBe('date:2025-10');
    expect(facetTerm('unread', 'unread', 'de')).toBe('ist:ungelesen');
    expect(facetTerm('notes', 'with', 'en')).toBe('has:note');
  });

  it('takes a facet away where it stands, in whichever language it was written', () => {
    expect(toggleFacet('putin source:ZDF alaska', 'source', 'ZDF', 'de')).toBe('putin alaska');
    expect(hasFacet('source:ZDFneo', 'source', 'ZDF')).toBe(false);
  });

  it('is as before after a facet was added and taken away', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('', 'putin', '"völlig neu" OR x'),
        fc.constantFrom('ZDF', 'Radio Nord', 'a"b'),
        fc.constantFrom('de' as const, 'en' as const),
        (query, value, language) => {
          const narrowed = toggleFacet(query, 'source', value, language);
          expect(hasFacet(narrowed, 'source', value)).toBe(true);
          expect(toggleFacet(narrowed, 'source', value, language)).toBe(query);
        },
      ),
    );
  });

  it('puts a proposal in the place of the last word', () => {
    expect(takeCompletion('putin que', 'quelle:')).toBe('putin quelle:');
    expect(takeCompletion('putin quelle:', 'quelle:ZDF')).toBe('putin quelle:ZDF ');
  });

  it('does not call a query misunderstood for a space', () => {
    expect(sameQuery(' Putin  alaska', 'putin alaska')).toBe(true);
    expect(sameQuery('putin alaska', 'putin OR alaska')).toBe(false);
  });
});
