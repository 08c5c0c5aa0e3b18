import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findAlike, findLeftovers } from './choose-merge.ts';
import { SEGMENT_SIZE } from './freeze-segment.ts';

const made = (sizes: readonly number[], keys = 1) => sizes.map((size) => ({ size, keys: { length: size * keys } }));
const sizesOf = (segments: { size: number }[] | null) => segments?.map(({ size }) => size) ?? null;

describe('segments to become one', () => {
  it('are as many of about the same size', () => {
    const alike = (sizes: number[], most = 1) => findAlike(made(sizes), most).map(sizesOf);
    expect(alike([9, 8, 7, 6, 5])).toEqual([]);
    expect(alike([9, 8, 7, 6, 5, 4, 3])).toEqual([[9, 8, 7, 6, 5, 4]]);
    expect(alike([8_000, 10, 7_000, 6_000])).toEqual([[8_000, 7_000, 6_000]]);
    expect(alike([24_000, 48_000, 18_000])).toEqual([[24_000, 18_000]]);
    expect(alike([48_000, 30_000, 28_000])).toEqual([]);
  });

  it('are several times as many, where more than one can be made at a time', () => {
    const sizes = [8_000, 7_000, 24_000, 6_000, 5_000, 23_000, 4_000, 3_000, 2_000];
    expect(findAlike(made(sizes), 2).map(sizesOf)).toEqual([
      [8_000, 7_000, 6_000],
      [5_000, 4_000, 3_000],
    ]);
    expect(findAlike(made(sizes), 9).map(sizesOf)).toEqual([
      [8_000, 7_000, 6_000],
      [5_000, 4_000, 3_000],
      [24_000, 23_000],
    ]);
  });

  it('are never too many for one', () => {
    expect(findAlike(made([8_000, 7_000, 6_000], 100), 1)).toEqual([]);
    expect(findLeftovers(made([8_000, 8_000], 100))).toBeNull();
  });

  it('are, of what is left over, small ones of which none is larger than the others together', () => {
    expect(sizesOf(findLeftovers(made([7_920, 11, 48_000, 7_920, 192])))).toEqual([11, 192, 7_920, 7_920]);
    expect(sizesOf(findLeftovers(made([7_920, 11, 192])))).toBeNull();
    expect(sizesOf(findLeftovers(made([7_920, 1, 1])))).toEqual([1, 1]);
    expect(findLeftovers(made([40_000, 20_000, 12_000]))).toBeNull();
    expect(findLeftovers(made([5]))).toBeNull();
  });

  it('leave few, however articles come, and write none anew more often than sizes double', () => {
    const arrivals = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(arrivals, (sizes) => {
        let segments: { size: number; keys: { length: number }; written: number }[] = [];
        for (const size of sizes) {
          segments.push({ size, keys: { length: size }, written: 1 });
          for (let found = findLeftovers(segments); found; found = findLeftovers(segments)) {
            const chosen = new Set(found);
            const all = found.reduce((sum, own) => sum + own.size, 0);
            const written = 1 + Math.max(...found.map((own) => own.written));
            segments = segments.filter((own) => !chosen.has(own));
            segments.push({ size: all, keys: { length: all }, written });
          }
        }
        const most = Math.ceil(Math.log2(SEGMENT_SIZE / 3)) + 2;
        expect(segments.filter(({ size }) => size <= SEGMENT_SIZE / 3).length).toBeLessThanOrEqual(most);
        for (const { size, written } of segments) expect(size).toBeGreaterThanOrEqual(2 ** (written - 1));
      }),
    );
  });
});
