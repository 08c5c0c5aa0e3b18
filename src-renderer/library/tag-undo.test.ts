import { expect, it } from 'vitest';
import { undoTagging } from './tag-undo.ts';

it('gives each article back the tags it had, and touches no article that did not change', () => {
  const rows = [
    { id: 'a', tags: ['Krieg'] },
    { id: 'b', tags: ['Krieg', 'Haushalt'] },
    { id: 'c', tags: ['Haushalt'] },
  ];
  expect(undoTagging(rows, ['Haushalt'], ['Krieg'])).toEqual([
    { ids: ['a'], add: ['Krieg'], remove: ['Haushalt'] },
    { ids: ['b'], add: ['Krieg'], remove: [] },
  ]);
});
