import { describe, expect, it } from 'vitest';
import { correctionsOf, readDate } from './corrections.ts';

const captured = { title: 'Titel', authors: 'Ada; Bea', published: '2025-10-16', publisher: 'ZDF' };

describe('corrections', () => {
  it('send only what differs from the capture; the rest goes back to it', () => {
    expect(correctionsOf({ ...captured, authors: 'Ada ; Cleo; ' }, captured)).toEqual({
      title: null,
      authors: ['Ada', 'Cleo'],
      published: null,
      publisher: null,
    });
  });

  it('never leave an article without a title', () => {
    expect(correctionsOf({ ...captured, title: '  ' }, captured).title).toBeNull();
  });

  it('take dates as precise as they are known, as Germans write them, too', () => {
    for (const date of ['', '2025', '2025-10', '2025-10-16', '2025-10-16T12:30Z', '2024-02-29'])
      expect(readDate(date)).toBe(date);
    expect(readDate('16.10.2025')).toBe('2025-10-16');
    expect(readDate('6. 9. 2025')).toBe('2025-09-06');
    expect(readDate('10.2025')).toBe('2025-10');
    for (const date of ['2025-13', '2025-02-30', '31.02.2025', '25', '2025-1-1', 'gestern'])
      expect(readDate(date)).toBeNull();
    expect(correctionsOf({ ...captured, published: '1.2.2024' }, captured).published).toBe('2024-02-01');
  });
});
