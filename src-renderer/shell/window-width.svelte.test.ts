import { afterEach, expect, it, vi } from 'vitest';
import { NARROW_BELOW, windowWidth } from './window-width.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

it('takes a window that has not been drawn yet for a wide one', () => {
  vi.stubGlobal('innerWidth', 0);
  expect(windowWidth()).toBeGreaterThanOrEqual(NARROW_BELOW);
});

it('believes a window that has been drawn', () => {
  vi.stubGlobal('innerWidth', 500);
  expect(windowWidth()).toBe(500);
});
