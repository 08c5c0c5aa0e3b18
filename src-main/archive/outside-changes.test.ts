import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { OutsideChanges } from './outside-changes.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('makes one round of all that comes during a round, and compares everything only once', async () => {
  const rounds: string[] = [];
  let goOn: () => void = () => undefined;
  const changes = new OutsideChanges({
    refresh: async (ids) => {
      rounds.push(ids.join());
      if (rounds.length === 1) await new Promise<void>((resolve) => (goOn = resolve));
    },
    compareAll: async () => void rounds.push('all'),
  });
  changes.add(['a']);
  changes.add(['b']);
  changes.add(['b', 'c']);
  goOn();
  await vi.waitFor(() => expect(rounds).toEqual(['a', 'b,c']));
  changes.add(['d']);
  changes.add(null);
  changes.add(null);
  await vi.waitFor(() => expect(rounds).toEqual(['a', 'b,c', 'd', 'all']));
  await changes.end();
});

it('forgets nothing that comes just when a round ends, at whichever moment', async () => {
  for (let moment = 0; moment < 12; moment += 1) {
    const read: string[] = [];
    const changes = new OutsideChanges({
      refresh: async (ids) => {
        read.push(...ids);
        if (ids[0] === 'a') void later(moment).then(() => changes.add(['b']));
        await Promise.resolve();
      },
      compareAll: () => Promise.resolve(),
    });
    changes.add(['a']);
    await vi.waitFor(() => expect(read).toEqual(['a', 'b']));
    await changes.end();
  }

  async function later(turns: number): Promise<void> {
    for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
  }
});

it('tries again what could not be read, and ends when the archive is closed', async () => {
  let failures = 2;
  const read: string[][] = [];
  const changes = new OutsideChanges({
    refresh: async (ids) => {
      if (failures-- > 0) throw new Error('the disk does not answer');
      read.push(ids);
    },
    compareAll: async () => undefined,
  });
  changes.add(['a']);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(read).toEqual([['a']]);
  await changes.end();
  changes.add(['b']);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(read).toEqual([['a']]);
});

it('reads at once what changes during a comparison of everything, and once more when that is over', async () => {
  const rounds: string[] = [];
  const changes = new OutsideChanges({
    refresh: async (ids) => void rounds.push(ids.join()),
    compareAll: () => Promise.resolve(),
  });
  let goOn: () => void = () => undefined;
  const compared = changes.beside(() => new Promise<void>((resolve) => (goOn = resolve)));
  changes.add(['a']);
  await vi.waitFor(() => expect(rounds).toEqual(['a']));
  changes.add(['b', 'a']);
  await vi.waitFor(() => expect(rounds).toEqual(['a', 'b,a']));
  goOn();
  await compared;
  await vi.waitFor(() => expect(rounds).toEqual(['a', 'b,a', 'a,b']));
  changes.add(['c']);
  await changes.end();
  expect(rounds.at(-1)).toBe('c');
});
