import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { StartPause } from './start-pause.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const watched = (needed: boolean) => {
  const pause = new StartPause(needed);
  const state = { isOver: false };
  void pause.over.then(() => (state.isOver = true));
  return { pause, state };
};

it('ends a moment after the first list, however many follow', async () => {
  const { pause, state } = watched(true);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(state.isOver).toBe(false);
  pause.listed();
  await vi.advanceTimersByTimeAsync(100);
  pause.listed();
  expect(state.isOver).toBe(false);
  await vi.advanceTimersByTimeAsync(50);
  expect(state.isOver).toBe(true);
});

it('ends without a list too, and at once where nobody gains by it or somebody waits', async () => {
  const late = watched(true);
  const none = watched(false);
  const asked = watched(true);
  asked.pause.end();
  await vi.advanceTimersByTimeAsync(0);
  expect([late.state.isOver, none.state.isOver, asked.state.isOver]).toEqual([false, true, true]);
  await vi.advanceTimersByTimeAsync(1_500);
  expect(late.state.isOver).toBe(true);
});
