import { expect, it } from 'vitest';
import { progressPace } from './progress-pace.ts';

it('lets the first tiding through, then one in every so many ms, and all after a clock was set back', () => {
  const times = [1_000, 1_050, 1_099, 1_100, 1_199, 400, 450, 500];
  const isTime = progressPace(() => new Date(times.shift() ?? 0), 100);
  expect(Array.from({ length: 8 }, isTime)).toEqual([true, false, false, true, false, true, false, true]);
});
