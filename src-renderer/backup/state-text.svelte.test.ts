import { afterEach, expect, test } from 'vitest';
import { speak } from '../locales/index.svelte.ts';
import { stateText } from './state-text.ts';

afterEach(() => {
  speak('de');
});

test('one article and one note are not several', () => {
  speak('de');
  expect(stateText({ articles: 1, notes: 1 })).toBe('1 Artikel, 1 Notiz');
  speak('en');
  expect(stateText({ articles: 1, notes: 2 })).toBe('1 article, 2 notes');
  expect(stateText({ articles: 2_000, notes: 1 })).toBe('2,000 articles, 1 note');
});
