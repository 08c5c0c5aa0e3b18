import { expect, it } from 'vitest';
import { readMetadataTime } from './written-date.ts';

it.each([
  ['2025-10-16T21:58:00+02:00', '2025-10-16T21:58:00+02:00'],
  ['2025-10-16T21:58Z', '2025-10-16T21:58Z'],
  ['2025-10-16T25:61:00Z', '2025-10-16'],
  ['2025-10-16T12:00:00+99:99', '2025-10-16'],
  ['2025-13-16T12:00:00Z', null],
  ['Thu, 16 Oct 2025 19:58:00 GMT', '2025-10-16'],
  ['Thu, 16 Oct 12025 19:58:00 GMT', null],
])('of %s leaves %s', (written, time) => {
  expect(readMetadataTime(written)).toBe(time);
});
