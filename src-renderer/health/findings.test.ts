import { expect, test } from 'vitest';
import { findingsByArticle } from './findings.ts';

const nothing = { changed: [], missing: [], extra: [], unreadable: [] };
const check = (found: Partial<typeof nothing>) => ({
  finished: null,
  checked: 0,
  quiet: false,
  damaged: 0,
  round: null,
  found: { ...nothing, ...found },
});
const id = '2025-10-16-rat-tagt-0123456789';

test('findings are gathered by article, with the title where it is known', () => {
  const found = { changed: [`articles/2025/${id}/article.html`], extra: ['articles/fremd.txt'] } as never;
  const lost = [
    { path: `articles/2025/${id}/state.json`, articleId: id, title: 'Der Rat tagt', noticed: '2026-01-01' },
    {
      path: 'articles/2024/2024-01-01-weg-9876543210',
      articleId: '2024-01-01-weg-9876543210',
      title: 'Weg',
      noticed: '',
    },
  ];
  expect(findingsByArticle({ check: check(found), lost })).toEqual([
    {
      articleId: '2024-01-01-weg-9876543210',
      title: 'Weg',
      gone: true,
      files: [{ kind: 'lost', path: 'articles/2024/2024-01-01-weg-9876543210' }],
    },
    {
      articleId: id,
      title: 'Der Rat tagt',
      gone: false,
      files: [
        { kind: 'lost', path: 'state.json' },
        { kind: 'changed', path: 'article.html' },
      ],
    },
    { articleId: null, title: '', gone: false, files: [{ kind: 'extra', path: 'articles/fremd.txt' }] },
  ]);
});

test('an article whose title is not known is called by its id in words', () => {
  const found = { unreadable: [`articles/2025/${id}/notes/x.json`] } as never;
  expect(findingsByArticle({ check: check(found), lost: [] })).toMatchObject([{ title: 'rat tagt' }]);
});
