import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generationId } from './backup-paths.ts';
import { thinnedOut } from './retention.ts';

const NOW = new Date('2026-11-22T12:00:00.000Z');
const HOUR = 3_600_000;
const at = (hoursAgo: number, good = true) => ({ id: generationId(new Date(NOW.getTime() - hoursAgo * HOUR)), good });
const times = fc.uniqueArray(fc.integer({ min: -1000, max: 40_000 }), { maxLength: 200 });

describe('the rule that thins out generations', () => {
  it('keeps the newest ten, one a day for a month, one a week for a year and one a month for ever', () => {
    const hourly = Array.from({ length: 24 * 800 }, (_, hour) => at(hour));
    const gone = new Set(thinnedOut(hourly, NOW));
    const kept = hourly.filter(({ id }) => !gone.has(id));
    expect(kept.slice(0, 10)).toEqual(hourly.slice(0, 10));
    expect(kept.length).toBeGreaterThan(10 + 29 + 48 + 12);
    expect(kept.length).toBeLessThan(10 + 32 + 54 + 28);
    const months = new Set(hourly.map(({ id }) => id.slice(0, 6)));
    expect(new Set(kept.map(({ id }) => id.slice(0, 6)))).toEqual(months);
  });

  it('never lets go of the newest good one, nor of any from the future', () => {
    fc.assert(
      fc.property(times, fc.func(fc.boolean()), (hours, good) => {
        const all = hours.map((hour) => at(hour, good(hour)));
        const gone = new Set(thinnedOut(all, NOW));
        const newestGood = [...all].sort((a, b) => (a.id < b.id ? 1 : -1)).find((one) => one.good);
        if (newestGood !== undefined && gone.has(newestGood.id)) return false;
        return hours.every((hour) => hour >= 0 || !gone.has(at(hour).id));
      }),
    );
  });

  it('lets go of nothing twice: what it leaves, it leaves again', () => {
    fc.assert(
      fc.property(times, (hours) => {
        const all = hours.map((hour) => at(hour));
        const gone = new Set(thinnedOut(all, NOW));
        const kept = all.filter(({ id }) => !gone.has(id));
        expect(thinnedOut(kept, NOW)).toEqual([]);
      }),
    );
  });
});
