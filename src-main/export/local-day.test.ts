import { expect, test } from 'vitest';
import { localDay } from './local-day.ts';

test('a day is the one of the calendar on the wall', () => {
  expect(localDay(new Date(2025, 9, 16, 0, 5))).toBe('2025-10-16');
  expect(localDay(new Date(2025, 9, 16, 23, 55))).toBe('2025-10-16');
  expect(localDay(new Date(2026, 0, 3, 12))).toBe('2026-01-03');
});
