import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeToolbar } from './toolbar-place.ts';

const view = { top: 50, bottom: 650, left: 400, right: 1200 };
const size = { width: 240, height: 44 };
const line = (top: number, left = 500, right = 900) => ({ top, bottom: top + 28, left, right });

describe('the toolbar of a selection', () => {
  it('stands above the first line', () => {
    expect(placeToolbar([line(300), line(330)], view, size, 8)).toEqual({ top: 248, left: 580 });
  });

  it('goes below the last line where there is no room above', () => {
    expect(placeToolbar([line(60), line(90)], view, size, 8)).toEqual({ top: 126, left: 580 });
  });

  it('is gone when the selection is scrolled away', () => {
    expect(placeToolbar([line(-100)], view, size, 8)).toBeNull();
    expect(placeToolbar([line(700)], view, size, 8)).toBeNull();
    expect(placeToolbar([], view, size, 8)).toBeNull();
  });

  it('stays in view, and off the selected lines wherever above or below them is room', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 30, max: 640 }),
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 300, max: 1300 }),
        (top, count, left) => {
          const lines = Array.from({ length: count }, (_, index) => line(top + index * 30, left, left + 300));
          const place = placeToolbar(lines, view, size, 8);
          if (!place) return;
          expect(place.left).toBeGreaterThanOrEqual(view.left);
          expect(place.left + size.width).toBeLessThanOrEqual(view.right);
          const bottom = (lines[count - 1]?.bottom ?? 0) + 8;
          if (top - 52 < view.top && bottom + size.height > view.bottom) return;
          const covers = lines.some((each) => place.top < each.bottom && place.top + size.height > each.top);
          expect(covers).toBe(false);
          expect(place.top).toBeGreaterThanOrEqual(view.top);
          expect(place.top + size.height).toBeLessThanOrEqual(view.bottom);
        },
      ),
    );
  });
});
