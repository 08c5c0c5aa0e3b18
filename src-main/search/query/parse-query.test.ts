import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArchiveError } from '../../errors.ts';
import { parseQuery } from './parse-query.ts';

const understood = (query: string) => parseQuery(query).understood;
const remarks = (query: string) => parseQuery(query).remarks.map(({ code }) => code);
const filter = (query: string) => {
  const { root } = parseQuery(query);
  return root.type === 'filter' ? root.filter : root;
};

describe('parseQuery', () => {
  it.each([
    ['quelle:ZDF a ODER b', 'quelle:ZDF a ODER b'],
    ['quelle:ZDF (a OR b)', 'quelle:ZDF (a ODER b)'],
    ['source:ZDF (a ODER b) title:c', 'source:ZDF (a ODER b) titel:c'],
    ['source:ZDF (a OR b) title:c', 'source:ZDF (a OR b) title:c'],
  ])('answers %j in the language it was asked in: %j', (query, expected) => {
    expect(understood(query)).toBe(expected);
  });

  it.each([
    ['a b ODER c', 'a b OR c'],
    ['a (b OR c) -d', 'a (b OR c) -d'],
    ['-(a b)', '-(a b)'],
    ['„völlig neuen“ x', '"völlig neuen" x'],
    ['"a b"~5 pre* fuzzy~', '"a b"~5 pre* fuzzy~'],
    ['titel:Haus x', 'titel:Haus x'],
    ['note:x source:"Die Zeit"', 'note:x source:"Die Zeit"'],
    ['US-Präsident', 'US-Präsident'],
    ['a UND b', 'a b'],
    ['foo:bar', 'foo-bar'],
    ['', ''],
  ])('understands %j as %j', (query, expected) => {
    expect(understood(query).replace('ODER', 'OR')).toBe(expected);
  });

  it.each([
    ['"offen', ['unclosed-quote']],
    ['(a', ['unbalanced-parenthesis']],
    ['a)', ['unbalanced-parenthesis']],
    ['foo:bar', ['unknown-field']],
    ['date:2025-13', ['bad-date']],
    ['has:haus', ['unknown-value']],
    ['source: ZDF', ['missing-value']],
    ['a OR', ['dangling-operator']],
    ['!!!', ['nothing-to-search']],
  ])('remarks on %j: %j', (query, codes) => {
    expect(remarks(query)).toEqual(expect.arrayContaining(codes));
  });

  it.each([
    ['date:2025', '2025-01-01', '2026-01-01'],
    ['datum:2025-10', '2025-10-01', '2025-11-01'],
    ['date:16.10.2025', '2025-10-16', '2025-10-17'],
    ['date:2025-08..2025-10', '2025-08-01', '2025-11-01'],
    ['date:..2025', null, '2026-01-01'],
    ['vor:2025-10-16', null, '2025-10-16'],
    ['after:2025', '2026-01-01', null],
  ])('reads the days of %s', (query, from, until) => {
    expect(filter(query)).toEqual({ kind: 'date', range: { from, until } });
  });

  it('takes a pasted address for an address', () => {
    expect(filter(' https://www.zdf.de/a?utm_source=x ')).toMatchObject({ kind: 'address' });
  });

  it('binds AND tighter than OR', () => {
    const { root } = parseQuery('a b OR c d ');
    expect(root).toMatchObject({ type: 'or', nodes: [{ type: 'and' }, { type: 'and' }] });
  });

  it('understands anything, or refuses it with a code, and understands its own words again', () => {
    const piece = fc.constantFrom(
      '"',
      '(',
      ')',
      '-',
      ' ',
      'OR',
      '*',
      '~',
      ':',
      'title:',
      'date:',
      'is:',
      'haus',
      'é',
      '\ud800',
      '2025',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(piece).map((pieces) => pieces.join('')),
        ),
        (query) => {
          try {
            const once = parseQuery(query).understood;
            expect(parseQuery(once).understood).toBe(once);
          } catch (error) {
            expect(error).toBeInstanceOf(ArchiveError);
          }
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
