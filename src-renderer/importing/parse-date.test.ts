import { expect, test } from 'vitest';
import { parseDate } from './parse-date.ts';

test('a date keeps the precision it was typed with', () => {
  expect(parseDate('2025')).toBe('2025');
  expect(parseDate('2025-10')).toBe('2025-10');
  expect(parseDate(' 2025-10-16 ')).toBe('2025-10-16');
});

test('a German date is understood, with and without blanks and leading noughts', () => {
  expect(parseDate('16.10.2025')).toBe('2025-10-16');
  expect(parseDate('10.2025')).toBe('2025-10');
  expect(parseDate('6. 1. 2025')).toBe('2025-01-06');
});

test('what is no day of the calendar is no date', () => {
  for (const typed of ['', 'gestern', '31.4.2025', '2025-13', '2025-02-30', '16.10.25']) {
    expect(parseDate(typed), typed).toBeNull();
  }
});
