import { expect, it } from 'vitest';
import { sharedTags } from './shared-tags.ts';

it('shared tags are those that all articles have', () => {
  expect(sharedTags([{ tags: ['a', 'b'] }, { tags: ['b', 'c'] }])).toEqual(['b']);
  expect(sharedTags([])).toEqual([]);
});
