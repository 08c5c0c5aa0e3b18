import { describe, expect, it } from 'vitest';
import { correctionsOf, isDate } from './corrections.ts';

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

  it('take dates as precise as they are known', () => {
    for (const date of ['', '2025', '2025-10', '2025-10-16', '2025-10-16T12:30Z', '2024-02-29'])
      expect(isDate(date)).toBe(true);
    for (const date of ['16.10.2025', '2025-13', '2025-02-30', '25', '2025-1-1', 'gestern'])
      expect(isDate(date)).toBe(false);
  });
});
