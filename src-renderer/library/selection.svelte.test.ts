import { describe, expect, it } from 'vitest';
import { ListSelection } from './selection.svelte.ts';

const between = async (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => `a${String(first + index)}`);

describe('what is chosen in a list', () => {
  it('is one line after a click, and the reader follows it', async () => {
    const selection = new ListSelection(between);
    await selection.choose(3, 'a3', 'only');
    expect(selection.activeId).toBe('a3');
    expect([...selection.chosen]).toEqual(['a3']);
    expect(selection.several).toBe(false);
  });

  it('reaches from the first click to the last with Shift, both ways', async () => {
    const selection = new ListSelection(between);
    await selection.choose(3, 'a3', 'only');
    await selection.choose(5, 'a5', 'range');
    expect([...selection.chosen]).toEqual(['a3', 'a4', 'a5']);
    await selection.choose(1, 'a1', 'range');
    expect([...selection.chosen]).toEqual(['a1', 'a2', 'a3']);
  });

  it('takes one more or one less with Ctrl', async () => {
    const selection = new ListSelection(between);
    await selection.choose(3, 'a3', 'only');
    await selection.choose(7, 'a7', 'toggle');
    await selection.choose(3, 'a3', 'toggle');
    expect([...selection.chosen]).toEqual(['a7']);
  });

  it('drops a slow stretch when a newer click came', async () => {
    let give: (ids: string[]) => void = () => undefined;
    const selection = new ListSelection(() => new Promise((resolve) => (give = resolve)));
    await selection.choose(0, 'a0', 'only');
    const slow = selection.choose(9, 'a9', 'range');
    await selection.choose(2, 'a2', 'only');
    give(['a0', 'a9']);
    await slow;
    expect([...selection.chosen]).toEqual(['a2']);
  });
});
