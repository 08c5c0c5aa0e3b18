import { expect, test } from 'vitest';
import { backInPlace } from './back-in-place.ts';

const collection = { id: 'c', name: '', description: '', articleIds: ['a', 'b', 'c', 'd'], modified: '' };

test('articles taken out go back from the last on, each before the one that followed it', () => {
  expect(backInPlace(collection, ['b', 'c', 'x', 'd'])).toEqual({
    place: [
      { id: 'd', before: null },
      { id: 'c', before: 'd' },
      { id: 'b', before: 'c' },
    ],
  });
  expect(backInPlace(collection, [])).toEqual({ place: [] });
});
