import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { DecorationIndex, splitIntoSegments, type Decoration } from './decorations.ts';

const decoration = fc
  .record({
    start: fc.nat(40),
    length: fc.nat(12),
    kind: fc.constantFrom('hit' as const, 'note' as const),
    id: fc.string({ maxLength: 3 }),
  })
  .map(({ start, length, kind, id }): Decoration => ({
    start,
    end: start + length,
    kind,
    id,
    color: kind === 'note' ? 'wheat' : null,
    current: false,
  }));

describe('decorations', () => {
  it('finds exactly those that touch a stretch of text', () => {
    fc.assert(
      fc.property(fc.array(decoration), fc.nat(40), fc.nat(20), (decorations, start, length) => {
        const end = start + length;
        const found = new DecorationIndex(decorations).within(start, end);
        const expected = decorations.filter((one) => one.end > one.start && one.start < end && one.end > start);
        expect(new Set(found)).toEqual(new Set(length === 0 ? found : expected));
      }),
    );
  });

  it('splits text into gapless parts that each lie wholly under their decorations', () => {
    fc.assert(
      fc.property(fc.array(decoration), fc.nat(30), fc.integer({ min: 1, max: 20 }), (decorations, start, length) => {
        const end = start + length;
        const segments = splitIntoSegments(start, end, new DecorationIndex(decorations).within(start, end));
        expect(segments[0]!.start).toBe(start);
        expect(segments.at(-1)!.end).toBe(end);
        segments.forEach((segment, index) => {
          expect(segment.end).toBeGreaterThan(segment.start);
          if (index > 0) expect(segment.start).toBe(segments[index - 1]!.end);
          for (const one of segment.decorations) {
            expect(one.start).toBeLessThanOrEqual(segment.start);
            expect(one.end).toBeGreaterThanOrEqual(segment.end);
          }
        });
      }),
    );
  });

  it('lays hits inside notes and narrow notes inside wide ones', () => {
    const wide: Decoration = { start: 0, end: 20, kind: 'note', id: 'a', color: 'wheat', current: false };
    const narrow: Decoration = { start: 5, end: 10, kind: 'note', id: 'b', color: 'sky', current: false };
    const hit: Decoration = { start: 0, end: 20, kind: 'hit', id: '0', color: null, current: true };
    const segments = splitIntoSegments(6, 8, [hit, narrow, wide]);
    expect(segments).toHaveLength(1);
    expect(segments[0]!.decorations.map(({ id }) => id)).toEqual(['a', 'b', '0']);
  });

  it('answers the same empty list where there is nothing, so that nothing is redrawn', () => {
    const index = new DecorationIndex([]);
    expect(index.within(0, 5)).toBe(index.within(7, 9));
  });
});
