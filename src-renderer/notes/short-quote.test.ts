import { expect, it } from 'vitest';
import { shortQuote } from './short-quote.ts';

it('A long quotation is cut between words, a short one is left, a character never halved', () => {
  expect(shortQuote(' kurz\n und  gut ')).toBe('kurz und gut');
  expect(shortQuote('eins zwei drei vier', 12)).toBe('eins zwei …');
  expect(shortQuote('😀'.repeat(10), 5)).toBe('😀😀 …');
});
