import type { ArticleRow, SortOrder } from '#contract';

/** The group a row belongs to under an order: a month, a day, a letter; null: the order has no groups. */
export type RowGroup =
  { kind: 'today' | 'yesterday' | 'week' | 'undated' } | { kind: 'month' | 'letter'; value: string };

const DAY = 86_400_000;

/** @param now ms; only for lists by the time of saving */
export function groupOf(row: ArticleRow, sort: SortOrder, now: number): RowGroup | null {
  switch (sort) {
    case 'relevance':
      return null;
    case 'title':
      return { kind: 'letter', value: firstLetter(row.title) };
    case 'added':
      return byAge(row.archived, now);
    case 'newest':
    case 'oldest':
      return byMonth(row.published ?? row.archived);
  }
}

/** Equal for rows of one group. */
export function groupKey(group: RowGroup | null): string {
  if (group === null) return '';
  return 'value' in group ? `${group.kind} ${group.value}` : group.kind;
}

function byMonth(date: string): RowGroup {
  const month = /^\d{4}(?:-\d{2})?/.exec(date)?.[0];
  return month === undefined ? { kind: 'undated' } : { kind: 'month', value: month };
}

function byAge(moment: string, now: number): RowGroup {
  const time = Date.parse(moment);
  if (Number.isNaN(time)) return { kind: 'undated' };
  const midnight = new Date(now);
  midnight.setHours(0, 0, 0, 0);
  const days = Math.ceil((midnight.getTime() - time) / DAY);
  if (days <= 0) return { kind: 'today' };
  if (days === 1) return { kind: 'yesterday' };
  return days < 7 ? { kind: 'week' } : byMonth(moment);
}

function firstLetter(title: string): string {
  const first = /[\p{L}\p{N}]/u.exec(title)?.[0] ?? '#';
  // As in a dictionary: Ä stands with A.
  return first.normalize('NFD').charAt(0).toUpperCase();
}
