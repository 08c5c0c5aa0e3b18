import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { RowLayout } from './row-layout.ts';

const heights = { row: 64, heading: 28 };

describe('the layout of a long list', () => {
  it('stacks rows and headings without gaps', () => {
    const layout = new RowLayout(4, heights, [0, 2]);
    expect([0, 1, 2, 3].map((index) => layout.top(index))).toEqual([28, 92, 184, 248]);
    expect([0, 1, 2, 3].map((index) => layout.headingTop(index))).toEqual([0, 92, 156, 248]);
    expect(layout.height).toBe(312);
  });

  it('finds the row at any height, as measuring them one by one would', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.uniqueArray(fc.nat(199)),
        fc.nat(15_000),
        (count, anywhere, y) => {
          const headed = anywhere.filter((index) => index < count).sort((a, b) => a - b);
          const layout = new RowLayout(count, heights, headed);
          let bottom = 0;
          let expected = count - 1;
          for (let index = 0; index < count; index++) {
            bottom += heights.row + (headed.includes(index) ? heights.heading : 0);
            if (bottom > y) {
              expected = index;
              break;
            }
          }
          expect(layout.at(y)).toBe(expected);
        },
      ),
    );
  });

  it('is quick with 100,000 rows', () => {
    const layout = new RowLayout(
      100_000,
      heights,
      Array.from({ length: 5_000 }, (_, index) => index * 20),
    );
    const start = performance.now();
    for (let time = 0; time < 1_000; time++) layout.at((layout.height * time) / 1_000);
    expect(performance.now() - start).toBeLessThan(200);
  });
});
