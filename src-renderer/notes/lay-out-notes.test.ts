import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layOutNotes } from './lay-out-notes.ts';

const GAP = 8;
const cards = fc
  .array(fc.record({ top: fc.integer({ min: 0, max: 3000 }), height: fc.integer({ min: 20, max: 300 }) }), {
    maxLength: 30,
  })
  .map((list) => list.sort((a, b) => a.top - b.top));

describe('cards beside the text', () => {
  it('stand at their places where there is room', () => {
    const list = [
      { top: 10, height: 40 },
      { top: 100, height: 40 },
    ];
    expect(layOutNotes(list, GAP, 0, null)).toEqual([10, 100]);
  });

  it('share the shift where they push each other', () => {
    const list = [
      { top: 100, height: 92 },
      { top: 100, height: 92 },
    ];
    expect(layOutNotes(list, GAP, 0, null)).toEqual([50, 150]);
  });

  it('never overlap, keep their order and stay below the upper edge', () => {
    fc.assert(
      fc.property(cards, fc.option(fc.nat(29), { nil: null }), (list, pinned) => {
        const tops = layOutNotes(list, GAP, 30, pinned);
        expect(tops).toHaveLength(list.length);
        tops.forEach((top, index) => {
          const before = index === 0 ? 30 : (tops[index - 1] ?? 0) + (list[index - 1]?.height ?? 0) + GAP;
          expect(top).toBeGreaterThanOrEqual(before - 1e-6);
        });
      }),
    );
  });

  it('leave the one that has the focus exactly at its place', () => {
    fc.assert(
      fc.property(cards, fc.nat(29), (list, chosen) => {
        fc.pre(chosen < list.length);
        // Room above for all the others: the upper edge is not what this is about.
        const top = layOutNotes(list, GAP, -100_000, chosen)[chosen] ?? 0;
        expect(Math.abs(top - (list[chosen]?.top ?? 0))).toBeLessThan(0.01);
      }),
    );
  });
});
