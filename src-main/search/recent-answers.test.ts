import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RecentAnswers } from './recent-answers.ts';

describe('recent answers', () => {
  it('are the last so many, each under its name, the newest of a name first', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('', 'a', 'b', 'c', 'd', 'e', 'f')), (names) => {
        const recent = new RecentAnswers<{ at: number }>(4);
        for (const [at, name] of names.entries()) expect(recent.keep(name, { at })).toEqual({ at });
        const last = [...names.entries()].slice(-4);
        for (const name of ['', 'a', 'b', 'c', 'd', 'e', 'f', 'g']) {
          const newest = last.filter(([, own]) => own === name).at(-1);
          expect(recent.get(name)).toEqual(newest ? { at: newest[0] } : null);
        }
      }),
    );
  });
});
