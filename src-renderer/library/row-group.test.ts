import { describe, expect, it } from 'vitest';
import type { ArticleRow } from '#contract';
import { groupKey, groupOf } from './row-group.ts';

const now = new Date(2026, 10, 22, 21, 0).getTime();
const row = (change: Partial<ArticleRow>): ArticleRow =>
  ({ title: '', published: null, archived: '2026-11-22', ...change }) as ArticleRow;

describe('groups of the library', () => {
  it('are months by date of publication, else of saving', () => {
    expect(groupOf(row({ published: '2025-10-16' }), 'newest', now)).toEqual({ kind: 'month', value: '2025-10' });
    expect(groupOf(row({ published: '2025' }), 'newest', now)).toEqual({ kind: 'month', value: '2025' });
    expect(groupOf(row({}), 'oldest', now)).toEqual({ kind: 'month', value: '2026-11' });
    expect(groupOf(row({ published: 'gestern' }), 'newest', now)).toEqual({ kind: 'undated' });
  });

  it('are days, then months, by the time of saving', () => {
    const saved = (day: number, hour: number): string => new Date(2026, 10, day, hour).toISOString();
    expect(groupOf(row({ archived: saved(22, 1) }), 'added', now)).toEqual({ kind: 'today' });
    expect(groupOf(row({ archived: saved(21, 23) }), 'added', now)).toEqual({ kind: 'yesterday' });
    expect(groupOf(row({ archived: saved(18, 12) }), 'added', now)).toEqual({ kind: 'week' });
    expect(groupOf(row({ archived: saved(2, 12) }), 'added', now)).toEqual({ kind: 'month', value: '2026-11' });
  });

  it('are letters as in a dictionary by title', () => {
    expect(groupOf(row({ title: '„Ärger“ am Bau' }), 'title', now)).toEqual({ kind: 'letter', value: 'A' });
    expect(groupOf(row({ title: '…' }), 'title', now)).toEqual({ kind: 'letter', value: '#' });
  });

  it('do not exist by relevance', () => {
    expect(groupKey(groupOf(row({}), 'relevance', now))).toBe('');
  });
});
