import { flushSync } from 'svelte';
import { afterEach, expect, test } from 'vitest';
import { formatBytes, formatDate, formatMoment, formatNumber, speak, t } from './index.svelte.ts';

afterEach(() => {
  speak('de');
});

test('a message follows the language while it is on the screen', () => {
  const said: string[] = [];
  const stop = $effect.root(() => {
    $effect(() => {
      said.push(t('shell.library'));
    });
  });
  flushSync();
  speak('en');
  flushSync();
  stop();
  expect(said).toEqual(['Bibliothek', 'Library']);
  expect(document.documentElement.lang).toBe('en');
});

test('counts are written with the plural and the digits of the language', () => {
  expect(t('shell.notes', { count: 1 })).toBe('1 Notiz');
  expect(t('shell.notes', { count: 12_345 })).toBe('12.345 Notizen');
  speak('en');
  expect(t('shell.notes', { count: 12_345 })).toBe('12,345 notes');
});

test('a value in a message is text, whatever it contains', () => {
  expect(t('shell.tagRemove', { tag: '<b>&"{{x}}' })).toContain('<b>&"{{x}}');
});

test('a date is as precise as it is known, and as people write it', () => {
  expect(formatDate('2025')).toBe('2025');
  expect(formatDate('2025-10')).toBe('Oktober 2025');
  expect(formatDate('2025-10-16')).toBe('16. Oktober 2025');
  expect(formatDate('irgendwann')).toBe('irgendwann');
  speak('en');
  expect(formatDate('2025-10-16')).toBe('16 October 2025');
});

test('a moment is relative within a day only', () => {
  const now = new Date('2025-10-16T12:00:00Z');
  expect(formatMoment('2025-10-16T09:00:00Z', now)).toBe('vor 3 Stunden');
  expect(formatMoment('2025-10-16T11:58:30Z', now)).toBe('vor 1 Minute');
  expect(formatMoment('2025-10-14T09:00:00Z', now)).toMatch(/^14\. Oktober 2025, \d\d:\d\d$/);
  expect(formatMoment('2025-10-16', now)).toBe('16. Oktober 2025');
});

test('sizes are in the largest unit that leaves at least one', () => {
  expect(formatBytes(999)).toBe('999 Byte');
  expect(formatBytes(1_500_000)).toBe('1,5 MB');
  expect(formatNumber(1000)).toBe('1.000');
});
