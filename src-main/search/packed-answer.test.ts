import { expect, it } from 'vitest';
import type { SearchAnswer } from '#contract';
import { makeIndexed } from './made-articles.ts';
import { bareHit, packAnswer, unpackAnswer } from './packed-answer.ts';

it('crosses unchanged, whatever stands in a title', () => {
  const titles = ['Größe „so“', 'a\u2028b', '\ud800', '😀', '{"id":1}'];
  const rows = titles.map((title, at) => makeIndexed(`a${at}`, { title, text: 'x', tags: ['ä', title] }).row);
  const answer: SearchAnswer = {
    ...{
      query: 'x',
      understood: 'x',
      remarks: [],
      total: 9,
      tookMs: 1.5,
      facets: [],
      suggestion: null,
      complete: true,
    },
    hits: rows.map((row, at) => bareHit(row, 1 / (at + 3))),
  };
  expect(unpackAnswer(packAnswer(answer))).toEqual(answer);
});
