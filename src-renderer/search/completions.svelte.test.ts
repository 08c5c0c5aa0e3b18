import { describe, expect, it } from 'vitest';
import type { Completion } from '#contract';
import { Completions } from './completions.svelte.ts';

const field = (text: string): Completion => ({ text, kind: 'field', count: null });

describe('proposals for the end of a query', () => {
  it('are of the newest text, whichever answer comes last', async () => {
    const give: ((found: Completion[]) => void)[] = [];
    const completions = new Completions({ complete: () => new Promise((resolve) => give.push(resolve)) });
    const first = completions.ask('qu');
    const second = completions.ask('que');
    give[1]?.([field('quelle:')]);
    give[0]?.([field('quer:')]);
    await Promise.all([first, second]);
    expect(completions.shown.map(({ text }) => text)).toEqual(['quelle:']);
  });

  it('are not there for one letter, for what is typed already, or once closed', async () => {
    const answer = [field('titel:'), field('ti')];
    const completions = new Completions({ complete: async () => answer });
    await completions.ask('t');
    expect(completions.shown).toEqual([]);
    await completions.ask('ti');
    expect(completions.shown).toEqual([field('titel:')]);
    completions.close();
    expect(completions.shown).toEqual([]);
  });

  it('are walked through with the arrow keys and left upwards', async () => {
    const completions = new Completions({ complete: async () => [field('ist:'), field('is:')] });
    await completions.ask('is');
    const walk = [1, 1, 1, -1, -1, -1] as const;
    expect(walk.map((by) => (completions.move(by), completions.active))).toEqual([0, 1, 1, 0, null, 1]);
  });
});
